import Testing

@testable import SessionVault

@Suite struct SessionPeersTests {
    @Test func `a peer is stored in canonical form`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([
            Peer(
                id: -1_000_000_000_009, accessHash: 5, kind: Peer.Kind(rawValue: "forum"),
                usernames: ["@Alice", "BOB", "", "@", "alice", "@@x", "Élan"], phoneNumber: "+1 (234) 5-6")
        ])
        let row = PeerRecord(
            id: -1_000_000_000_009, accessHash: 5, type: "forum", usernames: ["alice", "bob", "@x", "Élan"],
            phoneNumber: "123456", date: Fixture.start)
        #expect(try await fixture.row(row.id) == row)
    }

    @Test func `a peer is found by what people write`() async throws {
        let fixture = try await Fixture.opened()
        let peer = Peer.user(1, ["alice"], phoneNumber: "123")
        try await fixture.session.update([peer])
        for name in ["alice", "@alice", "ALICE", "@Alice"] {
            #expect(try await fixture.session.peer(username: name) == peer)
        }
        for number in ["123", "+1-23", " 1 2 3 "] {
            #expect(try await fixture.session.peer(phoneNumber: number) == peer)
        }
        #expect(try await fixture.session.peer(id: 1) == peer)
    }

    @Test func `a look-up of nothing finds nobody and asks nobody`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.seed(.user(1, [""], phoneNumber: ""))
        for name in ["", "@"] { #expect(try await fixture.session.peer(username: name) == nil) }
        for number in ["", "+", "abc"] { #expect(try await fixture.session.peer(phoneNumber: number) == nil) }
        #expect(fixture.storage.takeCalls().isEmpty)
    }

    @Test func `a username lives for eight hours`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([Peer.user(1, ["alice"], phoneNumber: "1")])
        for (seconds, isFound) in [(0, true), (28_800, true), (28_801, false), (-28_800, true), (-28_801, false)] {
            fixture.clock.now = Fixture.start + Int64(seconds)
            #expect(try await (fixture.session.peer(username: "alice") != nil) == isFound, "after \(seconds) s")
        }
        #expect(try await fixture.session.peer(id: 1) != nil)
        #expect(try await fixture.session.peer(phoneNumber: "1") != nil)
    }

    @Test(arguments: [Int64.min, .max]) func `a row of no possible date is no crash`(_ date: Int64) async throws {
        let fixture = try await Fixture.opened()
        try await fixture.seed(.user(1, ["alice"], date: date))
        #expect(try await fixture.session.peer(username: "alice") == nil)
        try await fixture.session.update([Peer.user(1, ["alice"])])
        #expect(try await fixture.row(1)?.date == Fixture.start)
    }

    @Test func `an update without phone or access hash keeps them, and replaces the usernames`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([Peer.user(1, ["a", "b"], phoneNumber: "12", accessHash: 34)])
        try await fixture.session.update([Peer.user(1, ["c"], phoneNumber: nil, accessHash: nil)])
        #expect(try await fixture.row(1) == .user(1, ["c"], phoneNumber: "12", accessHash: 34))
        try await fixture.session.update([Peer.user(1, [], phoneNumber: "+", accessHash: 0)])
        #expect(try await fixture.row(1) == .user(1, [], phoneNumber: "12", accessHash: 0))
    }

    @Test func `a batch is read in one call and written in one`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([Peer.user(1, ["a"], phoneNumber: "1"), Peer.user(2), Peer.user(1, ["b"])])
        let calls = fixture.storage.takeCalls()
        #expect(calls.count == 2)
        guard case .peers(let lookups) = calls.first, case .apply(let changes) = calls.last else {
            Issue.record("not one look-up and one batch")
            return
        }
        #expect(Array(lookups.prefix(2)) == [.id(1), .id(2)])
        #expect(Set(lookups.dropFirst(2)) == [.username("a"), .username("b"), .phoneNumber("1")])
        #expect(changes == [.setPeer(.user(1, ["b"], phoneNumber: "1")), .setPeer(.user(2))])
    }

    @Test func `of several updates of one peer the last counts, and what it does not say is taken from before`()
        async throws
    {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([
            .user(1, ["a"], phoneNumber: "5", accessHash: 6), .user(1, ["b"], phoneNumber: nil, accessHash: nil),
        ])
        #expect(fixture.batches() == [[.setPeer(.user(1, ["b"], phoneNumber: "5", accessHash: 6))]])
    }

    @Test func `an unchanged peer is written again after an hour, not before`() async throws {
        let fixture = try await Fixture.opened()
        let peer = Peer.user(1, ["a"], phoneNumber: "5")
        try await fixture.session.update([peer])
        _ = fixture.storage.takeCalls()
        for (seconds, isWritten) in [(0, false), (3_599, false), (3_600, true), (3_601, false)] {
            fixture.clock.now = Fixture.start + Int64(seconds)
            try await fixture.session.update([peer])
            #expect(fixture.batches().count == (isWritten ? 1 : 0), "after \(seconds) s")
        }
    }

    @Test func `an unchanged peer dated in the future is written again`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.seed(.user(1, date: Fixture.start + 1))
        try await fixture.session.update([Peer.user(1)])
        #expect(fixture.batches() == [[.setPeer(.user(1))]])
    }

    @Test func `a change is written however young the row is`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([Peer.user(1, ["a"], phoneNumber: "1", accessHash: 1)])
        _ = fixture.storage.takeCalls()
        for peer in [
            Peer.user(1, ["a"], phoneNumber: "1", accessHash: 2), .user(1, ["b"], accessHash: 2),
            .user(1, ["b", "a"], accessHash: 2), .user(1, ["a", "b"], accessHash: 2),
            .user(1, ["a", "b"], phoneNumber: "2", accessHash: 2),
            Peer(id: 1, accessHash: nil, kind: .bot, usernames: ["a", "b"]),
        ] {
            try await fixture.session.update([peer])
            #expect(fixture.batches().count == 1)
        }
    }

    @Test func `peers of one update are written fifty a batch`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update((1...101).map { Peer.user($0) })
        #expect(fixture.batches().map(\.count) == [50, 50, 1])
        var ids: [Int64] = []
        for try await peer in fixture.session.peers { ids.append(peer.id) }
        #expect(ids == Array(1...101))
    }

    @Test func `a removed peer is gone`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([Peer.user(1, ["a"]), Peer.user(2)])
        try await fixture.session.removePeer(id: 1)
        try await fixture.session.removePeer(id: 3)
        #expect(try await fixture.session.peer(username: "a") == nil)
        #expect(try await fixture.session.peer(id: 2) == .user(2))
    }

    @Test func `what cannot be stored is refused, and nothing of the update is written`() async throws {
        let fixture = try await Fixture.opened()
        let long = String(repeating: "1", count: 256)
        let cases: [(Peer, String)] = [
            (Peer.user(2, ["a" + long]), "usernames"), (.user(2, ["a\0"]), "usernames"),
            (.user(2, (0..<256).map { "\($0)" }), "usernames"),
            (.user(2, (0..<20).map { "\($0)" + String(repeating: "a", count: 240) }), "usernames"),
            (.user(2, phoneNumber: long), "phoneNumber"), (.user(2, phoneNumber: "1٢"), "phoneNumber"),
            (Peer(id: 2, accessHash: 1, kind: Peer.Kind(rawValue: long)), "kind"),
            (Peer(id: 2, accessHash: 1, kind: Peer.Kind(rawValue: "usér")), "kind"),
        ]
        for (peer, field) in cases {
            await #expect(throws: VaultError.unstorableValue(field: field)) {
                try await fixture.session.update((3...1_500).map { Peer.user($0) } + [peer])
            }
        }
        #expect(fixture.storage.takeCalls().isEmpty)
        let whole = String(repeating: "é", count: 127)
        try await fixture.session.update([Peer.user(2, [whole + "a"], phoneNumber: String(long.dropLast()))])
        #expect(try await fixture.session.peer(username: whole + "A") != nil)
    }

    @Test func `an update that an engine refuses is an error and the next one works`() async throws {
        let fixture = try await Fixture.opened()
        fixture.storage.before { if case .apply = $0 { throw VaultError.diskFull } }
        await #expect(throws: VaultError.diskFull) { try await fixture.session.update([Peer.user(1)]) }
        fixture.storage.before { _ in }
        try await fixture.session.update([Peer.user(1)])
        #expect(try await fixture.row(1) != nil)
    }

    @Test func `nothing to update asks nobody`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([] as [Peer])
        try await fixture.session.update([] as [UpdateState])
        try await fixture.session.removeUpdateStates(ids: [])
        #expect(fixture.storage.takeCalls().isEmpty)
    }

    @Test func `an update reads only after the one before it has written`() async throws {
        let fixture = try await Fixture.opened()
        fixture.storage.before { call in
            if case .peers = call { for _ in 0..<20 { await Task.yield() } }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 as Range<Int64> {
                group.addTask {
                    // Half of them know the phone number, half the hash: every one of them must survive.
                    let peer: Peer =
                        number % 2 == 0
                        ? .user(1, phoneNumber: "5", accessHash: nil) : .user(1, phoneNumber: nil, accessHash: 6)
                    try await fixture.session.update([peer])
                }
            }
            try await group.waitForAll()
        }
        #expect(try await fixture.row(1) == .user(1, phoneNumber: "5", accessHash: 6))
    }

    @Test func `a look-up does not wait for a write`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.seed(.user(2, ["b"]))
        let found = try await fixture.session.turns.withPermit { try await fixture.session.peer(username: "b") }
        #expect(found == .user(2, ["b"]))
    }

    @Test func `a write that is cancelled while it waits writes nothing`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.turns.withPermit {
            let task = Task { try await fixture.session.update([Peer.user(1)]) }
            while fixture.session.turns.waiterCount == 0 { await Task.yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(fixture.storage.takeCalls().isEmpty)
    }
}
