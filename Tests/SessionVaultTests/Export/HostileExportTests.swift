import Foundation
import Testing
import VaultSQLite
import VaultSodium

@testable import SessionVault

/// Exports by whoever has a key to them: a former recipient, or somebody who sends a file of his own.
@Suite struct HostileExportTests {
    private let passphrase = try? Passphrase("told to Carol")

    private func secret() throws -> VaultSecret { .passphrase(try #require(passphrase)) }

    /// A file of rows that no writer of ours writes.
    private func file(_ scratch: Scratch, _ rows: [[UInt8]]) async throws -> String {
        let path = scratch.path("hostile")
        let record = SessionRecord(authKey: .plain(try .random()), dcID: 2, userID: 1)
        let export = try await NewExport(
            of: record, protectedBy: try #require(passphrase), cost: .minimum, ExportTerms())
        var plain: [UInt8] = []
        for row in rows { PeerRows.append(row, to: &plain) }
        plain += repeatElement(0, count: PeerChunks.block - plain.count % PeerChunks.block)
        var peers = ExportedPeers(count: UInt64(rows.count))
        let envelope = try export.sealed(with: peers)
        var chunks = try PeerChunks(of: envelope.vaultID, epoch: envelope.epoch, export.dataKey)
        let chunk = try chunks.seal(plain, isLast: true)
        peers.length = UInt64(chunk.count)
        var hash = try BLAKE2bStream()
        hash.add(chunk.span)
        peers.digest = hash.finish()
        try Data(try export.sealed(with: peers).bytes + chunk).write(to: URL(filePath: path))
        return path
    }

    @Test func `a recipient cannot pass a signed export on under a passphrase`() async throws {
        let (alice, bob) = (try SigningIdentity.generate(), try Identity.generate())
        let session = try await ExportFixture.session()
        var envelope = try await session.export(sealedTo: [bob.recipient], signedBy: alice).envelope
        let dataKey = try await envelope.unlock(with: .identity(bob), limits: .standard).dataKey
        envelope.slots = [
            try await KeySlot.make(
                dataKey, for: .passphrase(try #require(passphrase)), cost: .minimum, vaultID: envelope.vaultID,
                epoch: envelope.epoch)
        ]
        try envelope.authenticate(with: dataKey)
        let carol = try await ExportFixture.empty()
        for policy in [OriginPolicy.signed(by: [alice.signer]), .refuseUnverified] {
            await #expect(throws: VaultError.invalidSignature) {
                try await carol.import(ProtectedString(envelope), with: try secret(), origin: policy)
            }
        }
        #expect(try !carol.hasAuthKey)
    }

    @Test func `a recipient cannot exchange peers between the two readings of a file`() async throws {
        try await Scratch.run { scratch in
            let (bob, carol) = (try Identity.generate(), try Identity.generate())
            let alice = try SigningIdentity.generate()
            let session = try await ExportFixture.session()
            try await session.storage.apply((1...3_000).map { .setPeer(.user($0, ["user_\($0)", "other_\($0)"])) })
            let path = scratch.path("e")
            try await session.export(
                to: path, sealedTo: [bob.recipient, carol.recipient], includingPeers: true, signedBy: alice)
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let start = Int(bytes[8]) | Int(bytes[9]) << 8
            let envelope = try Envelope(Array(bytes[..<start]))
            let dataKey = try await envelope.unlock(with: .identity(bob), limits: .standard).dataKey
            var chunks = try PeerChunks(of: envelope.vaultID, epoch: envelope.epoch, dataKey)
            var place = start
            while place + PeerChunks.length < bytes.count {
                _ = try chunks.open(Array(bytes[place..<(place + PeerChunks.length)]), isLast: false)
                place += PeerChunks.length
            }
            #expect(place > start)
            var plain: [UInt8] = []
            PeerRows.append(
                try PeerRecord.user(66_666, ["user_2"], date: ExportFixture.now + 1).encodedRow(), to: &plain)
            plain += repeatElement(0, count: bytes.count - place - 40 - plain.count)
            let forged = Array(bytes[..<place]) + (try chunks.seal(plain, isLast: true))
            let storage = HookedStorage(MemoryStorage())
            let other = try await ExportFixture.empty(storage)
            storage.before { call in
                guard call == .apply else { return }
                let handle = try FileHandle(forWritingTo: URL(filePath: path))
                try handle.write(contentsOf: Data(forged))
                try handle.close()
            }
            await #expect(throws: VaultError.tampered(.row)) {
                try await other.import(from: path, with: .identity(carol), origin: .signed(by: [alice.signer]))
            }
            try await #expect(other.peer(id: 66_666) == nil)
        }
    }

    @Test(arguments: [false, true])
    func `a file that is cut while its passphrase is tried is an error`(includingPeers: Bool) async throws {
        try await Scratch.run { scratch in
            let session = try await ExportFixture.session()
            let path = scratch.path("e")
            try await session.export(to: path, protectedBy: try #require(passphrase), includingPeers: includingPeers)
            let file = try ExportFileReader(path)
            let export = try await OpenedExport(
                file.envelope, with: try secret(), origin: .refuseUnverified, limits: .standard, at: 0)
            let handle = try FileHandle(forWritingTo: URL(filePath: path))
            try handle.truncate(atOffset: 100)
            try handle.close()
            do {
                _ = try await file.forEachPart(of: export) { _ in }
                Issue.record("it was read")
            } catch {
                #expect(error as? VaultError == .unsuitableFile(.truncated, path: path))
            }
        }
    }

    @Test func `peers that no session takes are refused before anything is taken over`() async throws {
        func row(_ change: (inout PeerRecord) -> Void) throws -> [UInt8] {
            var peer = PeerRecord.user(5, [])
            change(&peer)
            return try peer.encodedRow()
        }
        func names(_ count: Int, _ last: Int) -> [String] {
            (10..<(10 + count)).map { String(repeating: "a", count: 197) + "\($0)" } + [
                String(repeating: "b", count: last)
            ]
        }
        // 28 bytes, 5 for the type, 200 for each name but the last, and a byte more than it has for that.
        let longest = try row { $0.usernames = names(19, 193) }
        let refused: [[UInt8]] = [
            try row { $0.usernames = ["a\0b"] }, try row { $0.type = "us\0er" }, try row { $0.usernames = ["x", "x"] },
            try row { $0.usernames = ["@@x"] },
            try row { $0.usernames = names(19, 194) },
        ]
        #expect(longest.count == 4_027 && refused[4].count == 4_028)
        try await Scratch.run { scratch in
            let taken = try await file(scratch, [longest])
            for storage in [MemoryStorage() as any Storage, MemoryStorage().encrypted(with: .rawKey(try .generate()))] {
                let other = try await ExportFixture.empty(storage)
                try await #expect(other.import(from: taken, with: secret()).peers == 1)
            }
            for (number, row) in refused.enumerated() {
                // The second `@` is taken off where a row is made of a peer.
                let row = number == 3 ? try PeerRecord.user(5, ["@@@x"]).encodedRow() : row
                let path = try await file(scratch, [try PeerRecord.user(1, ["first"]).encodedRow(), row])
                let other = try await ExportFixture.empty()
                await #expect(throws: VaultError.tampered(.row), "row \(number)") {
                    try await other.import(from: path, with: try secret())
                }
                #expect(try !other.hasAuthKey)
            }
        }
    }

    @Test func `peers that another client left in forms of its own are exported in ours`() async throws {
        try await Scratch.run { scratch in
            let session = try await ExportFixture.session()
            try await session.storage.apply([
                .setPeer(.user(1, ["@@Name", "name", "Other"], phoneNumber: "+1 555", date: ExportFixture.now))
            ])
            try await session.export(to: scratch.path("e"), protectedBy: try #require(passphrase), includingPeers: true)
            let other = try await ExportFixture.empty()
            try await other.import(from: scratch.path("e"), with: try secret())
            try await #expect(other.peer(username: "other")?.usernames == ["name", "other"])
            try await #expect(other.peer(phoneNumber: "1555")?.id == 1)
        }
    }

    @Test func `a name that every peer of a file claims is the last one's, and every other owner's no more`()
        async throws
    {
        try await Scratch.run { scratch in
            let rows = try (1...200).map { try PeerRecord.user($0, ["one", "own_\($0)"]).encodedRow() }
            let path = try await file(scratch, rows)
            let storage = RecordingStorage()
            let other = try await ExportFixture.empty(storage)
            // Two owners, as a file that others wrote can have them.
            try await storage.base.apply([
                .setPeer(.user(1_001, ["one"], date: ExportFixture.now + 1)), .setPeer(.user(1_002, ["one", "two"])),
            ])
            try await other.replace(authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1))
            try await storage.base.apply([
                .setPeer(.user(1_001, ["one"], date: ExportFixture.now + 1)), .setPeer(.user(1_002, ["one", "two"])),
            ])
            _ = storage.takeCalls()
            try await other.import(from: path, with: try secret(), replacing: true)
            try await #expect(other.peer(username: "one")?.id == 200)
            try await #expect(other.peer(id: 199)?.usernames == ["own_199"])
            try await #expect(other.peer(id: 1)?.usernames == ["own_1"])
        }
    }

    @Test func `one file is imported any number of times at once`() async throws {
        try await Scratch.run { scratch in
            let session = try await ExportFixture.session()
            let identity = try Identity.generate()
            let path = scratch.path("e")
            try await session.export(to: path, sealedTo: [identity.recipient], includingPeers: true)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let other = try await ExportFixture.empty()
                        try await other.import(from: path, with: .identity(identity), origin: .acceptUnverified)
                        #expect(try other.hasAuthKey)
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
