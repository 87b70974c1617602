import Testing

@testable import SessionVault

@Suite struct SlotRaceTests {
    @Test func `changes of two writers at once are all there at the end`() async throws {
        let fixture = try await VaultFixture()
        try await fixture.base.open()
        let storages = (0..<2).map { _ in fixture.storage(over: JoinedStorage(fixture.base)) }
        for storage in storages { try await storage.open() }
        // Each adds and removes in turn, and leaves its last two.
        let left = try await withThrowingTaskGroup(of: [SlotID].self) { group in
            for storage in storages {
                group.addTask {
                    var ids: [SlotID] = []
                    for _ in 0..<100 {
                        ids.append(try await storage.vault.add(.rawKey(try .generate())))
                        if ids.count > 2 { try await storage.vault.remove(ids.removeFirst()) }
                    }
                    return ids
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let slots = try await storages[0].vault.slots
        #expect(Set(slots.dropFirst().map(\.id)) == Set(left))
        #expect(slots.count == 5)
        #expect(try await storages[1].vault.version.generation == 1 + 2 * (100 + 98))
    }

    @Test func `a change of slots and a change of the session do not lose each other`() async throws {
        let fixture = try await VaultFixture()
        try await fixture.base.open()
        let (slots, session) = (
            fixture.storage(over: JoinedStorage(fixture.base)), fixture.storage(over: JoinedStorage(fixture.base))
        )
        try await slots.open()
        try await session.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for _ in 0..<12 { try await slots.vault.add(.rawKey(try .generate())) } }
            group.addTask {
                var record = try #require(try await session.session())
                for date in 100..<200 {
                    var new = record
                    new.date = Int64(date)
                    #expect(try await session.replaceSession(record, with: new))
                    record = new
                }
            }
            try await group.waitForAll()
        }
        #expect(try await session.session()?.date == 199)
        #expect(try await slots.vault.slots.count == 13)
    }
}
