import SessionVault
import Support

extension Library {
    func insert(_ request: Request) async throws -> Reply {
        let peers = try request.peers
        let session = files.session("new")
        try await session.open()
        try await session.fill(authKey)
        var stopwatch = Stopwatch()
        for numbers in Batches.inOrder(peers) {
            let batch = numbers.map { Peer(numbered: $0) }
            try await stopwatch.time { try await session.update(batch) }
        }
        guard try await session.hasPeer(numbered: peers - 1) else { throw WrongAnswer(in: request.workload) }
        try await session.close()
        try remove("new")
        return .measured(stopwatch.seconds, peers)
    }

    func update(_ request: Request, version: Int) async throws -> Reply {
        let session = try session
        var stopwatch = Stopwatch()
        var count = 0
        for numbers in try Batches.picked(request) {
            let batch = numbers.map { Peer(numbered: $0, version: version) }
            try await stopwatch.time { try await session.update(batch) }
            count += batch.count
            guard try await session.hasPeer(numbered: numbers.lowerBound, version: version) else {
                throw WrongAnswer(in: request.workload)
            }
        }
        return .measured(stopwatch.seconds, count)
    }
}
