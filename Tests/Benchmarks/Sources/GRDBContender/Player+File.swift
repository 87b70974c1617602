import Foundation
import Support

extension Player {
    func create(_ request: Request) async throws -> Reply {
        let count = try request.count
        var stopwatch = Stopwatch()
        for _ in 0..<count {
            try await stopwatch.time { try await Store.make(path("new")).close() }
            try FileManager.default.removeItem(atPath: path("new"))
        }
        return .measured(stopwatch.seconds, count)
    }

    func prepare(_ request: Request) async throws -> Reply {
        let peers = try request.peers
        try main?.closeAndRemove()
        main = nil
        let store = try await Store.make(path("main"))
        main = store
        try await store.writePeers(peers)
        return .measured(0, peers)
    }

    func reopen(_ request: Request) async throws -> Reply {
        let count = try request.count
        try store.close()
        var sum = 0
        let time = try await seconds {
            for _ in 0..<count {
                let store = try Store(path("main"))
                guard let key = try await store.authKey() else { throw WrongAnswer(in: request.workload) }
                sum += Int(key[key.startIndex]) + Int(key[key.startIndex + 1])
                try store.close()
            }
        }
        main = try Store(path("main"))
        return .measured(time, count, check: sum)
    }
}
