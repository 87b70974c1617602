internal import VaultSodium

/// A session as text that fits into an environment variable, as Pyrogram's family writes it: **unprotected**. Who reads
/// the text has the account.
///
/// The key sits in guarded memory. A description shows the form and the key's id and nothing else; the text comes out
/// by ``unprotectedText()`` and ``withUnprotectedUTF8(_:)`` alone.
public struct SessionString: Sendable, Equatable {
    /// How the text is laid out.
    public enum Form: Sendable, Hashable, CaseIterable {
        /// 362 characters, with the application's id: what every fork writes since Pyrogram 2.
        case pyrogram
        /// 356 characters, with user ids of 64 bits.
        case pyrogramOld64
        /// 351 characters, with user ids of 32 bits.
        case pyrogramOld32
    }

    /// How the text is laid out.
    public let form: Form
    /// The auth key.
    public let authKey: AuthKey
    /// The DC that the key belongs to, without an address: the text has none.
    public let dataCenter: DataCenter
    /// The account, or nil where the text has 0 for its id.
    public let account: Account?
    /// The application's id, or nil where the text has 0 or no place for it.
    public let apiID: Int32?

    /// Reads the text of any form. White space and quotes around it are taken off.
    ///
    /// - Throws: ``VaultError/invalidSessionString(_:)`` with the flaw, ``VaultError/sealedString`` for a protected
    ///   one.
    public init(_ text: String) throws { try self.init(text.utf8.span) }

    /// As ``init(_:)-(String)``, from UTF-8 that need not have been a `String`: those cannot be wiped.
    public init(_ text: Span<UInt8>) throws {
        let text = text.extracting(text.withoutOuterSpaceAndQuotes)
        guard !text.isEmpty else { throw VaultError.invalidSessionString(.empty) }
        guard !text.starts(with: Array(ProtectedString.prefix.utf8)) else { throw VaultError.sealedString }
        try self.init(pyrogram: text)
    }

    /// A string of the values given, every one of which the form has to hold: clients take a string without an account
    /// or an application's id, and then ask for it on the terminal, where a server waits for ever.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)`` for a value that the form cannot hold;
    ///   ``VaultError/missingValue(field:)`` where there is none.
    public init(
        form: Form, authKey: AuthKey, dataCenter: DataCenter, account: Account, apiID: Int32? = nil
    ) throws {
        guard DataCenter.isKnown(id: dataCenter.id) else { throw VaultError.unstorableValue(field: "dataCenter") }
        guard account.id > 0, form != .pyrogramOld32 || account.id <= UInt32.max else {
            throw VaultError.unstorableValue(field: "account")
        }
        if form == .pyrogram {
            guard let apiID else { throw VaultError.missingValue(field: "apiID") }
            guard apiID > 0 else { throw VaultError.unstorableValue(field: "apiID") }
        }
        self.init(
            form: form, authKey: authKey, dataCenter: dataCenter, account: account,
            knownAPIID: form == .pyrogram ? apiID : nil)
    }

    /// Whether the text is one, for errors that name what was given in another's place.
    static func isOne(_ text: Span<UInt8>) -> Bool {
        do {
            _ = try SessionString(text)
            return true
        } catch {
            return false
        }
    }

    init(form: Form, authKey: AuthKey, dataCenter: DataCenter, account: Account?, knownAPIID: Int32?) {
        self.form = form
        self.authKey = authKey
        self.dataCenter = DataCenter(id: dataCenter.id, isTest: dataCenter.isTest)
        self.account = account
        apiID = knownAPIID
    }

    /// The text, unprotected, as a `String`, which nobody can wipe. See ``withUnprotectedUTF8(_:)``.
    ///
    /// - Throws: ``VaultError/inheritedByFork``.
    public func unprotectedText() throws -> String {
        try withUnprotectedUTF8 { String(copying: try UTF8Span(validating: $0)) }
    }

    /// Lends the text, unprotected, for the length of the call; it is wiped afterwards.
    ///
    /// - Throws: ``VaultError/inheritedByFork``, and what `body` throws.
    public func withUnprotectedUTF8<Result: ~Copyable>(_ body: (Span<UInt8>) throws -> Result) throws -> Result {
        try VaultError.mapping {
            let bytes = try pyrogramBytes()
            var text = try SecretBytes(count: Base64URL.encodedCount(bytes.count))
            try text.withMutableBytes { text in
                try bytes.withBytes { Base64URL.encode($0, into: &text) }
            }
            return try text.withBytes(body)
        }
    }
}

extension SessionString: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The form and the key's id.
    public var description: String { "\(form) session string, \(authKey)" }
    /// As ``description``.
    public var debugDescription: String { description }
    /// Shows nothing more.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
