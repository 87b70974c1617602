import SessionVault
import Support

extension Library {
    static let peersOfEach = 100

    func openFiles(_ request: Request) async throws -> Reply {
        let count = try request.count
        try await makeFiles(count)
        var sum = 0
        let time = try await seconds {
            for index in 0..<count {
                let session = files.session("file-\(index)", .ofMany)
                try await session.open()
                sum += try session.authKey.withBytes { Int($0[1]) }
                try await session.close()
            }
        }
        return .measured(time, count, check: sum)
    }

    /// In a process of its own: this one has memory to give from what was done before.
    func measureMemory(_ request: Request) async throws -> Reply {
        let count = try request.count
        try await makeFiles(count)
        return .measured(try files.residentKibibytesInChild(count: count), count)
    }

    private func makeFiles(_ count: Int) async throws {
        for index in 0..<count { try await makeOnce("file-\(index)", peers: 0) }
    }

    func makeOnce(_ name: String, peers: Int) async throws {
        guard made.insert(name).inserted else { return }
        try await files.session(name, .ofMany).make(authKey, peers: peers)
    }

    func lookUpInTasks(_ request: Request) async throws -> Reply {
        let (tasks, count) = (try request["tasks"], try request.count)
        let sessions = try await openSessions(try request["sessions"])
        let picks = request.picks(among: Self.peersOfEach)
        var sum: Int64 = 0
        let time = try await seconds {
            sum = try await withThrowingTaskGroup(of: Int64.self) { group in
                for (index, session) in sessions.enumerated() {
                    for task in 0..<tasks {
                        let first = (index * tasks + task) * count
                        group.addTask {
                            var sum: Int64 = 0
                            for k in first..<first + count {
                                sum &+= try await session.peer(id: NumberedPeer(picks[k]).id)?.id ?? 0
                            }
                            return sum
                        }
                    }
                }
                return try await group.reduce(0, &+)
            }
        }
        for session in sessions { try await session.close() }
        return .measured(seconds: time, operations: sessions.count * tasks * count, check: UInt64(bitPattern: sum))
    }

    private func openSessions(_ count: Int) async throws -> [Session] {
        try FileStorage.raiseOpenFileLimit(forSessions: count)
        var sessions: [Session] = []
        for index in 0..<count {
            let name = "session-\(index)"
            try await makeOnce(name, peers: Self.peersOfEach)
            let session = files.session(name, .ofMany)
            try await session.open()
            sessions.append(session)
        }
        return sessions
    }
}
