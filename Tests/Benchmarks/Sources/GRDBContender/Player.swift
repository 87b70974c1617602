import Foundation
import Support

/// What the workloads share: the main file, which stays open between them.
final class Player {
    private let directory: String
    private var main: Store?
    private var lastAPIID = Int(Values.apiID)

    struct NotPrepared: Error {}

    init(_ directory: String) { self.directory = directory }

    func play(_ request: Request) async throws -> Reply {
        switch request.workload {
        case "create": try await create(request)
        case "prepare": try await prepare(request)
        case "reopen": try await reopen(request)
        case "insert": try await insert(request)
        case "unchanged": try await update(request, version: 0)
        case "changed": try await update(request, version: request.version)
        case "id", "username", "phone": try await lookUp(request)
        case "field": try await readField(request)
        case "field-write": try await writeField(request)
        case "envelope": try await writeDurableField(request)
        case "state": try await setStates(request)
        case "states": try await listStates(request)
        default: .unavailable
        }
    }

    func end() throws {
        try main?.close()
        main = nil
    }

    private var store: Store {
        get throws {
            guard let main else { throw NotPrepared() }
            return main
        }
    }

    private func path(_ name: String) -> String { directory + "/" + name + ".session" }
}

extension Player {
    private func create(_ request: Request) async throws -> Reply {
        let count = try request.count
        var stopwatch = Stopwatch()
        for _ in 0..<count {
            try await stopwatch.time { try await Store.make(path("new")).close() }
            try FileManager.default.removeItem(atPath: path("new"))
        }
        return .measured(stopwatch.seconds, count)
    }

    private func prepare(_ request: Request) async throws -> Reply {
        let peers = try request.peers
        try main?.closeAndRemove()
        main = nil
        let store = try await Store.make(path("main"))
        main = store
        try await store.writePeers(peers)
        return .measured(0, peers)
    }

    private func reopen(_ request: Request) async throws -> Reply {
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

extension Player {
    private func insert(_ request: Request) async throws -> Reply {
        let peers = try request.peers
        let store = try await Store.make(path("new"))
        var stopwatch = Stopwatch()
        for numbers in Batches.inOrder(peers) {
            let batch = numbers.map { Peer(numbered: $0) }
            try await stopwatch.time { try await store.update(batch) }
        }
        guard try await store.hasPeer(numbered: peers - 1) else { throw WrongAnswer(in: request.workload) }
        try store.closeAndRemove()
        return .measured(stopwatch.seconds, peers)
    }

    private func update(_ request: Request, version: Int) async throws -> Reply {
        let store = try store
        var stopwatch = Stopwatch()
        var count = 0
        for numbers in try Batches.picked(request) {
            let batch = numbers.map { Peer(numbered: $0, version: version) }
            try await stopwatch.time { try await store.update(batch) }
            count += batch.count
            guard try await store.hasPeer(numbered: numbers.lowerBound, version: version) else {
                throw WrongAnswer(in: request.workload)
            }
        }
        return .measured(stopwatch.seconds, count)
    }

    private func lookUp(_ request: Request) async throws -> Reply {
        let (count, picks, store) = (try request.count, try request.picks, try store)
        let peers = (0..<count).map { NumberedPeer(picks[$0]) }
        var sum: Int64 = 0
        let time: Double
        switch request.workload {
        case "username":
            let usernames = peers.map(\.username)
            time = try await seconds { for name in usernames { sum &+= try await store.peer(username: name)?.id ?? 0 } }
        case "phone":
            let numbers = peers.map(\.phoneNumber)
            time = try await seconds {
                for number in numbers { sum &+= try await store.peer(phoneNumber: number)?.id ?? 0 }
            }
        default:
            let ids = peers.map(\.id)
            time = try await seconds { for id in ids { sum &+= try await store.peer(id: id)?.id ?? 0 } }
        }
        return .measured(seconds: time, operations: count, check: UInt64(bitPattern: sum))
    }
}

extension Player {
    private func readField(_ request: Request) async throws -> Reply {
        let (count, store) = (try request.count, try store)
        var sum = 0
        let time = try await seconds { for _ in 0..<count { sum += try await store.dataCenter() ?? 0 } }
        return .measured(time, count, check: sum)
    }

    private func writeField(_ request: Request) async throws -> Reply {
        let (count, store) = (try request.count, try store)
        let time = try await seconds {
            for _ in 0..<count {
                lastAPIID += 1
                try await store.set(apiID: lastAPIID)
            }
        }
        return .measured(time, count)
    }

    /// The setting is outside of the clock: a program that wants every commit durable makes it once.
    private func writeDurableField(_ request: Request) async throws -> Reply {
        try await store.setSynchronous("FULL")
        let reply = try await writeField(request)
        try await store.setSynchronous("NORMAL")
        return reply
    }

    private func setStates(_ request: Request) async throws -> Reply {
        let (count, version, store) = (try request.count, try request.version, try store)
        let time = try await seconds {
            for call in 0..<count { try await store.set(UpdateState(.set(by: call, version: version))) }
        }
        return .measured(time, count)
    }

    private func listStates(_ request: Request) async throws -> Reply {
        let (count, store) = (try request.count, try store)
        if try await store.states().count < NumberedState.count {
            try await store.set((0..<NumberedState.count).map { UpdateState(NumberedState($0)) })
        }
        var sum: Int64 = 0
        let time = try await seconds {
            for _ in 0..<count { for state in try await store.states() { sum &+= state.id } }
        }
        return .measured(seconds: time, operations: count, check: UInt64(bitPattern: sum))
    }
}
