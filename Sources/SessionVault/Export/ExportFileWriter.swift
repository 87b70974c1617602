internal import VaultSQLite
internal import VaultSodium

/// An export with peers on its way into a new file: chunk by chunk, and the envelope last, since it says what follows it.
final class ExportFileWriter {
    private let export: NewExport
    private let file: NewFile
    private var chunks: PeerChunks
    private var hash: BLAKE2bStream
    /// How many bytes are left for the envelope, which has the same length whatever it says of the peers.
    private let start: Int
    private var peers = ExportedPeers()
    /// The rows of the chunk that is not full yet.
    private var plain: [UInt8] = []

    /// - Parameter file: An empty file that nobody else knows of.
    init(_ export: NewExport, into file: consuming NewFile) throws {
        let envelope = try export.sealed(with: peers)
        let hash = try VaultError.mapping { try BLAKE2bStream() }
        self.export = export
        self.file = file
        self.hash = hash
        start = envelope.bytes.count
        chunks = try PeerChunks(of: envelope.vaultID, epoch: envelope.epoch, export.dataKey)
        plain.reserveCapacity(PeerChunks.plainLength)
    }

    /// Adds peers behind those that were added before.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)`` for one that a session does not take; what the system refuses.
    func add(_ page: [PeerRecord]) throws {
        for peer in page {
            let row = try peer.forSession().encodedRow()
            if !PeerRows.hasRoom(for: row, after: plain.count) {
                plain += repeatElement(0, count: PeerChunks.plainLength - plain.count)
                try writeChunk(isLast: false)
            }
            PeerRows.append(row, to: &plain)
            peers.count += 1
        }
    }

    /// Writes the last chunk and the envelope, and moves the file to its path: whole and durable.
    ///
    /// - Returns: False, with nothing changed, where something is there.
    func finish(at path: String) throws -> Bool {
        let rest = plain.count % PeerChunks.block
        plain += repeatElement(0, count: plain.isEmpty || rest > 0 ? PeerChunks.block - rest : 0)
        try writeChunk(isLast: true)
        peers.digest = hash.finish()
        try file.write(try export.sealed(with: peers).bytes.span)
        return try file.take(path)
    }

    private func writeChunk(isLast: Bool) throws {
        let chunk = try chunks.seal(plain, isLast: isLast)
        hash.add(chunk.span)
        try file.write(chunk.span, at: start + Int(peers.length))
        peers.length += UInt64(chunk.count)
        plain.removeAll(keepingCapacity: true)
    }
}
