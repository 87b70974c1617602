import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct SealedColumnsTests {
    private static let schema =
        "SELECT type, name, tbl_name, replace(replace(sql, char(10), ''), ' ', '') FROM "
        + "sqlite_master ORDER BY type, name"

    private let sealed = PeerRecord(id: 1, accessHash: 0, type: "0", usernames: ["token"], date: 0, sealed: [1, 2])
    private let plain = PeerRecord(id: 1, accessHash: 0, type: "user", usernames: ["token"], date: 0)

    @Test func `the columns come with the first sealed row, and the trigger goes`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.apply([.setPeer(plain)])
            try await storage.apply([.setPeer(sealed), .setUpdateState(UpdateStateRecord(id: 0, sealed: [3]))])
            try await #expect(storage.peer(.username("token")) == sealed)
            try await #expect(storage.updateStates() == [UpdateStateRecord(id: 0, sealed: [3])])
            try await storage.close()
            let triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
            try #expect(scratch.sqlite("x.session", triggers, "SELECT hex(sealed) FROM peers") == "0\n0102")
            // A sealed file opens again in this shape.
            try await storage.open()
            try await #expect(storage.peer(.id(1)) == sealed)
            try await storage.close()
        }
    }

    @Test(arguments: [true, false])
    func `a plain key brings back the family's schema exactly, once no row is sealed`(isReal: Bool) async throws {
        try await Scratch.run { scratch in
            if isReal { try scratch.copyFixture(as: "x.session") }
            let storage = FileStorage("x", directory: scratch.directory)
            try await storage.open()
            try await storage.close()
            let before = try scratch.sqlite("x.session", Self.schema)
            try await storage.open()
            let first = try await storage.session()
            let envelope = SessionRecord.sealedSample()
            try await #expect(storage.replaceSession(first, with: envelope))
            try await storage.apply([.setPeer(sealed)])
            let record = SessionRecord.sample(try AuthKey.random())
            await #expect(throws: VaultError.rowsStillSealed) {
                try await storage.replaceSession(envelope, with: record)
            }
            try await #expect(storage.session() == envelope)
            try await #expect(storage.peer(.id(1)) == sealed)

            try await storage.apply([.setPeer(plain)])
            try await #expect(storage.replaceSession(envelope, with: record))
            try await #expect(storage.peer(.id(1)) == plain)
            try await storage.close()
            try #expect(scratch.sqlite("x.session", Self.schema) == before)
            // And all over again, on one connection.
            try await storage.open()
            try await storage.apply([.setPeer(sealed)])
            try await #expect(storage.peer(.id(1)) == sealed)
            try await storage.apply([.setPeer(plain)])
            try await #expect(storage.replaceSession(record, with: record))
            try await storage.apply([.setPeer(plain)])
            try await storage.close()
            try #expect(scratch.sqlite("x.session", Self.schema) == before)
        }
    }

    @Test func `an envelope leaves the columns as they are`() async throws {
        let storage = MemoryStorage()
        try await storage.open()
        try await storage.apply([.setPeer(sealed)])
        try await #expect(storage.replaceSession(nil, with: .sealedSample()))
        try await #expect(storage.peer(.id(1)) == sealed)
    }

    @Test func `a sealed row that is changed is found by its new names alone, and only as what it is`() async throws {
        try await Scratch.run { scratch in
            for storage in [MemoryStorage() as any Storage, FileStorage("x", directory: scratch.directory)] {
                try await storage.open()
                let other = PeerRecord(id: 2, accessHash: 0, type: "0", usernames: ["kept"], date: 0, sealed: [9])
                try await storage.apply([.setPeer(sealed), .setPeer(other)])
                var changed = sealed
                changed.usernames = ["another", "third"]
                changed.phoneNumber = "number"
                changed.sealed = [4, 5, 6]
                try await storage.apply([.setPeer(changed)])
                try await #expect(storage.peer(.username("token")) == nil)
                for lookup in [PeerLookup.username("another"), .username("third"), .phoneNumber("number"), .id(1)] {
                    try await #expect(storage.peer(lookup) == changed)
                }
                try await #expect(storage.peer(.username("kept")) == other)
                changed.phoneNumber = nil
                changed.usernames = []
                try await storage.apply([.setPeer(changed), .setPeer(plain), .setPeer(changed)])
                try await #expect(storage.peer(.phoneNumber("number")) == nil)
                try await #expect(storage.peer(.username("token")) == nil)
                try await #expect(storage.peers(after: nil, limit: 9) == [changed, other])
                try await storage.close()
            }
        }
    }

    @Test func `update states are found by their ids, sealed or not`() async throws {
        let storage = MemoryStorage()
        try await storage.open()
        try await #expect(storage.updateStates(ids: [1]) == [])
        let states = [
            UpdateStateRecord(id: 0, pts: 1), UpdateStateRecord(id: 7, sealed: [3]), UpdateStateRecord(id: -5, seq: 2),
        ]
        try await storage.apply(states.map { .setUpdateState($0) })
        try await #expect(storage.updateStates(ids: [7, 9, -5]) == [states[1], states[2]])
        try await #expect(storage.updateStates(ids: []) == [])
    }
}
