import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct ExportFileTests {
    /// More than fit in one chunk: a peer takes some 60 bytes.
    private static let count = 3_000

    private static let peers: [PeerRecord] = (0..<count).map { index in
        .user(
            Int64(index * 7 - 4_000), index.isMultiple(of: 3) ? [] : ["user_\(index)", "other_\(index)"],
            phoneNumber: index.isMultiple(of: 5) ? "1555\(index)" : nil,
            accessHash: index.isMultiple(of: 11) ? nil : Int64(index) &* 0x1234_5678_9ABC,
            date: ExportFixture.now - Int64(index))
    }

    private func seeded(_ storage: any Storage = MemoryStorage()) async throws -> Session {
        let session = try await ExportFixture.session(storage)
        try await session.storage.apply(Self.peers.map { .setPeer($0) })
        return session
    }

    private func peers(of session: Session) async throws -> [PeerRecord] {
        var all: [PeerRecord] = []
        try await session.storage.forEachPage { all += $0 }
        return all.map { peer in
            var peer = peer
            peer.sealed = nil
            return peer
        }.sorted { $0.id < $1.id }
    }

    private func sealed() throws -> any Storage {
        MemoryStorage().encrypted(with: .rawKey(try .generate()))
    }

    @Test func `a file carries every peer with its date, from and into any storage`() async throws {
        try await Scratch.run { scratch in
            let identity = try Identity.generate()
            let signer = try SigningIdentity.generate()
            for (number, source) in [MemoryStorage(), try sealed()].enumerated() {
                let session = try await seeded(source)
                let path = scratch.path("export-\(number)")
                try await session.export(
                    to: path, sealedTo: [identity.recipient], includingPeers: true, signedBy: signer, note: "n")
                #expect(try scratch.mode("export-\(number)") == 0o600)
                for target in [MemoryStorage(), try sealed()] {
                    let other = try await ExportFixture.empty(target)
                    let report = try await other.import(
                        from: path, with: .identity(identity), origin: .signed(by: [signer.signer]))
                    #expect(report.peers == Self.count && report.note == "n")
                    #expect(report.origin == .signed(signer.signer))
                    #expect(try other.isEqual(to: session))
                    try await #expect(peers(of: other) == Self.peers)
                }
            }
            #expect(try scratch.names == ["export-0", "export-1"])
        }
    }

    @Test func `without peers it is the envelope alone`() async throws {
        try await Scratch.run { scratch in
            let session = try await seeded()
            let path = scratch.path("export")
            try await session.export(to: path, protectedBy: try Passphrase("p"), derivation: .minimum)
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            #expect(try Envelope(bytes).flags == .export)
            let other = try await ExportFixture.empty()
            let report = try await other.import(from: path, with: .passphrase(try Passphrase("p")))
            #expect(report.peers == 0)
            try await #expect(peers(of: other).isEmpty)
            #expect(try other.isEqual(to: session))
            try await #expect(other.import(ProtectedString(Envelope(bytes)), with: try Passphrase("p")).id == report.id)
        }
    }

    @Test(arguments: [0, 1, 2, 64, 500, 501])
    func `any number of peers comes through`(count: Int) async throws {
        try await Scratch.run { scratch in
            let session = try await ExportFixture.session()
            try await session.storage.apply(Self.peers.prefix(count).map { .setPeer($0) })
            let identity = try Identity.generate()
            try await session.export(to: scratch.path("e"), sealedTo: [identity.recipient], includingPeers: true)
            let other = try await ExportFixture.empty()
            let report = try await other.import(
                from: scratch.path("e"), with: .identity(identity), origin: .acceptUnverified)
            #expect(report.peers == count)
            try await #expect(peers(of: other) == Array(Self.peers.prefix(count)))
        }
    }

    @Test func `a chunk is filled to its last byte`() async throws {
        // Rows that leave 0, 1, 2 and 3 bytes of a chunk.
        for gap in 0...3 {
            try await Scratch.run { scratch in
                let session = try await ExportFixture.session()
                func peer(_ id: Int64, length: Int) throws -> PeerRecord {
                    var peer = PeerRecord.user(id, [])
                    let rest = length - (try peer.encodedRow().count)
                    let names = rest / 201
                    peer.usernames = (0..<names).map { "\(id)_\($0)_" + String(repeating: "x", count: 200) }
                        .map { String($0.prefix(200)) }
                    let short = rest - names * 201
                    if short == 1 { peer.phoneNumber = "1" }
                    if short > 1 {
                        peer.usernames.append(String("\(id)_\(String(repeating: "y", count: short))".prefix(short - 1)))
                    }
                    #expect(try peer.encodedRow().count == length)
                    return peer
                }
                var peers = try (1...31).map { try peer($0, length: 2_046) }
                let used = 31 * 2_048
                peers.append(try peer(32, length: PeerChunks.plainLength - used - 2 - gap))
                peers.append(try peer(33, length: 100))
                try await session.storage.apply(peers.map { .setPeer($0) })
                let identity = try Identity.generate()
                try await session.export(to: scratch.path("e"), sealedTo: [identity.recipient], includingPeers: true)
                let other = try await ExportFixture.empty()
                try await other.import(from: scratch.path("e"), with: .identity(identity), origin: .acceptUnverified)
                try await #expect(self.peers(of: other) == peers)
            }
        }
    }

    @Test func `a file that is cut, longer, or changed in a chunk changes nothing`() async throws {
        try await Scratch.run { scratch in
            let session = try await seeded()
            let identity = try Identity.generate()
            let path = scratch.path("e")
            try await session.export(to: path, sealedTo: [identity.recipient], includingPeers: true)
            let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let start = Int(whole[8]) | Int(whole[9]) << 8
            #expect(whole.count > start + 2 * PeerChunks.length)
            let storage = HookedStorage(MemoryStorage())
            let other = try await ExportFixture.empty(storage)
            func error(_ bytes: [UInt8]) async throws -> VaultError? {
                try Data(bytes).write(to: URL(filePath: path))
                do {
                    try await other.import(from: path, with: .identity(identity), origin: .acceptUnverified)
                    return nil
                } catch { return error as? VaultError }
            }
            let cuts = [1, 6, 7, 9, start - 1, start, start + 1, start + PeerChunks.length, whole.count - 1]
            for length in cuts {
                try await #expect(
                    error(Array(whole[..<length])) == .unsuitableFile(.truncated, path: path), "cut to \(length)")
            }
            try await #expect(error([]) == .unsuitableFile(.empty, path: path))
            try await #expect(error(whole + [0]) == .invalidEnvelope(.length))
            var swapped = whole
            swapped.replaceSubrange(
                start..<(start + 2 * PeerChunks.length),
                with: whole[(start + PeerChunks.length)..<(start + 2 * PeerChunks.length)]
                    + whole[start..<(start + PeerChunks.length)])
            try await #expect(error(swapped) == .tampered(.row))
            for place in [start, start + 24, start + PeerChunks.length - 1, start + PeerChunks.length, whole.count - 1]
            {
                var changed = whole
                changed[place] ^= 1
                try await #expect(error(changed) == .tampered(.row), "byte \(place)")
            }
            #expect(try !other.hasAuthKey)
            try await #expect(peers(of: other).isEmpty)
            try await #expect(error(whole) == nil)
        }
    }

    @Test func `who has the keys and not the signer's cannot change the peers`() async throws {
        try await Scratch.run { scratch in
            let session = try await seeded()
            let identity = try Identity.generate()
            let signer = try SigningIdentity.generate()
            let path = scratch.path("e")
            try await session.export(
                to: path, sealedTo: [identity.recipient], includingPeers: true, signedBy: signer)
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            let start = Int(bytes[8]) | Int(bytes[9]) << 8
            let envelope = try Envelope(Array(bytes[..<start]))
            let dataKey = try await envelope.unlock(with: .identity(identity), limits: .standard).dataKey
            // The last chunk, with other peers.
            var chunks = try PeerChunks(of: envelope.vaultID, epoch: envelope.epoch, dataKey)
            var place = start
            while place + PeerChunks.length < bytes.count {
                _ = try chunks.open(Array(bytes[place..<(place + PeerChunks.length)]), isLast: false)
                place += PeerChunks.length
            }
            let length = bytes.count - place - 40
            bytes.replaceSubrange(place..., with: try chunks.seal([UInt8](repeating: 0, count: length), isLast: true))
            try Data(bytes).write(to: URL(filePath: path))
            let other = try await ExportFixture.empty()
            await #expect(throws: VaultError.tampered(.envelope)) {
                try await other.import(from: path, with: .identity(identity), origin: .acceptUnverified)
            }
            #expect(try !other.hasAuthKey)
        }
    }

    @Test func `every peer comes along while a re-key runs, and after one that could not end`() async throws {
        try await Scratch.run { scratch in
            let identity = try Identity.generate()
            let key = VaultSecret.rawKey(try .generate())
            let engine = HookedStorage(FileStorage(path: scratch.path("my.session")))
            let session = try await seeded(engine.encrypted(with: key))
            func export(_ name: String) async throws {
                try await session.export(to: scratch.path(name), sealedTo: [identity.recipient], includingPeers: true)
                let other = try await ExportFixture.empty()
                let report = try await other.import(
                    from: scratch.path(name), with: .identity(identity), origin: .acceptUnverified)
                #expect(report.peers == Self.count)
                try await #expect(peers(of: other) == Self.peers)
            }
            // A re-key in the midst of the listing.
            let pages = Shared(0)
            engine.before { call in
                guard call == .listPeers,
                    pages.change({
                        $0 += 1; return $0
                    }) == 3
                else { return }
                try await session.rotateKeys()
            }
            try await export("during")
            engine.before { _ in }
            // One that finds the disk full after some batches, and is ended by nobody yet.
            let batches = Shared(0)
            engine.before { call in
                if call == .apply,
                    batches.change({
                        $0 += 1; return $0
                    }) > 3
                {
                    throw VaultError.diskFull
                }
            }
            await #expect(throws: VaultError.diskFull) { try await session.rotateKeys() }
            try await export("pending")
            try await session.close()
            let names = try scratch.names.filter { $0.hasPrefix(".") }
            #expect(names.isEmpty, "what was begun and given up is removed")
        }
    }

    @Test func `a row is no longer than a writer makes it`() throws {
        func chunk(_ length: Int) throws -> [UInt8] {
            var peer = PeerRecord.user(1, (0..<19).map { "\($0)_" + String(repeating: "x", count: 196) })
            peer.usernames.append(String(repeating: "y", count: length - (try peer.encodedRow().count) - 1))
            #expect(try peer.encodedRow().count == length)
            var plain: [UInt8] = []
            PeerRows.append(try peer.encodedRow(), to: &plain)
            return plain
        }
        #expect(try PeerRows.peers(in: chunk(4_027)).count == 1)
        #expect(throws: VaultError.tampered(.row)) { try PeerRows.peers(in: chunk(4_028)) }
    }

    @Test func `a peer that was seen later than the file's is kept`() async throws {
        try await Scratch.run { scratch in
            let session = try await ExportFixture.session()
            let identity = try Identity.generate()
            try await session.storage.apply([
                .setPeer(.user(1, ["one"], date: ExportFixture.now - 100)),
                .setPeer(.user(2, ["two"], date: ExportFixture.now - 100)),
            ])
            try await session.export(to: scratch.path("e"), sealedTo: [identity.recipient], includingPeers: true)
            let later = PeerRecord.user(1, ["uno"], date: ExportFixture.now - 50)
            let earlier = PeerRecord.user(2, ["dos"], date: ExportFixture.now - 150)
            try await session.storage.apply([.setPeer(later), .setPeer(earlier)])
            try await session.import(from: scratch.path("e"), with: .identity(identity), origin: .acceptUnverified)
            try await #expect(peers(of: session) == [later, .user(2, ["two"], date: ExportFixture.now - 100)])
        }
    }

    @Test func `nothing is replaced, and what is no export's file is named`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage(path: scratch.path("my.session"))
            let session = try await ExportFixture.session(storage)
            let identity = VaultSecret.identity(try Identity.generate())
            let there = try scratch.write([1, 2, 3])
            let keyring = scratch.path("keys")
            _ = try await Keyring.create(at: keyring, with: .rawKey(try .generate()))
            let closed = scratch.path("closed.session")
            try await ExportFixture.session(FileStorage(path: closed)).close()
            let text = scratch.path("text")
            try await Data(session.export(sealedTo: [Identity.generate().recipient]).text.utf8)
                .write(to: URL(filePath: text))
            let before = try scratch.contents
            await #expect(throws: VaultError.unsuitableFile(.exists, path: there)) {
                try await session.export(to: there, protectedBy: try Passphrase("p"))
            }
            let nowhere = scratch.path("none/e")
            await #expect(throws: VaultError.unsuitableFile(.missingDirectory, path: nowhere)) {
                try await session.export(to: nowhere, protectedBy: try Passphrase("p"))
            }
            #expect(try scratch.contents == before)
            try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: there)
            let refused: [(String, VaultError)] = [
                (there, .unsuitableFile(.unknown, path: there)),
                (keyring, .unsuitableFile(.keyring, path: keyring)),
                (text, .unsuitableFile(.protectedString, path: text)),
                (closed, .unsuitableFile(.database, path: closed)),
                (scratch.path("none"), .unsuitableFile(.missing, path: scratch.path("none"))),
                (scratch.path("link"), .unsuitableFile(.symbolicLink, path: scratch.path("link"))),
                (scratch.directory, .unsuitableFile(.notRegular, path: scratch.directory)),
                // Its lock would go with the close.
                (scratch.path("my.session"), .locked(pid: LockHolder.ownPID)),
            ]
            for (path, error) in refused {
                await #expect(throws: error) { try await session.import(from: path, with: identity) }
            }
            try await session.close()
        }
    }
}
