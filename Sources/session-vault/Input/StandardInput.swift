#if CLI
internal import SessionVault
internal import VaultSodium

/// Where a command reads what it works on, and never a secret that opens something.
enum StandardInput {
    /// More than the longest text, that of an envelope of 16 KiB.
    static let limit = 65_536

    /// All of it, in guarded memory.
    ///
    /// - Throws: ``Failure`` where there is nothing, or more than any text has.
    static func read() throws -> SecretBytes { try read(descriptor: 0, "standard input") }

    /// All that a descriptor has.
    static func read(descriptor: Int32, _ place: String) throws -> SecretBytes {
        do {
            return try SecretInput.bytes(ofDescriptor: descriptor, limit: limit)
        } catch SecretInputError.empty {
            throw Failure(.data, "\(place) is empty")
        } catch SecretInputError.tooLong {
            throw Failure(.data, "\(place) is longer than any session string")
        } catch {
            throw Failure(.system, "\(place) cannot be read")
        }
    }
}
#endif
