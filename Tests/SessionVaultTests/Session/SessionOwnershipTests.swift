import Testing

@testable import SessionVault

@Suite struct SessionOwnershipTests {
    @Test func `who takes a username takes it from its owner in the same batch`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.seed(.user(1, ["x", "mine"], date: 5))
        try await fixture.session.update([Peer.user(2, ["@X"])])
        #expect(fixture.batches() == [[.setPeer(.user(1, ["mine"], date: 5)), .setPeer(.user(2, ["x"]))]])
        #expect(try await fixture.session.peer(username: "x")?.id == 2)
    }

    @Test func `who takes a phone number takes it from its owner in the same batch`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.seed(.user(1, ["mine"], phoneNumber: "5", date: 5))
        try await fixture.session.update([Peer.user(2, phoneNumber: "+5")])
        #expect(
            fixture.batches() == [[.setPeer(.user(1, ["mine"], date: 5)), .setPeer(.user(2, phoneNumber: "5"))]])
    }

    @Test func `of two owners in one update the later wins`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([
            .user(1, ["x", "a"], phoneNumber: "5"), .user(2, ["b", "x"], phoneNumber: "5"),
        ])
        #expect(
            fixture.batches() == [
                [.setPeer(.user(1, ["a"])), .setPeer(.user(2, ["b", "x"], phoneNumber: "5"))]
            ])
    }

    @Test func `one update of many is the same as many updates of one`() async throws {
        let updates: [Peer] = [
            .user(1, ["x"], phoneNumber: "5"), .user(2, ["x", "y"]), .user(1, [], phoneNumber: nil),
            .user(3, ["y"], phoneNumber: "5"), .user(2, ["x", "z"], accessHash: nil), .user(1, ["x"]), .user(3, []),
            .user(4, ["old"]), .user(2, ["z"], phoneNumber: "5"),
        ]
        let (together, apart) = (try await Fixture.opened(), try await Fixture.opened())
        for fixture in [together, apart] {
            try await fixture.seed(
                .user(1, ["old"], phoneNumber: "9", date: 5), .user(9, ["z", "q"], phoneNumber: "5", date: 5))
        }
        try await together.session.update(updates)
        for update in updates { try await apart.session.update([update]) }
        let rows = try await together.storage.base.peers(after: nil, limit: 100)
        #expect(try await apart.storage.base.peers(after: nil, limit: 100) == rows)
        #expect(rows.first { $0.id == 2 } == .user(2, ["z"], phoneNumber: "5"))
    }

    @Test func `two peers can exchange their usernames`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([Peer.user(1, ["a"]), Peer.user(2, ["b"])])
        try await fixture.session.update([Peer.user(1, ["b"]), Peer.user(2, ["a"])])
        #expect(try await fixture.session.peer(username: "a")?.id == 2)
        #expect(try await fixture.session.peer(username: "b")?.id == 1)
        #expect(try await fixture.row(1)?.usernames == ["b"])
        #expect(try await fixture.row(2)?.usernames == ["a"])
    }

    @Test func `every owner in a file of another client loses what is taken, in one batch`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.seed(
            .user(1, ["x", "a"], date: 3), .user(2, ["x"], date: 2), .user(3, ["b", "x"], date: 1),
            .user(4, ["c"], phoneNumber: "5"), .user(6, phoneNumber: "5"))
        try await fixture.session.update([Peer.user(7, ["x"], phoneNumber: "5")])
        #expect(
            fixture.batches() == [
                [
                    .setPeer(.user(1, ["a"], date: 3)), .setPeer(.user(2, date: 2)),
                    .setPeer(.user(3, ["b"], date: 1)), .setPeer(.user(4, ["c"])), .setPeer(.user(6)),
                    .setPeer(.user(7, ["x"], phoneNumber: "5")),
                ]
            ])
    }

    @Test func `other rows are walked only when a name changes hands`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.seed(.user(1, ["a"]), .user(2, ["b"]))
        try await fixture.session.update([Peer.user(1, ["a", "new"]), Peer.user(2, [])])
        #expect(!fixture.storage.takeCalls().contains(.page))
        try await fixture.session.update([Peer.user(2, ["a"])])
        #expect(fixture.storage.takeCalls().contains(.page))
    }

    @Test func `a phone number that is only kept is taken from nobody`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.seed(.user(1, phoneNumber: "5"), .user(2, phoneNumber: "5"))
        try await fixture.session.update([Peer.user(1, ["a"])])
        #expect(fixture.batches() == [[.setPeer(.user(1, ["a"], phoneNumber: "5"))]])
    }

    @Test func `usernames that only look the same have two owners`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([Peer.user(1, ["\u{E9}"]), Peer.user(2, ["e\u{301}"])])
        #expect(try await fixture.session.peer(username: "\u{E9}")?.id == 1)
        #expect(try await fixture.session.peer(username: "e\u{301}")?.id == 2)
    }
}
