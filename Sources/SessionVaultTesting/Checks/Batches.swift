internal import SessionVault

extension Check {
    static let batches = [
        Check("a batch is made in its order") { subject in
            try await subject.openWithSession()
            try await subject.storage.apply([
                .setPeer(Sample.peer(1, usernames: ["first"])), .setPeer(Sample.peer(1, usernames: ["second"])),
                .setPeer(Sample.peer(2)), .removePeer(id: 2), .removePeer(id: 3), .setPeer(Sample.peer(3)),
                .setUpdateState(UpdateStateRecord(id: 1, pts: 1)), .setUpdateState(UpdateStateRecord(id: 1, pts: 2)),
                .setUpdateState(UpdateStateRecord(id: 2, pts: 1)), .removeUpdateState(id: 2),
            ])
            try await subject.require(.id(1), finds: Sample.peer(1, usernames: ["second"]))
            try await subject.require(.username("first"), finds: nil)
            try await subject.require(.id(2), finds: nil)
            try await subject.require(.id(3), finds: Sample.peer(3))
            try await subject.requireStates([UpdateStateRecord(id: 1, pts: 2)], "last")
        },
        Check("a username can change hands inside a batch") { subject in
            try await subject.openWithSession()
            try await subject.set(Sample.peer(1, usernames: ["name"]), Sample.peer(2))
            try await subject.storage.apply([
                .setPeer(Sample.peer(1)), .setPeer(Sample.peer(2, usernames: ["name"])),
            ])
            try await subject.require(.username("name"), finds: Sample.peer(2, usernames: ["name"]))
        },
        Check("removing what is not there, and a batch of nothing, change nothing") { subject in
            try await subject.openWithSession()
            try await subject.set(Sample.peer(1))
            try await subject.storage.apply([])
            try await subject.storage.apply([.removePeer(id: 2), .removeUpdateState(id: 1)])
            let all = try await subject.allPeers()
            try subject.require(all.map(\.id) == [1], "other peers are there than the one that was stored")
        },
        Check("a batch of 3,000 rows is stored") { subject in
            try await subject.openWithSession()
            try await subject.storage.apply(
                (1...3_000).map { .setPeer(Sample.peer($0, usernames: ["n\($0)"], phoneNumber: "\($0)")) })
            try await subject.reopen()
            let all = try await subject.allPeers(pageSize: 1_000)
            try subject.require(all.count == 3_000, "\(all.count) of 3,000 peers are there")
            try await subject.require(
                .username("n1500"), finds: Sample.peer(1_500, usernames: ["n1500"], phoneNumber: "1500"))
        },
        Check("a batch that is refused leaves nothing behind", if: \.storesSealed) { subject in
            try await subject.openWithSession()
            try await subject.set(Sample.peer(1, usernames: ["before"]))
            // More than the contract's 4 KiB: an engine may take it or refuse it, the whole batch either way.
            let excess = Sample.peer(2, sealed: [UInt8](repeating: 1, count: 4 << 20))
            let changes: [StorageChange] = [
                .setPeer(Sample.peer(1, usernames: ["after"])), .setPeer(excess), .removePeer(id: 3),
                .setUpdateState(UpdateStateRecord(id: 1, pts: 1)),
            ]
            try await requireAllOrNothing(subject) { try await subject.storage.apply(changes) }
        },
        Check("a batch of a cancelled task is made or not, and never half") { subject in
            try await subject.openWithSession()
            try await subject.set(Sample.peer(1, usernames: ["before"]))
            let storage = subject.storage
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                try await storage.apply([
                    .setPeer(Sample.peer(1, usernames: ["after"])), .setPeer(Sample.peer(2)),
                    .setUpdateState(UpdateStateRecord(id: 1, pts: 1)),
                ])
            }
            task.cancel()
            try await requireAllOrNothing(subject) { try await task.value }
        },
    ]

    /// The rows of the two checks above: peer 1 changed, peer 2 and a state made, or none of it, which is right where
    /// the call threw and only there.
    private static func requireAllOrNothing(_ subject: Subject, _ body: () async throws -> Void) async throws {
        var isDone = true
        do { try await body() } catch { isDone = false }
        let names = try await subject.storage.peer(.id(1))?.usernames
        let second = try await subject.storage.peer(.id(2))
        let states = try await subject.storage.updateStates()
        try subject.require(names == [isDone ? "after" : "before"], "the first change does not fit the outcome")
        try subject.require((second != nil) == isDone, "the second change does not fit the outcome")
        try subject.require(states.count == (isDone ? 1 : 0), "the last change does not fit the outcome")
    }

    static let concurrency = [
        Check("of two racing replaceSession exactly one wins") { subject in
            try await subject.openWithSession()
            let storage = subject.storage
            for _ in 1...20 {
                let current = try await storage.session()
                let rivals = try (0..<4).map { Sample.session(try Sample.key(), userID: $0 + 1) }
                let winners = try await withThrowingTaskGroup(of: SessionRecord?.self) { group in
                    for rival in rivals {
                        group.addTask { try await storage.replaceSession(current, with: rival) ? rival : nil }
                    }
                    return try await group.reduce(into: [SessionRecord]()) { if let winner = $1 { $0.append(winner) } }
                }
                try subject.require(winners.count == 1, "\(winners.count) of 4 won")
                try await subject.requireSession(winners.first, "by the one that won")
            }
        },
        Check("calls from many tasks overlap") { subject in
            try await subject.openWithSession()
            let storage = subject.storage
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<8 as Range<Int64> {
                    group.addTask {
                        for step in 0..<25 {
                            let id = task * 100 + Int64(step)
                            let peer = Sample.peer(id, usernames: ["n\(id)"])
                            try await storage.apply([
                                .setPeer(peer), .setUpdateState(UpdateStateRecord(id: task, pts: Int64(step))),
                            ])
                            let found = try await storage.peer(.username("n\(id)"))
                            try subject.require(Sample.same(found, peer), "a task did not find what it had just stored")
                            _ = try await storage.peers(after: id, limit: 3)
                            _ = try await storage.updateStates()
                        }
                    }
                }
                try await group.waitForAll()
            }
            let all = try await subject.allPeers(pageSize: 50)
            try subject.require(all.count == 200, "\(all.count) of 200 peers are there")
            try await subject.requireStates((0..<8).map { UpdateStateRecord(id: $0, pts: 24) }, "by eight tasks")
        },
    ]
}
