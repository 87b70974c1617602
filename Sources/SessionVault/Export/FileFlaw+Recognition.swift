extension VaultError.FileFlaw {
    /// What a file is by its first bytes, where it is not the one that was expected: the error names what it was taken for.
    init(recognizing bytes: [UInt8]) {
        let known: [(beginning: [UInt8], flaw: Self)] = [
            (Envelope.Kind.vault.magic, .export), (Envelope.Kind.keyring.magic, .keyring),
            (Array("SQLite for".utf8), .database), (Array(ProtectedString.prefix.utf8), .protectedString),
        ]
        self = bytes.isEmpty ? .empty : known.first { bytes.starts(with: $0.beginning) }?.flaw ?? .unknown
    }

    /// How many of a file's bytes are enough for ``init(recognizing:)``.
    static let recognizedLength = 10
}
