import Foundation
import SessionVault
import Support

extension Library {
    func create(_ request: Request) async throws -> Reply {
        let count = try request.count
        var stopwatch = Stopwatch()
        for _ in 0..<count {
            try await stopwatch.time {
                let session = files.session("new")
                try await session.open()
                try await session.fill(authKey)
                try await session.close()
            }
            try remove("new")
        }
        return .measured(stopwatch.seconds, count)
    }

    func prepare(_ request: Request) async throws -> Reply {
        let peers = try request.peers
        try await end()
        try remove("main")
        let session = try await openMain()
        try await session.fill(authKey)
        try await session.writePeers(peers)
        lastAPIID = Values.apiID
        return .measured(0, peers)
    }

    /// The main file that another process prepared.
    func openPrepared() async throws -> Reply {
        try await end()
        _ = try await openMain()
        return .measured(0, 1)
    }

    func reopen(_ request: Request) async throws -> Reply {
        let count = try request.count
        try await session.close()
        var sum = 0
        let time = try await seconds {
            for _ in 0..<count {
                let session = files.session("main")
                try await session.open()
                sum += try session.authKey.withBytes { Int($0[0]) + Int($0[1]) }
                try await session.close()
            }
        }
        _ = try await openMain()
        return .measured(time, count, check: sum)
    }

    /// Where there is such a session's file.
    func remove(_ name: String) throws {
        let path = files.path(name)
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    }
}
