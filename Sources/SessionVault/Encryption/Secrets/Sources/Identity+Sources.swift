internal import VaultSQLite
internal import VaultSodium

extension Identity {
    /// A few lines of comment and the text.
    private static let longestSource = 4096

    /// The identity in a file, read straight into guarded memory: one line of its text, `SVSEC1…`. Empty lines, and
    /// those that begin with `#`, are comments, as in age's files (<https://age-encryption.org/v1>).
    ///
    /// - Throws: As ``RawKey/init(file:)``.
    public convenience init(file path: String) throws { try self.init(from: .file(path)) }

    /// The identity that a descriptor has until its end, as from a pipe, in the form of ``init(file:)``; see
    /// ``RawKey/init(descriptor:)``.
    ///
    /// - Throws: As ``RawKey/init(descriptor:)``.
    public convenience init(descriptor: Int32) throws { try self.init(from: .descriptor(descriptor)) }

    /// The identity in the credential of that name, in the form of ``init(file:)``; see
    /// ``Passphrase/init(credential:)``.
    ///
    /// - Throws: As ``RawKey/init(file:)``.
    public convenience init(credential name: String) throws { try self.init(from: .credential(name)) }

    private convenience init(from source: SecretSource) throws {
        let bytes = try source.bytes(limit: Self.longestSource)
        try self.init(
            owning: try VaultError.mapping {
                try bytes.withBytes { bytes in
                    guard let line = try Self.line(of: bytes) else {
                        throw VaultError.unsuitableSecret(.empty, path: source.place)
                    }
                    return try Bech32m.identity.decode(bytes.extracting(line))
                }
            })
    }

    /// Where the one line is that is no comment; nil where there is none.
    ///
    /// - Throws: ``VaultError/invalidSecret(_:)`` where there are more.
    private static func line(of bytes: Span<UInt8>) throws -> Range<Int>? {
        var found: Range<Int>?
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            let line = start..<end
            start = end + 1
            let isEmpty = bytes.extracting(line).withoutOuterSpaceAndQuotes.isEmpty
            if isEmpty || bytes[line.lowerBound] == UInt8(ascii: "#") { continue }
            guard found == nil else { throw VaultError.invalidSecret(.identity) }
            found = line
        }
        return found
    }

    /// Writes the identity to a new file that ``init(file:)`` reads, with its recipient in a comment.
    ///
    /// The file has mode 0600 and is there whole and durable, or not at all. The text goes from guarded memory to the
    /// system; on the disk it is in the clear.
    ///
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where something is there already, which is not replaced, or the
    ///   directory is missing or others can write it; ``VaultError/diskFull``,
    ///   ``VaultError/system(errno:call:path:)``.
    public func write(to path: String) throws {
        try VaultError.mapping(source: path) {
            let content = try fileContent()
            let location = try SessionFile.Location(path)
            try location.checkDirectory()
            guard try content.withBytes({ try NewFile.create(location.path, in: location.directory, $0) }) else {
                throw VaultError.unsuitableFile(.exists, path: path)
            }
        }
    }

    private func fileContent() throws -> SecretBytes {
        let comment = Array("# recipient: \(recipient)\n".utf8)
        let text = try Bech32m.identity.encode(cell)
        var content = try SecretBytes(count: comment.count + text.count + 1)
        try content.withMutableBytes { content in
            var writer = ByteWriter()
            writer.write(comment.span, into: &content)
            try text.withBytes { writer.write($0, into: &content) }
            writer.write(UInt8(ascii: "\n"), into: &content)
        }
        return content
    }
}
