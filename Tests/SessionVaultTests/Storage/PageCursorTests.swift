import Testing

@testable import SessionVault

/// Listings of an engine that breaks its contract.
@Suite struct PageCursorTests {
    /// Gives the same peers after every id.
    private final class Endless: Storage {
        let base = DictionaryStorage()
        func open() async throws -> [StorageNotice] { try await base.open() }
        func close() async throws { await base.close() }
        func delete() async throws { await base.delete() }
        func session() async throws -> SessionRecord? { try await base.session() }
        func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool {
            try await base.replaceSession(expected, with: new)
        }
        func peer(_ lookup: PeerLookup) async throws -> PeerRecord? { try await base.peer(lookup) }
        func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
            try await base.peers(after: nil, limit: limit)
        }
        func updateStates() async throws -> [UpdateStateRecord] { try await base.updateStates() }
        func apply(_ changes: [StorageChange]) async throws { try await base.apply(changes) }
    }

    private let peer = PeerRecord(id: 5, accessHash: 1, type: "user", date: 1)

    @Test(.timeLimit(.minutes(5)))
    func `an engine that lists the same peers over and over is found out`() async throws {
        let storage = Endless()
        let session = Session(storage)
        try await session.open()
        try await storage.apply([.setPeer(peer)])
        await #expect(throws: VaultError.endlessPages) { for try await _ in session.peers {} }
        await #expect(throws: VaultError.endlessPages) { try await storage.forEachPage { _ in } }
        try await session.close()
    }

    @Test(.timeLimit(.minutes(5))) func `a sealed listing is no longer than that of its engine`() async throws {
        let base = Endless()
        let storage = base.encrypted(with: try Passphrase("p"), derivation: .minimum)
        try await storage.open()
        try await #expect(storage.replaceSession(nil, with: SessionRecord(authKey: .plain(.random()), dcID: 2)))
        // A row that is not sealed is left out, and the page is filled with what comes after it.
        try await base.apply([.setPeer(peer)])
        await #expect(throws: VaultError.endlessPages) { try await storage.peers(after: nil, limit: 2) }
        try await storage.close()
    }

    @Test func `pages in any order are listed`() throws {
        var cursor = PageCursor()
        for id in [3, 1, 2] as [Int64] {
            try #expect(cursor.move(past: [PeerRecord(id: id, accessHash: nil, type: "user", date: 1)]))
            #expect(cursor.last == id)
        }
        try #expect(!cursor.move(past: []))
    }

    @Test func `a cancelled task stops between two pages, and removes all rows or is not asked to`() async throws {
        let storage = DictionaryStorage()
        _ = try await storage.open()
        try await storage.apply([.setPeer(peer)])
        try await Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            await #expect(throws: CancellationError.self) { try await storage.forEachPage { _ in } }
            try await #expect(storage.removeRows())
        }.value
        try await #expect(storage.peers(after: nil, limit: 1).isEmpty)
    }
}
