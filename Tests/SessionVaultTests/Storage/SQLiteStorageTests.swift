import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct SQLiteStorageTests {
    enum Engine: CaseIterable { case file, memory }

    private func with(_ engine: Engine, _ body: (any Storage, Scratch) async throws -> Void) async throws {
        try await Scratch.run { scratch in
            let storage: any Storage =
                switch engine {
                case .file: FileStorage("x", directory: scratch.directory)
                case .memory: MemoryStorage()
                }
            try await storage.open()
            try await body(storage, scratch)
            try await storage.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a session is replaced only where it is the one expected`(engine: Engine) async throws {
        try await with(engine) { storage, _ in
            let key = try AuthKey.random()
            let first = SessionRecord.sample(key)
            try await #expect(storage.session() == nil)
            try await #expect(!storage.replaceSession(first, with: first))
            try await #expect(storage.replaceSession(nil, with: first))
            try await #expect(storage.session() == first)
            try await #expect(!storage.replaceSession(nil, with: first))

            var second = first
            second.dcID = 5
            second.isTest = true
            second.isBot = true
            second.apiID = .max
            second.userID = .min
            second.date = .max
            try await #expect(!storage.replaceSession(second, with: second))
            try await #expect(storage.replaceSession(first, with: second))
            try await #expect(storage.session() == second)
            // The same once more: nothing is written, and it succeeds.
            try await #expect(storage.replaceSession(second, with: second))
            let other = SessionRecord.sample(try AuthKey.random())
            try await #expect(!storage.replaceSession(other, with: first))
            try await #expect(storage.session() == second)
        }
    }

    @Test(arguments: Engine.allCases)
    func `the DC's address is left out, and is no reason to call a record another`(engine: Engine) async throws {
        try await with(engine) { storage, _ in
            var record = SessionRecord.sample(try AuthKey.random())
            record.serverAddress = "149.154.167.51"
            record.port = 443
            try await #expect(storage.replaceSession(nil, with: record))
            try await #expect(storage.replaceSession(record, with: record))
            try await #expect(storage.session()?.serverAddress == "")
        }
    }

    @Test(arguments: Engine.allCases)
    func `peers come back as they were given`(engine: Engine) async throws {
        try await with(engine) { storage, _ in
            let peers = [
                PeerRecord(id: .min, accessHash: .max, type: "user", date: .max),
                PeerRecord(
                    id: -1, accessHash: nil, type: "0", usernames: ["b", "a", "B", "b"], phoneNumber: "", date: 0),
                PeerRecord(id: 0, accessHash: 0, type: "", usernames: [""], phoneNumber: "007", date: .min),
                PeerRecord(
                    id: 7, accessHash: .min, type: "é\0🗝", usernames: ["é\0", "1e3"], phoneNumber: "+1", date: 1),
                PeerRecord(id: .max, accessHash: 1, type: "-12", date: 1, sealed: Array(repeating: 255, count: 4096)),
            ]
            try await storage.apply(peers.reversed().map { .setPeer($0) })
            try await #expect(storage.peers(after: nil, limit: 100) == peers)
            try await #expect(storage.peers(after: nil, limit: 2) == Array(peers.prefix(2)))
            try await #expect(storage.peers(after: -1, limit: 2) == [peers[2], peers[3]])
            try await #expect(storage.peers(after: .max, limit: 2) == [])
            try await #expect(storage.peers(after: nil, limit: 0) == [])
            try await #expect(storage.peers(after: nil, limit: -1) == [])
            try await #expect(
                storage.peers([.id(7), .id(8), .username("B"), .username("é\0"), .phoneNumber("007")])
                    == [peers[3], nil, peers[1], peers[3], peers[2]])
            for nothing in [PeerLookup.username(""), .phoneNumber(""), .username("A"), .phoneNumber("7")] {
                try await #expect(storage.peer(nothing) == nil)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `of two owners of a name the newest wins, then the one with the higher id`(engine: Engine) async throws {
        try await with(engine) { storage, _ in
            func peer(_ id: Int64, _ date: Int64) -> StorageChange {
                .setPeer(
                    PeerRecord(id: id, accessHash: 1, type: "user", usernames: ["n"], phoneNumber: "1", date: date))
            }
            try await storage.apply([peer(3, 5), peer(1, 9), peer(2, 9)])
            try await #expect(storage.peer(.username("n"))?.id == 2)
            try await #expect(storage.peer(.phoneNumber("1"))?.id == 2)
            try await storage.apply([peer(3, 10)])
            try await #expect(storage.peer(.username("n"))?.id == 3)
            try await storage.apply([.removePeer(id: 3), .removePeer(id: 3)])
            try await #expect(storage.peer(.username("n"))?.id == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a row replaces the whole of the one before, its usernames too`(engine: Engine) async throws {
        try await with(engine) { storage, _ in
            let full = PeerRecord(
                id: 1, accessHash: 2, type: "user", usernames: ["a", "b"], phoneNumber: "3", date: 4, sealed: [5])
            let bare = PeerRecord(id: 1, accessHash: nil, type: "bot", usernames: ["b"], date: 0)
            let state = UpdateStateRecord(id: 1, pts: 1, qts: 2, date: 3, seq: 4, sealed: [1])
            try await storage.apply([.setPeer(full), .setUpdateState(state)])
            try await storage.apply([.setPeer(bare), .setUpdateState(UpdateStateRecord(id: 1, seq: 9))])
            try await #expect(storage.peer(.id(1)) == bare)
            try await #expect(storage.peer(.username("a")) == nil)
            try await #expect(storage.updateStates() == [UpdateStateRecord(id: 1, seq: 9)])
            try await storage.apply([.removeUpdateState(id: 1), .removeUpdateState(id: 2)])
            try await #expect(storage.updateStates() == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `a batch is made whole or not at all, columns included`(engine: Engine) async throws {
        try await with(engine) { storage, _ in
            let good = PeerRecord(id: 1, accessHash: 2, type: "user", usernames: ["a"], date: 3, sealed: [1])
            for (type, sealed, field) in [
                ("007", [] as [UInt8], "type"), ("1e3", [], "type"), (" 1", [], "type"),
                ("user", Array(repeating: 0, count: 4097), "sealed"),
            ] {
                let bad = PeerRecord(id: 2, accessHash: 2, type: type, date: 3, sealed: sealed)
                await #expect(throws: VaultError.unstorableValue(field: field)) {
                    try await storage.apply([.setPeer(good), .setPeer(bad)])
                }
                try await #expect(storage.peers(after: nil, limit: 9) == [])
            }
            var plain = good
            plain.sealed = nil
            try await storage.apply([.setPeer(plain)])
            try await storage.apply([.setPeer(good)])
            try await #expect(storage.peer(.id(1)) == good)
        }
    }

    @Test(arguments: Engine.allCases)
    func `an envelope that could not be read back is not stored`(engine: Engine) async throws {
        try await with(engine) { storage, _ in
            let magic = StoredKey.envelopeMagic
            for bytes in [
                [], [1, 2, 3], magic, magic.reversed() + [0], Array(repeating: 7, count: 256),
                magic + Array(repeating: 7, count: 249), magic + Array(repeating: 7, count: 16_384 - 6),
            ] as [[UInt8]] {
                let record = SessionRecord(authKey: .envelope(bytes), dcID: 0)
                await #expect(throws: VaultError.unstorableValue(field: "authKey"), "\(bytes.count) bytes") {
                    try await storage.replaceSession(nil, with: record)
                }
            }
            try await #expect(storage.session() == nil)
            var last: SessionRecord?
            for count in [1, 248, 250, 16_384 - 7] {
                let record = SessionRecord.sealedSample(count)
                try await #expect(storage.replaceSession(last, with: record))
                try await #expect(storage.session() == record)
                last = record
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a name that changes in its bytes alone is written`(engine: Engine) async throws {
        try await with(engine) { storage, _ in
            for name in ["\u{E9}", "e\u{301}"] {
                let peer = PeerRecord(id: 1, accessHash: 2, type: "user", usernames: [name], date: 3)
                try await storage.apply([.setPeer(peer)])
                let stored = try #require(try await storage.peer(.id(1))?.usernames.first)
                #expect(Array(stored.utf8) == Array(name.utf8))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `a storage that is not open says so, and opens again`(engine: Engine) async throws {
        try await with(engine) { storage, _ in
            try await storage.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 1))])
            await #expect(throws: VaultError.alreadyOpen) { try await storage.open() }
            try await storage.close()
            try await storage.close()
            let record = SessionRecord.sample(try AuthKey.random())
            await #expect(throws: VaultError.notOpen) { try await storage.session() }
            await #expect(throws: VaultError.notOpen) { try await storage.peer(.id(1)) }
            await #expect(throws: VaultError.notOpen) { try await storage.peers([]) }
            await #expect(throws: VaultError.notOpen) { try await storage.peers(after: nil, limit: 1) }
            await #expect(throws: VaultError.notOpen) { try await storage.updateStates() }
            await #expect(throws: VaultError.notOpen) { try await storage.apply([]) }
            await #expect(throws: VaultError.notOpen) { try await storage.replaceSession(nil, with: record) }
            await #expect(throws: VaultError.notOpen) { try await storage.scrub(RemnantPatterns(authKey: nil)) }
            try await storage.open()
            try await #expect(storage.updateStates().count == (engine == .file ? 1 : 0))
        }
    }

    @Test(arguments: Engine.allCases)
    func `overlapping calls each see whole batches`(engine: Engine) async throws {
        try await with(engine) { storage, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<4 as Range<Int64> {
                    group.addTask {
                        for turn in 0..<50 as Range<Int64> {
                            let date = task * 1000 + turn
                            try await storage.apply(
                                (0..<3).map { .setPeer(PeerRecord(id: $0, accessHash: 1, type: "user", date: date)) })
                        }
                    }
                    group.addTask {
                        for _ in 0..<200 {
                            let dates = try await storage.peers(after: nil, limit: 3).map(\.date)
                            #expect(Set(dates).count <= 1)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `what is removed from a storage in memory is overwritten there`() async throws {
        let storage = MemoryStorage()
        try await storage.open()
        let peers = (1...50).map {
            PeerRecord(
                id: $0, accessHash: 1, type: "user", usernames: ["removed_\($0)"], phoneNumber: "4915550\($0)", date: 1)
        }
        func image() async throws -> Data {
            try await storage.engine.read { store in
                try store.read(or: Data()) { Data(try $0.connection.image()) }
            }
        }
        let names = ["removed_", "4915550"].map { Data($0.utf8) }
        try await storage.apply(peers.map { .setPeer($0) })
        let written = try await image()
        #expect(names.allSatisfy { written.range(of: $0) != nil })
        try await storage.apply(peers.map { .removePeer(id: $0.id) })
        let left = try await image()
        #expect(names.allSatisfy { left.range(of: $0) == nil })
        try await storage.close()
    }

    @Test func `a storage in memory makes its database for the first row`() async throws {
        var store = SessionStore(place: .memory)
        _ = try store.open()
        try #expect(store.read(or: nil) { try $0.session() } == nil)
        let first = SessionRecord.sample(try AuthKey.random())
        let second = SessionRecord.sample(try AuthKey.random())
        try #expect(store.replaceSession(nil, with: first))
        try #expect(!store.replaceSession(nil, with: second))
        try #expect(store.replaceSession(first, with: second))
        #expect(throws: VaultError.unstorableValue(field: "authKey")) {
            var record = second
            record.authKey = .envelope([1, 2, 3])
            _ = try store.replaceSession(second, with: record)
        }
        try #expect(store.session() == second)
        try #expect(!store.hasDatabase)
        try store.write { try $0.apply([.setUpdateState(UpdateStateRecord(id: 0))]) }
        try #expect(store.hasDatabase)
        // What was there before the database is in it.
        try #expect(store.read(or: nil) { try $0.session() } == second)
        try #expect(store.session() == second)
        try #expect(store.replaceSession(second, with: first))
        try #expect(store.session() == first)
        try store.close()
        _ = try store.open()
        try #expect(store.session() == nil)
        let storage = MemoryStorage()
        try await storage.open()
        try await #expect(storage.scrub(RemnantPatterns(authKey: nil)) == nil)
    }

    @Test func `no error holds a value that was bound or stored`() async throws {
        try await with(.file) { storage, scratch in
            let key = try AuthKey.random()
            try await storage.apply([
                .setPeer(PeerRecord(id: 1, accessHash: 2, type: "user", usernames: ["secretname"], date: 3))
            ])
            _ = try await storage.replaceSession(nil, with: .sample(key))
            try await storage.close()
            try scratch.sqlite(
                "x.session", "UPDATE peers SET phone_number = x'736563726574'", "UPDATE sessions SET user_id = 'secret'"
            )
            try await storage.open()
            for lookup in [PeerLookup.id(1), .username("secretname")] {
                let error = await #expect(throws: VaultError.invalidValue(column: "phone_number")) {
                    try await storage.peer(lookup)
                }
                #expect(error.map { "\($0)" }?.contains("secret") == false)
            }
            await #expect(throws: VaultError.invalidValue(column: "user_id")) { try await storage.session() }
        }
    }
}
