#if CLI
internal import SessionVault

/// What is known of a file or a text without a secret, as a result: lines of `name: value` for people, an object for
/// programs.
struct Report: Encodable {
    /// `session`, `keyring`, `export`, `protected-string`, `session-string`, `ledger`, `recipient`, `signer`, or what kind of
    /// secret it is.
    var kind: String
    /// How it is laid out: of a file its schema, of a string its form.
    var form: String?
    /// Of a session: `none`, `plain` or `sealed`.
    var key: String?
    var vault: Vault?
    var peers: Rows?
    var updateStates: Rows?
    /// In bytes.
    var size: Int?
    /// As `ls` and `chmod` have it.
    var mode: String?
    var dataCenter: Int?
    var isTest: Bool?
    var isBot: Bool?
    var recipient: String?
    var signer: String?
    var warnings: [String] = []

    struct Vault: Encodable {
        var id: String
        var epoch: UInt32
        var generation: UInt64
        var rowsSealed: Bool
        var isInTransition: Bool
        var slots: [SlotList.Entry]
    }

    struct Rows: Encodable {
        var count: Int
        var sealed: Int
    }
}

extension Report {
    init(_ finding: Inspection.Finding) {
        switch finding {
        case .session(let session): self.init(session)
        case .keyring(let file): self.init(file, kind: "keyring")
        case .export(let file): self.init(file, kind: "export")
        case .ledger: self.init(kind: "ledger")
        case .text(let text, let mode):
            self.init(text)
            self.mode = String(mode, radix: 8)
        }
        warnings = finding.warnings.map(\.description)
    }

    init(_ text: InspectedText) {
        switch text {
        case .sessionString(let string):
            self.init(
                kind: "session-string", form: string.form.argument, key: "plain", dataCenter: string.dataCenter,
                isTest: string.isTest, isBot: string.isBot)
        case .protectedString(let vault): self.init(kind: "protected-string", key: "sealed", vault: Vault(vault))
        case .recipient(let recipient): self.init(kind: "recipient", recipient: recipient.description)
        case .signer(let signer): self.init(kind: "signer", signer: signer.description)
        case .secret(let kind): self.init(kind: kind.argument)
        }
        warnings = text.warnings.map(\.description)
    }

    private init(_ session: InspectedSession) {
        self.init(
            kind: "session", form: session.schema.name, key: session.key.argument, vault: session.vault.map(Vault.init),
            peers: Rows(session.peers), updateStates: Rows(session.updateStates), size: session.size,
            mode: String(session.mode, radix: 8))
    }

    private init(_ file: InspectedEnvelope, kind: String) {
        self.init(kind: kind, vault: Vault(file.vault), size: file.size, mode: String(file.mode, radix: 8))
    }
}

extension Report.Vault {
    init(_ vault: InspectedVault) {
        self.init(
            id: vault.id.description, epoch: vault.version.epoch, generation: vault.version.generation,
            rowsSealed: vault.rowsSealed, isInTransition: vault.isInTransition, slots: SlotList(vault.slots).entries)
    }
}

extension Report.Rows {
    init(_ rows: InspectedSession.Rows) { self.init(count: rows.count, sealed: rows.sealed) }
}

extension InspectedSession.Key {
    fileprivate var argument: String {
        switch self {
        case .none: "none"
        case .plain: "plain"
        case .sealed: "sealed"
        }
    }
}

extension VaultError.SecretKind {
    fileprivate var argument: String {
        switch self {
        case .rawKey: "raw-key"
        case .recoveryCode: "recovery-code"
        case .identity: "identity"
        case .signingIdentity: "signing-identity"
        }
    }
}
#endif
