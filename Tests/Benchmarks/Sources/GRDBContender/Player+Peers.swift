import Support

extension Player {
    func insert(_ request: Request) async throws -> Reply {
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

    func update(_ request: Request, version: Int) async throws -> Reply {
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

    func lookUp(_ request: Request) async throws -> Reply {
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
