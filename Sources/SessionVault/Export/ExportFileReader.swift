internal import VaultSQLite
internal import VaultSodium

/// An export's file: the envelope, and the peers behind it where there are any.
struct ExportFileReader: ~Copyable {
    /// The envelope, of which nothing is to be believed before it was opened.
    let envelope: Envelope
    private let path: String
    private let file: FileReader
    private let claim: ReadingClaim
    private let start: Int

    private static let headerLength = 10

    /// Opens a file and reads its envelope.
    ///
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where it is missing, no plain file, no export's, or cut within
    ///   its envelope;
    ///   ``VaultError/locked(pid:)`` where it is a session's that this process has open;
    ///   ``VaultError/invalidEnvelope(_:)``; what the system refuses.
    init(_ path: String) throws {
        guard !path.utf8.contains(0), let facts = try VaultError.mapping(path, { try FileFacts.of(path) }) else {
            throw VaultError.unsuitableFile(.missing, path: path)
        }
        guard facts.kind != .symbolicLink else { throw VaultError.unsuitableFile(.symbolicLink, path: path) }
        guard facts.kind == .regular else { throw VaultError.unsuitableFile(.notRegular, path: path) }
        guard let claim = try VaultError.mapping(path, { try ReadingClaim(facts.identity) }) else {
            throw VaultError.locked(pid: LockHolder.ownPID)
        }
        guard let file = try VaultError.mapping(path, { try FileReader(path) }) else {
            throw VaultError.unsuitableFile(.missing, path: path)
        }
        envelope = try Self.envelope(of: file, path)
        start = envelope.bytes.count
        self.claim = claim
        self.path = path
        self.file = file
    }

    private static func envelope(of file: borrowing FileReader, _ path: String) throws -> Envelope {
        let header = try read(file, headerLength, at: 0, path)
        let magic = Envelope.Kind.vault.magic
        guard header.starts(with: magic) else {
            guard header.count < magic.count, magic.starts(with: header), !header.isEmpty else {
                throw VaultError.unsuitableFile(.init(recognizing: header), path: path)
            }
            throw VaultError.unsuitableFile(.truncated, path: path)
        }
        guard header.count == headerLength else { throw VaultError.unsuitableFile(.truncated, path: path) }
        let length = Int(header[8]) | Int(header[9]) << 8
        guard length <= Envelope.maximumLength else { throw VaultError.invalidEnvelope(.length) }
        let bytes = try read(file, length, at: 0, path)
        guard bytes.count == length else { throw VaultError.unsuitableFile(.truncated, path: path) }
        return try Envelope(bytes)
    }

    private static func read(
        _ file: borrowing FileReader, _ count: Int, at offset: Int, _ path: String
    ) throws -> [UInt8] {
        do {
            return try file.read(count, at: offset)
        } catch {
            return try VaultError.mapping(path) { throw error }
        }
    }

    /// Calls `body` with the peers, some at a time, each part once it was opened.
    ///
    /// The whole was opened once before `body` is called for the first time, and is what the envelope says: a file that
    /// is cut, or of which anything was changed, changes nothing.
    ///
    /// - Returns: How many there are.
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where it is cut, ``VaultError/invalidEnvelope(_:)`` where
    ///   bytes follow its end, ``VaultError/tampered(_:)``, `CancellationError`, and what `body` throws.
    func forEachPart(of export: OpenedExport, _ body: ([PeerRecord]) async throws -> Void) async throws -> Int {
        guard let said = export.record.peers else {
            try checkLength(0)
            return 0
        }
        try checkLength(said.length)
        var hash = try VaultError.mapping { try BLAKE2bStream() }
        var count: UInt64 = 0
        // Whoever else has the key could exchange a chunk between the two readings, so each is to be the same.
        var digests: [[UInt8]] = []
        try await open(said, export) { chunk, peers in
            hash.add(chunk.span)
            digests.append(try Self.digest(of: chunk))
            count += UInt64(peers.count)
        }
        guard hash.finish() == said.digest, count == said.count else { throw VaultError.tampered(.envelope) }
        var place = 0
        try await open(said, export) { chunk, peers in
            guard try Self.digest(of: chunk) == digests[place] else { throw VaultError.tampered(.row) }
            place += 1
            try await body(peers)
        }
        return Int(count)
    }

    private static func digest(of chunk: [UInt8]) throws -> [UInt8] {
        try VaultError.mapping { try BLAKE2b.hash(chunk.span, count: ExportedPeers.digestLength) }
    }

    /// - Parameter length: Of what has to follow the envelope, as it says.
    private func checkLength(_ length: UInt64) throws {
        let size = try VaultError.mapping(path) { try file.size() }
        // It may have been cut since its envelope was read.
        guard size >= start, UInt64(size - start) >= length else {
            throw VaultError.unsuitableFile(.truncated, path: path)
        }
        guard UInt64(size - start) == length else { throw VaultError.invalidEnvelope(.length) }
    }

    private func open(
        _ said: ExportedPeers, _ export: OpenedExport, _ body: ([UInt8], [PeerRecord]) async throws -> Void
    ) async throws {
        var chunks = try PeerChunks(of: envelope.vaultID, epoch: envelope.epoch, export.dataKey)
        let end = start + Int(said.length)
        var place = start
        repeat {
            try Task.checkCancellation()
            let chunk = try Self.read(file, min(PeerChunks.length, end - place), at: place, path)
            place += chunk.count
            let isLast = place >= end
            let plain = try chunks.open(chunk, isLast: isLast)
            guard plain.count.isMultiple(of: PeerChunks.block) else { throw VaultError.tampered(.row) }
            try await body(chunk, try PeerRows.peers(in: plain))
        } while place < end
    }
}
