#if CLI
internal import SessionVault
internal import VaultProcess
internal import VaultSodium

/// Text that a command works on, read into guarded memory.
enum InputText {
    /// More than the longest text, that of an envelope of 16 KiB.
    private static let limit = 65_536

    /// Lends all of standard input to `body`.
    ///
    /// - Throws: ``Failure`` where there is nothing, or more than any text has; and what `body` throws.
    static func ofStandardInput<Result>(_ body: (Span<UInt8>) throws -> Result) throws -> Result {
        guard !StandardStreams.isTerminal(.input) else {
            throw Failure.usage(
                "standard input is the terminal, which would show what is pasted", hint: "`< FILE`, or a pipe, gives it"
            )
        }
        let bytes = try mapping("standard input") { try StandardStreams.readInput(limit: limit) }
        return try bytes.withBytes(body)
    }

    /// As ``ofStandardInput(_:)``, of a file: one of any mode and owner, a pipe too.
    static func ofFile<Result>(_ path: String, _ body: (Span<UInt8>) throws -> Result) throws -> Result {
        let bytes = try mapping(path) { try InputFile.read(path, limit: limit) }
        return try bytes.withBytes(body)
    }

    private static func mapping(_ place: String, _ read: () throws -> SecretBytes) throws -> SecretBytes {
        do {
            return try read()
        } catch SecretInputError.empty {
            throw Failure(.data, "\(place) is empty")
        } catch SecretInputError.tooLong {
            throw Failure(.data, "\(place) is longer than any session string")
        } catch let error as SystemCallError {
            throw Failure(.system, "\(place) cannot be read: \(error)")
        } catch {
            throw Failure(.system, "\(place) cannot be read")
        }
    }
}
#endif
