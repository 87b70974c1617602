internal import VaultSQLite
internal import VaultSodium

/// The file that a key pair's secret half is kept in: one line of its text. Empty lines, and those that begin with `#`,
/// are comments, as in age's files (<https://age-encryption.org/v1>).
struct IdentityFile {
    /// The text's form.
    let form: Bech32m
    /// What the comment calls the public half.
    let publicHalf: String

    static let identity = IdentityFile(form: .identity, publicHalf: "recipient")
    static let signingIdentity = IdentityFile(form: .signingIdentity, publicHalf: "signer")

    /// A few lines of comment and the text.
    private static let longest = 4096

    /// The secret bytes that a source has in this form.
    func read(_ source: SecretSource) throws -> SecretBytes {
        let bytes = try source.bytes(limit: Self.longest)
        return try VaultError.mapping {
            try bytes.withBytes { bytes in
                guard let line = try line(of: bytes) else {
                    throw VaultError.unsuitableSecret(.empty, path: source.place)
                }
                return try form.decode(bytes.extracting(line))
            }
        }
    }

    /// Where the one line is that is no comment; nil where there is none.
    ///
    /// - Throws: The form's error for another kind where there are more.
    private func line(of bytes: Span<UInt8>) throws -> Range<Int>? {
        var found: Range<Int>?
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            let line = start..<end
            start = end + 1
            let isEmpty = bytes.extracting(line).withoutOuterSpaceAndQuotes.isEmpty
            if isEmpty || bytes[line.lowerBound] == UInt8(ascii: "#") { continue }
            guard found == nil else { throw form.otherKind }
            found = line
        }
        return found
    }

    /// Makes a new file of the secret, private and durable, with its public half in a comment.
    ///
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where something is there already, which is not replaced, or the
    ///   directory is missing or others can write it; and what the system refuses.
    func write(_ secret: borrowing SecretBytes, of publicHalf: some CustomStringConvertible, to path: String) throws {
        let comment = Array("# \(self.publicHalf): \(publicHalf)\n".utf8)
        try Self.create(path, comment, try VaultError.mapping { try form.encode(secret) })
    }

    /// Makes a new file of a secret's text in a line, after what is a comment, private and durable.
    ///
    /// - Throws: As ``write(_:of:to:)``.
    static func create(_ path: String, _ comment: [UInt8], _ text: borrowing SecretBytes) throws {
        try VaultError.mapping(source: path) {
            var content = try SecretBytes(count: comment.count + text.count + 1)
            try content.withMutableBytes { content in
                var writer = ByteWriter()
                writer.write(comment.span, into: &content)
                try text.withBytes { writer.write($0, into: &content) }
                writer.write(UInt8(ascii: "\n"), into: &content)
            }
            let location = try SessionFile.Location(path)
            try location.checkDirectory()
            guard try content.withBytes({ try NewFile.create(location.path, in: location.directory, $0) }) else {
                throw VaultError.unsuitableFile(.exists, path: path)
            }
        }
    }
}
