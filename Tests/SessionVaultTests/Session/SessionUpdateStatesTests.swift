import Testing

@testable import SessionVault

@Suite struct SessionUpdateStatesTests {
    @Test func `a value that is not given keeps the stored one`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([UpdateState(id: 0, pts: 1, qts: 2, date: 3, seq: 4)])
        try await fixture.session.update([UpdateState(id: 0, pts: 10)])
        try await fixture.session.update([UpdateState(id: 0, date: 0, seq: -1)])
        #expect(try await fixture.session.updateStates() == [UpdateState(id: 0, pts: 10, qts: 2, date: 0, seq: -1)])
    }

    @Test func `several updates of one state are merged into one write`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([UpdateState(id: 5, pts: 1), UpdateState(id: 6), UpdateState(id: 5, qts: 2)])
        #expect(
            fixture.batches() == [
                [
                    .setUpdateState(UpdateStateRecord(id: 5, pts: 1, qts: 2)),
                    .setUpdateState(UpdateStateRecord(id: 6)),
                ]
            ])
    }

    @Test func `a state that changes nothing is not written`() async throws {
        let fixture = try await Fixture.opened()
        let states = [UpdateState(id: 0, pts: 1), UpdateState(id: -9, pts: 2, qts: 3)]
        try await fixture.session.update(states)
        _ = fixture.storage.takeCalls()
        try await fixture.session.update(states + [UpdateState(id: 0), UpdateState(id: -9, qts: 3)])
        #expect(fixture.batches().isEmpty)
        try await fixture.session.update(states + [UpdateState(id: 0, pts: 2)])
        #expect(fixture.batches() == [[.setUpdateState(UpdateStateRecord(id: 0, pts: 2))]])
    }

    @Test func `removed states are gone and the others stay`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update((0..<5).map { UpdateState(id: $0, pts: 1) })
        try await fixture.session.removeUpdateStates(ids: [0, 3, 77])
        #expect(try await fixture.session.updateStates().map(\.id).sorted() == [1, 2, 4])
    }

    @Test func `a state that was removed starts anew`() async throws {
        let fixture = try await Fixture.opened()
        try await fixture.session.update([UpdateState(id: 1, pts: 1, qts: 1)])
        try await fixture.session.removeUpdateStates(ids: [1])
        try await fixture.session.update([UpdateState(id: 1, seq: 2)])
        #expect(try await fixture.session.updateStates() == [UpdateState(id: 1, seq: 2)])
    }
}
