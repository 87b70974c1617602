import Testing
import VaultSQLite
import VaultSodium

@testable import SessionVault

/// One after the other, since what the process keeps together has an end.
@Suite(.serialized) struct OpenedRowsTests {
    private func peer(_ id: Int64, _ names: [String] = [], phone: String? = nil, hash: Int64 = 5) -> PeerRecord {
        PeerRecord(id: id, accessHash: hash, type: "user", usernames: names, phoneNumber: phone, date: 9)
    }

    private func vault(
        over base: any Storage, _ body: (EncryptedStorage) async throws -> Void
    ) async throws {
        let storage = base.encrypted(with: .rawKey(try .generate()))
        try await storage.open()
        _ = try await storage.replaceSession(nil, with: SessionRecord(authKey: .plain(try .random()), dcID: 2))
        try await body(storage)
        try await storage.close()
    }

    /// Takes the rows away below the vault, so that what is found can only have been kept.
    private func removeRows(_ base: any Storage) async throws {
        let rows = try await base.peers(after: nil, limit: 100)
        try await base.apply(rows.map { .removePeer(id: $0.id) })
    }

    @Test func `a peer that was read is found again without the engine`() async throws {
        let base = MemoryStorage()
        try await vault(over: base) { storage in
            let stored = [peer(1, ["one", "first"], phone: "151"), peer(2, ["two"]), peer(3, ["three"])]
            try await storage.apply(stored.map { .setPeer($0) })
            #expect(try await storage.peer(.username("@First")) == stored[0])
            #expect(try await storage.peer(.phoneNumber("151")) == stored[0])
            #expect(try await storage.peers([.id(2), .id(9)]) == [stored[1], nil])
            try await removeRows(base)
            for lookup in [PeerLookup.username("first"), .username("@FIRST"), .phoneNumber("+1 51"), .id(1)] {
                #expect(try await storage.peer(lookup) == stored[0])
            }
            #expect(try await storage.peers([.id(3), .id(2), .id(1)]) == [nil, stored[1], stored[0]])
            // Nobody asked by that name, nor for that peer.
            #expect(try await storage.peer(.username("one")) == nil)
            #expect(try await storage.peer(.id(3)) == nil)
        }
    }

    @Test func `what is changed is forgotten, and found as it is`() async throws {
        try await vault(over: MemoryStorage()) { storage in
            try await storage.apply([.setPeer(peer(1, ["name"], phone: "151")), .setPeer(peer(2, ["two"]))])
            #expect(try await storage.peer(.username("name"))?.id == 1)
            #expect(try await storage.peer(.phoneNumber("151"))?.id == 1)
            // It has other names now.
            try await storage.apply([.setPeer(peer(1, ["other"], phone: "152", hash: 6))])
            #expect(try await storage.peer(.id(1))?.accessHash == 6)
            #expect(try await storage.peer(.username("name")) == nil)
            #expect(try await storage.peer(.phoneNumber("151")) == nil)
            #expect(try await storage.peer(.username("other"))?.id == 1)
            // Another peer takes them.
            #expect(try await storage.peer(.phoneNumber("152"))?.id == 1)
            try await storage.apply([.setPeer(peer(1, [])), .setPeer(peer(2, ["other"], phone: "152"))])
            #expect(try await storage.peer(.username("other"))?.id == 2)
            #expect(try await storage.peer(.phoneNumber("152"))?.id == 2)
            #expect(try await storage.peer(.id(1)) == peer(1))
            try await storage.apply([.removePeer(id: 2)])
            #expect(try await storage.peer(.id(2)) == nil)
            #expect(try await storage.peer(.username("other")) == nil)
        }
    }

    @Test func `who was the only owner of a name is that until another peer takes it`() async throws {
        try await vault(over: MemoryStorage()) { storage in
            let claims = [
                NameClaim(name: .username("name"), peer: 1), NameClaim(name: .phoneNumber("151"), peer: 1),
                NameClaim(name: .username("two"), peer: 1),
            ]
            func others() async throws -> [[Int64]] {
                let owners = try #require(try await storage.otherOwners(of: claims, tokens: true)).others
                return claims.indices.map { claim in owners.filter { $0.claim == claim }.map(\.row.id).sorted() }
            }
            let opened = try #require(try storage.openVault().rowKeys?.opened)
            let losses = storage.sealedRows.losses
            try await storage.apply([.setPeer(peer(1, ["name"], phone: "151")), .setPeer(peer(2, ["two"]))])
            // It is noted of a peer that is kept with the name.
            #expect(try await others() == [[], [], [2]])
            #expect(opened.unproven(claims, of: losses).claims == [0, 1, 2])
            _ = try await storage.peer(.id(1))
            #expect(opened.unproven(claims, of: losses).claims == [0, 1, 2])
            #expect(try await others() == [[], [], [2]])
            #expect(opened.unproven(claims, of: losses).claims == [2])
            #expect(try await others() == [[], [], [2]])
            try await storage.apply([.setPeer(peer(3, ["Name", "two"], phone: "+151"))])
            #expect(opened.unproven(claims, of: losses).claims == [0, 1, 2])
            #expect(try await others() == [[3], [3], [2, 3]])
            try await storage.apply([.removePeer(id: 3), .removePeer(id: 2)])
            #expect(try await others() == [[], [], []])
            // Peer 1 has no such name.
            #expect(opened.unproven(claims, of: losses).claims == [2])
            // Of a name that it has, and that another has too, nothing is noted; what else is asked for is of other places.
            try await storage.apply([
                .setPeer(peer(1, ["name", "two"], phone: "151")), .setPeer(peer(2, ["two"])),
            ])
            _ = try await storage.peer(.id(1))
            #expect(opened.unproven(claims, of: losses).claims == [2])
            #expect(try await others() == [[], [], [2]])
            #expect(opened.unproven(claims, of: losses).claims == [2])
            try await storage.apply([.removePeer(id: 2)])
            #expect(try await others() == [[], [], []])
            #expect(opened.unproven(claims, of: losses).claims.isEmpty)
        }
    }

    @Test func `a peer that was kept is kept as it was written, and names that were its own stay so`() async throws {
        let base = MemoryStorage()
        try await vault(over: base) { storage in
            let opened = try #require(try storage.openVault().rowKeys?.opened)
            let losses = storage.sealedRows.losses
            let claims = [
                NameClaim(name: .username("name"), peer: 1), NameClaim(name: .phoneNumber("151"), peer: 1),
                NameClaim(name: .username("new"), peer: 1),
            ]
            try await storage.apply([.setPeer(peer(1, ["name"], phone: "151")), .setPeer(peer(2, ["two"]))])
            #expect(try await storage.peer(.id(1)) != nil)
            _ = try await storage.otherOwners(of: claims, tokens: true)
            #expect(opened.unproven(claims, of: losses).claims == [2])
            var changed = peer(1, ["name", "new"], phone: "151")
            changed.accessHash = 77
            try await storage.apply([.setPeer(changed), .setPeer(peer(2, ["two", "more"]))])
            // Nobody had the new one either.
            #expect(opened.unproven(claims, of: losses).claims == [])
            #expect(opened.peer(.id(1), of: losses).peer == changed)
            #expect(opened.peer(.id(2), of: losses).peer == nil)
            // What is taken and given back is not its own as it was.
            try await storage.apply([.setPeer(peer(1, [], phone: "151")), .setPeer(peer(2, ["name"]))])
            try await storage.apply([.setPeer(peer(2)), .setPeer(changed)])
            #expect(opened.unproven(claims, of: losses).claims == [0])
            // The last of several changes counts.
            try await storage.apply([.setPeer(peer(1)), .setPeer(changed)])
            #expect(opened.peer(.id(1), of: losses).peer == changed)
            try await storage.apply([.removePeer(id: 1), .setPeer(changed)])
            #expect(opened.peer(.id(1), of: losses).peer == nil)
            #expect(try await storage.peer(.id(1)) == changed)
            try await storage.apply([.setPeer(changed), .removePeer(id: 1)])
            #expect(opened.peer(.id(1), of: losses).peer == nil)
        }
    }

    @Test func `a peer whose writing failed, or went beside another, is not kept`() async throws {
        struct Failure: Error {}
        let opened = OpenedRows()
        let change = StorageChange.setPeer(peer(1, ["name"]))
        func isKept() -> Bool { opened.peer(.id(1), of: losses).peer != nil }
        try keep(peer(1), in: opened)
        await opened.whileChanging([change]) { #expect(!isKept()) }
        #expect(opened.peer(.username("name"), of: losses).peer == nil)
        #expect(opened.peer(.id(1), of: losses).peer == peer(1, ["name"]))
        await #expect(throws: Failure.self) { try await opened.whileChanging([change]) { throw Failure() } }
        #expect(!isKept())
        try keep(peer(1), in: opened)
        await opened.whileChanging([change]) { await opened.whileChanging([change]) {} }
        #expect(!isKept())
    }

    @Test func `a write that fails is forgotten too`() async throws {
        try await vault(over: MemoryStorage()) { storage in
            try await storage.apply([.setPeer(peer(1, ["name"]))])
            #expect(try await storage.peer(.id(1)) != nil)
            await #expect(throws: VaultError.unstorableValue(field: "type")) {
                var bad = peer(1, ["other"])
                bad.type = "\u{e9}"
                try await storage.apply([.setPeer(bad)])
            }
            #expect(try await storage.peer(.username("name"))?.id == 1)
        }
    }

    @Test func `no read that overlaps a write brings back what was there before`() async throws {
        try await vault(over: MemoryStorage()) { storage in
            try await storage.apply([.setPeer(peer(1, ["name"], hash: 0))])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lookup in [PeerLookup.id(1), .username("name"), .id(1)] {
                    group.addTask {
                        var last: Int64 = 0
                        while last < 500 {
                            let found = try #require(try await storage.peer(lookup)?.accessHash)
                            #expect(found >= last)
                            last = found
                            await Task.yield()
                        }
                    }
                }
                for hash in 1...500 {
                    try await storage.apply([.setPeer(peer(1, ["name"], hash: Int64(hash)))])
                    #expect(try await storage.peer(.id(1))?.accessHash == Int64(hash))
                }
                try await group.waitForAll()
            }
        }
    }

    private func state(_ id: Int64, _ pts: Int64) -> UpdateStateRecord { UpdateStateRecord(id: id, pts: pts) }

    @Test func `an update state that was read or set is found again without the engine, until it changes`() async throws
    {
        let base = MemoryStorage()
        try await vault(over: base) { storage in
            func found(_ ids: Int64...) async throws -> [UpdateStateRecord]? {
                try await storage.updateStates(ids: ids)?.sorted { $0.id < $1.id }
            }
            try await storage.apply((1...3).map { .setUpdateState(state($0, 5)) })
            try await base.apply(try await base.updateStates().map { .removeUpdateState(id: $0.id) })
            try await #expect(found(1, 2, 3, 4) == [state(1, 5), state(2, 5), state(3, 5)])
            try await storage.apply([.setUpdateState(state(1, 6)), .removeUpdateState(id: 2)])
            try await #expect(found(1, 2, 3) == [state(1, 6), state(3, 5)])
            // Who lists them asks the engine.
            try await #expect(storage.updateStates() == [state(1, 6)])
            let opened = try #require(try storage.openVault().rowKeys?.opened)
            let ticket = try #require(opened.updateStates([9], of: storage.sealedRows.losses).ticket)
            storage.sealedRows.losses.add()
            opened.keep([state(9, 1)], ticket)
            try await #expect(found(1, 3, 9) == [state(1, 6)])
            // It was read, and is kept from then on.
            try await base.apply(try await base.updateStates().map { .removeUpdateState(id: $0.id) })
            try await #expect(found(1, 3) == [state(1, 6)])
        }
    }

    @Test func `an update state is kept where its writing ended well, and nobody else was writing`() async throws {
        struct Failure: Error {}
        let opened = OpenedRows()
        func kept() -> [UpdateStateRecord] { opened.updateStates([1], of: losses).states }
        await opened.whileChanging([.setUpdateState(state(1, 5))]) { #expect(kept() == []) }
        #expect(kept() == [state(1, 5)])
        await #expect(throws: Failure.self) {
            try await opened.whileChanging([.setUpdateState(state(1, 6))]) { throw Failure() }
        }
        #expect(kept() == [])
        // Which of the two the engine has is not known.
        await opened.whileChanging([.setUpdateState(state(1, 7))]) {
            await opened.whileChanging([.setUpdateState(state(1, 8))]) {}
            #expect(kept() == [])
        }
        #expect(kept() == [])
        let before = try #require(opened.updateStates([1], of: losses).ticket)
        await opened.whileChanging([]) { opened.keep([state(1, 9)], before) }
        opened.keep([state(1, 9)], before)
        #expect(kept() == [])
    }

    @Test func `of several changes of an update state the last one counts`() async throws {
        let base = MemoryStorage()
        try await vault(over: base) { storage in
            let (set, remove) = (StorageChange.setUpdateState(state(1, 5)), StorageChange.removeUpdateState(id: 1))
            for (changes, left) in [
                ([set, remove], nil), ([remove, set], state(1, 5)), ([set, .setUpdateState(state(1, 6))], state(1, 6)),
                ([set, remove, .setUpdateState(state(1, 7))], state(1, 7)), ([remove], nil),
            ] as [([StorageChange], UpdateStateRecord?)] {
                try await storage.apply(changes)
                try await #expect(storage.updateStates(ids: [1]) == (left.map { [$0] } ?? []))
                try await #expect(storage.updateStates() == (left.map { [$0] } ?? []))
            }
        }
    }

    @Test func `there is an end to how many update states are kept`() async throws {
        let opened = OpenedRows()
        let ids = Array(1...Int64(KeptRows.capacity) + 10)
        await opened.whileChanging(ids.map { .setUpdateState(state($0, 5)) }) {}
        let kept = opened.updateStates(ids, of: losses)
        #expect(kept.states.count <= KeptRows.capacity)
        #expect(kept.states.map(\.id).contains(Int64(ids.count)) && kept.missing.count == ids.count - kept.states.count)
    }

    @Test func `they go with the keys`() async throws {
        weak var opened: OpenedRows?
        try await vault(over: MemoryStorage()) { storage in
            try await storage.apply([.setPeer(peer(1))])
            _ = try await storage.peer(.id(1))
            opened = try storage.openVault().rowKeys?.opened
            #expect(opened != nil)
        }
        #expect(opened == nil)
    }

    @Test func `an engine that others write to, or might, is asked each time`() async throws {
        for base in [DictionaryStorage() as any Storage, MemoryStorage()] {
            let storage = base.encrypted(with: .rawKey(try .generate()))
            #expect(storage.keepsOpenedRows == (base is MemoryStorage))
        }
        try await Scratch.run { scratch in
            for locking in [FileStorage.Locking.exclusive, .shared] {
                let base = FileStorage("x", directory: scratch.directory, locking: locking)
                let storage = base.encrypted(with: .rawKey(try .generate()))
                #expect(storage.keepsOpenedRows == (locking == .exclusive))
            }
        }
    }

    private let losses = ConnectionLosses()

    private func keep(_ peer: PeerRecord, in opened: OpenedRows, foundBy lookup: PeerLookup? = nil) throws {
        let lookup = lookup ?? .id(peer.id)
        let ticket = try #require(opened.peer(lookup, of: losses).ticket)
        let row = try peer.encodedRow()
        opened.keep((row, row.indices), of: peer.id, foundBy: lookup, ticket)
    }

    @Test func `there is an end to how many are kept, and the oldest go first`() throws {
        let opened = OpenedRows()
        let count = Int64(KeptRows.capacity) + 100
        for id in 0..<count {
            // Where many are kept already, the second time counts.
            for _ in 1...2 where opened.peer(.id(id), of: losses).peer == nil {
                try keep(peer(id, ["name\(id)"]), in: opened, foundBy: .username("name\(id)"))
            }
        }
        let found = (0..<count).filter { opened.peer(.id($0), of: losses).peer != nil }
        #expect(found.count <= KeptRows.capacity)
        // Other tests may have kept some of what the process keeps together.
        #expect(found.count >= KeptRows.capacity / 2)
        #expect(found.last == count - 1)
        #expect(opened.peer(.username("name\(count - 1)"), of: losses).peer?.id == count - 1)
    }

    @Test func `who goes through very many peers once has the first ones kept, and those that he comes back to`() throws
    {
        let opened = OpenedRows()
        let ids = Array(1...Int64(KeptRows.freely) + 1_000)
        func isKept(_ id: Int64) -> Bool { opened.peer(.id(id), of: losses).peer != nil }
        for id in ids { try keep(peer(id), in: opened) }
        let kept = ids.filter(isKept)
        // Other tests may have kept some of what the process keeps together; some ids pass for others.
        #expect(kept.prefix(64) == ids.prefix(64))
        #expect(kept.count < KeptRows.freely + 200)
        let last = try #require(ids.last { !isKept($0) })
        try keep(peer(last), in: opened)
        #expect(isKept(last))
    }

    @Test func `ids are taken for seen that were, and few others, until many were`() {
        var seen = SeenIDs()
        let ids = (0..<Int64(SeenIDs.most)).map { $0 &* 977 &- 5_000_000 }
        let early = ids.count { seen.insert($0) }
        #expect(early < ids.count / 4)
        #expect(ids.allSatisfy { seen.insert($0) })
        // They make room for others in the end.
        for id in 0..<Int64(SeenIDs.most) { _ = seen.insert(.max - id) }
        #expect(ids.count { seen.insert($0) } < ids.count * 3 / 4)
    }

    @Test func `nothing is kept of what was asked for before a change, or during one`() async throws {
        let opened = OpenedRows()
        let row = try peer(1).encodedRow()
        let before = try #require(opened.peer(.id(1), of: losses).ticket)
        await opened.whileChanging([]) {
            #expect(opened.peer(.id(1), of: losses).ticket == nil)
            opened.keep((row, row.indices), of: 1, foundBy: .id(1), before)
            #expect(opened.peer(.id(1), of: losses).peer == nil)
        }
        opened.keep((row, row.indices), of: 1, foundBy: .id(1), before)
        #expect(opened.peer(.id(1), of: losses).peer == nil)
        try keep(peer(1), in: opened)
        #expect(opened.peer(.id(1), of: losses).peer == peer(1))
    }

    @Test func `where the engine lost its connection, nothing is kept of before`() throws {
        let opened = OpenedRows()
        let row = try peer(2).encodedRow()
        try keep(peer(1, ["name"]), in: opened, foundBy: .username("name"))
        opened.noteOnlyOwners(
            [NameClaim(name: .username("name"), peer: 1)], try #require(opened.peer(.id(2), of: losses).ticket))
        let before = try #require(opened.peer(.id(2), of: losses).ticket)
        losses.add()
        opened.keep((row, row.indices), of: 2, foundBy: .id(2), before)
        #expect(!opened.isCurrent(before))
        for id in [1, 2] as [Int64] { #expect(opened.peer(.id(id), of: losses).peer == nil) }
        #expect(opened.unproven([NameClaim(name: .username("name"), peer: 1)], of: losses).claims == [0])
        try keep(peer(1), in: opened)
        #expect(opened.peer(.id(1), of: losses).peer == peer(1))
    }

    @Test func `after a failure of the disk the file is asked again, which others may have had`() async throws {
        try await Scratch.run { scratch in
            let base = FileStorage("x", directory: scratch.directory)
            try await vault(over: base) { storage in
                try await storage.apply([.setPeer(peer(1)), .setPeer(peer(2))])
                #expect(try await storage.peers([.id(1), .id(2)]) == [peer(1), peer(2)])
                await #expect(throws: VaultError.self) {
                    try await base.engine.write { store in
                        // SQLITE_IOERR_FSYNC
                        try store.write { _ in throw SQLiteError(code: 1034, operation: "commit a transaction") }
                    }
                }
                try scratch.sqlite("x.session", "DELETE FROM peers")
                #expect(try await storage.peers([.id(1), .id(2)]) == [nil, nil])
            }
        }
    }

    @Test func `the two ways to write a letter are two names, and a long row is not kept`() throws {
        let opened = OpenedRows()
        try keep(peer(1, ["\u{e9}"]), in: opened, foundBy: .username("\u{e9}"))
        #expect(opened.peer(.username("e\u{301}"), of: losses).peer == nil)
        #expect(opened.peer(.username("\u{e9}"), of: losses).peer?.id == 1)
        try keep(peer(2, (0..<30).map { "a_long_name_of_the_peer_\($0)" }), in: opened)
        #expect(opened.peer(.id(2), of: losses).peer == nil)
    }
}
