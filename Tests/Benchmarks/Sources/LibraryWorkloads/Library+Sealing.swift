import Foundation
import SessionVault
import Support

extension Library {
    func encrypt(_ request: Request) async throws -> Reply {
        guard files.sealing == .sealed else { return .unavailable }
        let peers = try request.peers
        let name = try await copy(of: "plain-\(peers)", peers) { Session($0.plain($1)) }
        let storage = files.sealed(name)
        let time = try await seconds { try await storage.encrypt() }
        return try await finish(request, Session(storage), time)
    }

    func rekey(_ request: Request) async throws -> Reply {
        guard files.sealing == .sealed else { return .unavailable }
        let peers = try request.peers
        let session = files.session(try await copy(of: "sealed-\(peers)", peers) { $0.session($1) })
        try await session.open()
        let time = try await seconds { try await session.rotateKeys() }
        guard try await session.vault.version.epoch == 2 else { throw WrongAnswer(in: request.workload) }
        try await session.close()
        return try await finish(request, session, time)
    }

    /// The name of a copy of the file, which is written once.
    private func copy(
        of original: String, _ peers: Int, _ session: (Files, String) -> Session
    ) async throws -> String {
        if made.insert(original).inserted { try await session(files, original).make(authKey, peers: peers) }
        try remove("copy")
        try FileManager.default.copyItem(atPath: files.path(original), toPath: files.path("copy"))
        return "copy"
    }

    private func finish(_ request: Request, _ session: Session, _ time: Double) async throws -> Reply {
        let peers = try request.peers
        try await session.open()
        guard try await session.hasPeer(numbered: peers - 1) else { throw WrongAnswer(in: request.workload) }
        try await session.close()
        try remove("copy")
        return .measured(time, peers)
    }
}
