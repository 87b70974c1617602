import Foundation
import SessionVault
import Support

extension ExportBenchmark {
    /// A file with peers, from a plain and from a sealed one, and back into memory.
    static func measureFile(_ directory: URL, _ peers: Int, into figures: inout Figures) async throws {
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: directory) }
        let identity = try Identity.generate()
        let sample = Sample(count: peers)
        let plain = FileStorage(path: directory.appending(path: "plain.session").path)
        let sealed = FileStorage(path: directory.appending(path: "sealed.session").path)
        let storages: [(String, any Storage)] = [
            ("plain", plain), ("sealed", sealed.encrypted(with: .rawKey(try .generate()))),
        ]
        for (name, storage) in storages {
            let session = try await session(storage)
            try await session.update(sample.peers)
            let path = directory.appending(path: "\(name).svault").path
            let before = ProcessMemory.resetPeak()
            let exporting = try await seconds {
                try await session.export(to: path, sealedTo: [identity.recipient], includingPeers: true)
            }
            figures.add("export from a \(name) file, peers/s", Double(peers) / exporting)
            figures.add("export from a \(name) file: memory more at its peak, MiB", ProcessMemory.peak() - before)
            try await session.close()
        }
        let target = Session(MemoryStorage())
        try await target.open()
        let path = directory.appending(path: "sealed.svault").path
        var count = 0
        let importing = try await seconds {
            count = try await target.import(from: path, with: .identity(identity), origin: .acceptUnverified).peers
        }
        guard count == peers, try await target.peer(id: sample.peers[peers / 2].id) != nil else { throw WrongAnswer() }
        figures.add("import into memory, peers/s", Double(peers) / importing)
        try await target.close()
    }
}
