#if CLI
internal import ArgumentParser
internal import SessionVault

struct SlotsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List a session's key slots. No secret is needed; with one, recipients are named.",
        discussion: """
            EXAMPLE
              session-vault slots list my_account
            """)

    @OptionGroup var argument: SessionArgument

    @Flag(help: "As JSON: an array of objects with id, kind, and what the kind has.")
    var json = false

    @OptionGroup var session: SessionOptions

    private var name: SessionName { argument.name }

    func run() async throws {
        let name = try name.checked()
        let slots: [VaultSlot] =
            if try session.opening.choice().isEmpty {
                try Failure.about(name.given) {
                    guard let vault = try Inspection.ofSession(name.path).vault else { throw VaultError.notEncrypted }
                    return vault.slots
                }
            } else {
                try await session.withSession(name) { session, _ in try await session.vault.slots }
            }
        try SlotList(slots).print(json: json)
    }
}
#endif
