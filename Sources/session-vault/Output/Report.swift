#if CLI
internal import SessionVault

/// What is known of a file or a text without a secret, as a result: lines of `name: value` for people, an object for
/// programs.
struct Report: Encodable {
    /// `session`, `keyring`, `export`, `protected-string`, `session-string`, `ledger`, `recipient`, `signer`, or what kind of
    /// secret it is.
    var kind: String
    /// As it was named.
    var name: String?
    /// Of a session: whose tables it has.
    var schema: Schema?
    /// Of a session string: how it is laid out.
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
    /// Of a session string: whether it says the application's id.
    var hasAPIID: Bool?
    var recipient: String?
    var signer: String?
    var warnings: [Warning] = []

    struct Schema: Encodable {
        /// `pyrogram`, `pyrotgfork`, `kurigram`, `pyrofork`, `telethon`, `half-migrated` or `unknown`.
        var family: String
        var version: Int?
    }

    struct Warning: Encodable {
        /// Such as `single-slot`; it stays the same when the words change.
        var id: String
        var detail: String
    }

    struct Vault: Encodable {
        var id: String
        var epoch: UInt32
        var generation: UInt64
        /// Of a session: whether its rows are sealed, too.
        var rowsSealed: Bool?
        /// Of an export: whether it has peers.
        var hasPeers: Bool?
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
            self.mode = Self.text(mode: mode)
        }
        warnings = finding.warnings.map(Warning.init)
    }

    init(_ text: InspectedText) {
        switch text {
        case .sessionString(let string):
            self.init(
                kind: "session-string", form: string.form.argument, key: "plain", dataCenter: string.dataCenter,
                isTest: string.isTest, isBot: string.isBot, hasAPIID: string.hasAPIID)
        case .protectedString(let vault): self.init(kind: "protected-string", key: "sealed", vault: Vault(vault))
        case .recipient(let recipient): self.init(kind: "recipient", recipient: recipient.description)
        case .signer(let signer): self.init(kind: "signer", signer: signer.description)
        case .secret(let kind): self.init(kind: kind.argument)
        }
        warnings = text.warnings.map(Warning.init)
    }

    private init(_ session: InspectedSession) {
        self.init(
            kind: "session", schema: Schema(session.schema), key: session.key.argument,
            vault: session.vault.map(Vault.init),
            peers: Rows(session.peers), updateStates: Rows(session.updateStates), size: session.size,
            mode: Self.text(mode: session.mode))
    }

    private init(_ file: InspectedEnvelope, kind: String) {
        self.init(kind: kind, vault: Vault(file.vault), size: file.size, mode: Self.text(mode: file.mode))
    }
}

extension Report {
    /// As `ls` and `chmod` have it.
    private static func text(mode: UInt16) -> String { "0" + String(mode, radix: 8) }
}

extension Report.Warning {
    init(_ warning: InspectionWarning) { self.init(id: warning.id, detail: warning.description) }
}

extension Report.Schema {
    init(_ schema: SessionFileSchema) {
        switch schema {
        case .pyrogram(let version): self.init(family: "pyrogram", version: version)
        case .pyrotgfork(let version): self.init(family: "pyrotgfork", version: version)
        case .kurigram(let version): self.init(family: "kurigram", version: version)
        case .pyrofork(let version): self.init(family: "pyrofork", version: version)
        case .telethon(let version): self.init(family: "telethon", version: version)
        case .halfMigrated(let number): self.init(family: "half-migrated", version: number)
        case .unknownVersion(let number): self.init(family: "unknown", version: number)
        default: self.init(family: "unknown")
        }
    }
}

extension Report.Vault {
    init(_ vault: InspectedVault) {
        self.init(
            id: vault.id.description, epoch: vault.version.epoch, generation: vault.version.generation,
            rowsSealed: vault.kind == .vault ? vault.rowsSealed : nil,
            hasPeers: vault.kind == .export ? vault.rowsSealed : nil, isInTransition: vault.isInTransition,
            slots: SlotList(vault.slots).entries)
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
