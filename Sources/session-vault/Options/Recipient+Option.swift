#if CLI
internal import SessionVault

extension Recipient {
    /// Those that an option names.
    static func those(of option: String, _ texts: [String]) throws -> [Recipient] {
        let recipients = try texts.map { text in
            do {
                return try Recipient(text)
            } catch VaultError.invalidRecipient {
                throw Failure(.data, "\(option) takes a recipient, svpub1…, as `session-vault keygen` prints it")
            } catch {
                throw Failure(error, about: option)
            }
        }
        guard Set(recipients).count == recipients.count else { throw Failure.usage("\(option) names somebody twice") }
        return recipients
    }
}
#endif
