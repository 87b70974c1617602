import Synchronization
import Testing

@testable import SessionVault

@Suite struct BatchFindingsTests {
    private func peer(_ id: Int64, _ names: [String], hash: Int64 = 0, sealed: [UInt8]? = nil) -> PeerRecord {
        PeerRecord(id: id, accessHash: hash, type: "0", usernames: names, date: 0, sealed: sealed)
    }

    private func findings(_ ids: Set<Int64>, _ stamp: UInt64?) -> BatchFindings {
        BatchFindings(unrenamed: ids, stamp: stamp)
    }

    private func check(_ storage: some SQLiteStorage, sealed: [UInt8]?) async throws {
        try await storage.open()
        func write(_ names: [String], _ hash: Int64, _ ids: Set<Int64>, _ stamp: UInt64?) async throws {
            try await storage.apply(
                [.setPeer(peer(1, names, hash: hash, sealed: sealed))], knowing: findings(ids, stamp))
        }
        func names() async throws -> [String]? { try await storage.peer(.id(1))?.usernames }
        try await storage.apply([.setPeer(peer(1, ["a"], sealed: sealed))])
        let stamp = try #require(storage.stamp)
        _ = try await storage.peer(.username("a"))
        #expect(storage.stamp == stamp)
        // It goes by what was found: these names it did not look at.
        try await write(["b"], 1, [1], stamp)
        #expect(try await names() == ["a"])
        #expect(try await storage.peer(.id(1))?.accessHash == 1)
        #expect(storage.stamp != stamp)
        // But only until something was written.
        try await write(["b"], 2, [1], stamp)
        #expect(try await names() == ["b"])
        #expect(try await storage.peer(.username("a")) == nil)
        for (name, stamp) in [("c", nil), ("d", storage.stamp.map { $0 - 1 })] {
            try await write([name], 3, [1], stamp)
            #expect(try await names() == [name])
        }
        // Of another peer nothing was found.
        try await write(["e"], 4, [2], storage.stamp)
        #expect(try await names() == ["e"])
        try await storage.close()
    }

    @Test(arguments: [nil, [1]] as [[UInt8]?])
    func `an engine believes that usernames are stored until something is written`(sealed: [UInt8]?) async throws {
        try await check(MemoryStorage(), sealed: sealed)
        try await Scratch.run { scratch in
            try await check(FileStorage("x", directory: scratch.directory), sealed: sealed)
        }
    }

    @Test func `of a file that others write too nothing is believed`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory, locking: .shared)
            try await storage.open()
            try await storage.apply([.setPeer(peer(1, ["a"]))])
            #expect(storage.stamp == nil)
            try await storage.apply([.setPeer(peer(1, ["b"]))], knowing: findings([1], nil))
            #expect(try await storage.peer(.id(1))?.usernames == ["b"])
            try await storage.close()
        }
    }

    /// Memory that notes what it is told.
    private final class Listener: NameOwnerSource {
        let base = MemoryStorage()
        let heard = Mutex<[BatchFindings]>([])
        var stamp: UInt64? { base.stamp }

        func open() async throws -> [StorageNotice] { try await base.open() }
        func close() async throws { try await base.close() }
        func delete() async throws { try await base.delete() }
        func session() async throws -> SessionRecord? { try await base.session() }
        func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool {
            try await base.replaceSession(expected, with: new)
        }
        func peer(_ lookup: PeerLookup) async throws -> PeerRecord? { try await base.peer(lookup) }
        func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
            try await base.peers(after: id, limit: limit)
        }
        func updateStates() async throws -> [UpdateStateRecord] { try await base.updateStates() }
        func otherOwners(of claims: [NameClaim], tokens: Bool) async throws -> NameOwners? {
            try await base.otherOwners(of: claims, tokens: tokens)
        }
        func apply(_ changes: [StorageChange]) async throws { try await apply(changes, knowing: BatchFindings()) }
        func apply(_ changes: [StorageChange], knowing findings: BatchFindings) async throws {
            heard.withLock { $0.append(findings) }
            try await base.apply(changes, knowing: findings)
        }
    }

    @Test(arguments: [false, true])
    func `an update tells whose usernames are stored already`(isSealed: Bool) async throws {
        let listener = Listener()
        let storage: any Storage =
            isSealed ? listener.encrypted(with: .rawKey(try .generate())) : listener
        let session = Session(storage)
        try await session.open()
        try await session.replace(
            authKey: try .random(), dataCenter: DataCenter(id: 2), account: Account(id: 7), apiID: 1)
        func user(_ id: Int64, _ names: [String], _ hash: Int64 = 1) -> Peer {
            Peer(id: id, accessHash: hash, kind: .user, usernames: names)
        }
        func heard(_ peers: [Peer]) async throws -> Set<Int64> {
            listener.heard.withLock { $0 = [] }
            let stamp = listener.stamp
            try await session.update(peers)
            let heard = listener.heard.withLock(\.self)
            #expect(heard.count == 1)
            let findings = try #require(heard.first)
            #expect(findings.unrenamed.isEmpty || findings.stamp == stamp)
            return findings.unrenamed
        }
        func token(_ id: Int64) throws -> Int64 {
            guard let vault = storage as? EncryptedStorage else { return id }
            return try #require(try vault.openVault().rowKeys).token(peer: id)
        }
        #expect(try await heard([user(1, ["one"]), user(2, ["two"]), user(3, [])]) == [])
        // One keeps its names, one is renamed, one gets a name, one is new.
        let changed = [user(1, ["@One"], 2), user(2, ["two", "more"], 2), user(3, ["three"], 2), user(4, ["four"])]
        #expect(try await heard(changed) == [token(1)])
        #expect(try await heard([user(1, ["one"], 3), user(3, ["three"], 3)]) == [token(1), token(3)])
        // Where a name changes hands, rows of others are written too, and all is looked at.
        #expect(try await heard([user(1, ["one", "three"], 4), user(2, ["two", "more"], 4)]) == [])
        for (name, id) in [("one", 1), ("three", 1), ("two", 2), ("more", 2), ("four", 4)] as [(String, Int64)] {
            #expect(try await session.peer(username: name)?.id == id)
        }
        #expect(try await session.peer(id: 3)?.usernames == [])
        try await session.close()
    }
}
