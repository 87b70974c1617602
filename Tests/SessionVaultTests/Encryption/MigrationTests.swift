import Foundation
import Testing

@testable import SessionVault

@Suite struct MigrationTests {
    private static let count = 1_200

    /// Peers of every shape, some with a name that another has too.
    private func peers() -> [PeerRecord] {
        (1...Self.count).map { number in
            let id = number.isMultiple(of: 3) ? -1_000_000_000_000 - Int64(number) : Int64(number)
            return PeerRecord(
                id: id, accessHash: Int64(number) * 7_919, type: number.isMultiple(of: 3) ? "channel" : "user",
                usernames: number.isMultiple(of: 2) ? ["somebody_\(number)", "else_\(number)"] : [],
                phoneNumber: number.isMultiple(of: 5) ? "1555\(1_000_000 + number)" : nil,
                date: Int64(1_700_000_000 + number))
        }
    }

    private let states = [
        UpdateStateRecord(id: 0, pts: 1, qts: 2, date: 3, seq: 4), UpdateStateRecord(id: -1_000_000_000_007, pts: 9),
    ]

    private func record() throws -> SessionRecord {
        SessionRecord(authKey: .plain(try .random()), dcID: 2, apiID: 6, userID: 99, date: 1_700_000_000)
    }

    private func fill(_ storage: any Storage, _ record: SessionRecord, _ peers: [PeerRecord]) async throws {
        try await storage.open()
        #expect(try await storage.replaceSession(nil, with: record))
        try await storage.apply(peers.map { .setPeer($0) } + states.map { .setUpdateState($0) })
        try await storage.close()
    }

    private func all(_ storage: any Storage) async throws -> [Int64: PeerRecord] {
        var found: [Int64: PeerRecord] = [:]
        var cursor: Int64?
        while true {
            let page = try await storage.peers(after: cursor, limit: 137)
            guard let last = page.last else { return found }
            for peer in page { #expect(found.updateValue(peer, forKey: peer.id) == nil) }
            cursor = last.id
        }
    }

    private func expect(
        _ storage: any Storage, holds record: SessionRecord, _ peers: [PeerRecord]
    ) async throws {
        try await storage.open()
        #expect(try await storage.session() == record)
        #expect(try await all(storage) == Dictionary(uniqueKeysWithValues: peers.map { ($0.id, $0) }))
        #expect(try await storage.updateStates().sorted { $0.id < $1.id } == states.sorted { $0.id < $1.id })
        try await storage.close()
    }

    /// Every byte of every file beside the session's.
    private func bytes(in scratch: Scratch) throws -> Data {
        try FileManager.default.contentsOfDirectory(atPath: scratch.directory).sorted().reduce(into: Data()) {
            $0 += try Data(contentsOf: URL(filePath: scratch.path($1)))
        }
    }

    @Test func `a plain file is sealed in place, leaves no remnant, and comes back whole`() async throws {
        try await Scratch.run { scratch in
            let (record, peers) = (try record(), peers())
            let file = FileStorage("a", directory: scratch.directory)
            try await fill(file, record, peers)
            let names = peers.flatMap { $0.usernames + ($0.phoneNumber.map { [$0] } ?? []) }
            let before = try bytes(in: scratch)
            #expect(names.allSatisfy { before.range(of: Data($0.utf8)) != nil })

            let sealed = file.encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
            let report = try #require(try await sealed.encrypt())
            #expect(report.isClean)
            #expect(report.authKey.searched == 16)
            #expect(report.phoneNumbers.searched == Self.count / 5)
            #expect(report.usernames.searched == Self.count)
            let after = try bytes(in: scratch)
            #expect(names.allSatisfy { after.range(of: Data($0.utf8)) == nil })
            guard case .plain(let key) = record.authKey else { return }
            let parts = try key.withBytes { bytes in
                (0..<16).map { Data([UInt8](copying: bytes.extracting(($0 * 16)..<($0 * 16 + 16)))) }
            }
            #expect(parts.allSatisfy { before.range(of: $0) != nil && after.range(of: $0) == nil })
            try await expect(sealed, holds: record, peers)
            await #expect(throws: VaultError.encrypted) { try await sealed.encrypt() }

            try await sealed.decryptToPlaintext()
            try await expect(file, holds: record, peers)
        }
    }

    @Test func `of two owners of one name the one seen last keeps it`() async throws {
        let base = DictionaryStorage()
        let record = try record()
        let older = PeerRecord(
            id: 1, accessHash: 1, type: "user", usernames: ["Same", "own"], phoneNumber: "15", date: 5)
        let newer = PeerRecord(id: 2, accessHash: 1, type: "user", usernames: ["same"], phoneNumber: "15", date: 6)
        // Far enough apart to be in two batches, in either order.
        let between = (10..<1_100).map { PeerRecord(id: $0, accessHash: 1, type: "user", date: 1) }
        var moved = older
        moved.id = 2_000
        for pair in [[older, newer], [newer, moved]] {
            await base.delete()
            try await fill(base, record, pair + between)
            let sealed = base.encrypted(with: try Passphrase("p"), derivation: .minimum)
            #expect(try await sealed.encrypt() == nil)
            try await sealed.open()
            #expect(try await sealed.peer(.username("same"))?.id == 2)
            #expect(try await sealed.peer(.phoneNumber("15"))?.id == 2)
            #expect(try await sealed.peer(.username("own"))?.usernames == ["own"])
            try await sealed.close()
        }
    }

    @Test func `a row that has no sealed form stops the migration before it begins`() async throws {
        let base = DictionaryStorage()
        let record = try record()
        let odd = PeerRecord(id: 9_999, accessHash: 1, type: "usér", date: 0)
        try await fill(base, record, peers() + [odd])
        let sealed = base.encrypted(with: try Passphrase("p"), derivation: .minimum)
        await #expect(throws: VaultError.unstorableValue(field: "type")) { try await sealed.encrypt() }
        try await expect(base, holds: record, peers() + [odd])
    }

    /// A storage that refuses every write after a number of them, as a process that was killed makes none.
    private func dying(_ base: any Storage, after writes: Int) -> HookedStorage {
        let left = Shared(writes)
        let storage = HookedStorage(base)
        storage.before { call in
            guard [.replaceSession, .apply, .scrub].contains(call) else { return }
            try left.change { left in
                guard left > 0 else { throw VaultError.diskFull }
                left -= 1
            }
        }
        return storage
    }

    @Test func `a migration that dies at any write loses nothing, and goes on where it was`() async throws {
        let passphrase = try Passphrase("p")
        let (record, peers) = (try record(), peers())
        for writes in 0..<8 {
            let base = DictionaryStorage()
            try await fill(base, record, peers)
            let dying = self.dying(base, after: writes).encrypted(with: passphrase, derivation: .minimum)
            // Key, three batches of peers, states, search, end of the transition: seven writes.
            if writes < 7 {
                await #expect(throws: VaultError.diskFull) { try await dying.encrypt() }
            } else {
                try await dying.encrypt()
            }
            let sealed = base.encrypted(with: passphrase, derivation: .minimum)
            if writes == 0 { try await sealed.encrypt() }
            let notices = try await sealed.open()
            #expect(notices.contains(.migrationResumed(nil)) == (1..<7).contains(writes))
            try await sealed.close()
            try await expect(sealed, holds: record, peers)
            #expect(try await !sealed.open().contains(.migrationResumed(nil)))
            try await sealed.close()
        }
    }

    @Test func `a decryption that dies at any write loses nothing, and is sealed again`() async throws {
        let passphrase = try Passphrase("p")
        let (record, peers) = (try record(), peers())
        var deaths = 0
        while true {
            let base = DictionaryStorage()
            try await fill(base, record, peers)
            try await base.encrypted(with: passphrase, derivation: .minimum).encrypt()
            let dying = self.dying(base, after: deaths).encrypted(with: passphrase, derivation: .minimum)
            do {
                try await dying.decryptToPlaintext()
                try await expect(base, holds: record, peers)
                break
            } catch VaultError.diskFull {
                deaths += 1
                try await expect(
                    base.encrypted(with: passphrase, derivation: .minimum), holds: record, peers)
            }
        }
        // Transition, three batches of peers or more, states, the key.
        #expect(deaths >= 6)
    }

    @Test func `a row that somebody planted in a vault is not taken for its own when it is decrypted`() async throws {
        let base = DictionaryStorage()
        let record = try record()
        try await fill(base, record, peers())
        let sealed = base.encrypted(with: try Passphrase("p"), derivation: .minimum)
        try await sealed.encrypt()
        try await base.open()
        try await base.apply([
            .setPeer(PeerRecord(id: 666, accessHash: 1, type: "user", usernames: ["mallory"], date: 9)),
            .setUpdateState(UpdateStateRecord(id: 666, pts: 1)),
        ])
        await base.close()
        try await sealed.decryptToPlaintext()
        // 666 was one of the sample's ids: it is the sealed one.
        try await expect(base, holds: record, peers())
    }
}
