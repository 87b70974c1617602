import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

@Suite struct SessionBackupTests {
    /// All that a storage has.
    private struct Snapshot: Equatable {
        let session: SessionRecord?
        let peers: [PeerRecord]
        let states: [UpdateStateRecord]

        init(_ storage: any Storage) async throws {
            // A file of schema 6 keeps no address, and other engines do.
            session = try await storage.session()?.withTrueAddress
            // A sealed storage has an order of its own.
            peers = try await storage.peers(after: nil, limit: .max).sorted { $0.id < $1.id }
            states = try await storage.updateStates().sorted { $0.id < $1.id }
        }
    }

    private func fill(_ session: Session, peers: Int64 = 1_200) async throws {
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 4), account: Account(id: 7), apiID: 12_345)
        try await session.update((1...peers).map { Peer.user($0, ["name\($0)"], phoneNumber: "1555\($0)") })
        try await session.update([UpdateState(id: 0, pts: 1), UpdateState(id: -1_000_000_000_001, pts: 5)])
    }

    private func seal(_ storage: any Storage, _ passphrase: Passphrase?) -> any Storage {
        passphrase.map { storage.encrypted(with: $0, derivation: .minimum) } ?? storage
    }

    @Test(arguments: EngineConformanceTests.Engine.allCases, [false, true])
    func `a copy of an open session is the same session`(
        _ engine: EngineConformanceTests.Engine, isSealed: Bool
    ) async throws {
        try await Scratch.run { scratch in
            let passphrase = isSealed ? try Passphrase("backup") : nil
            let storage = seal(engine.make(in: scratch.directory), passphrase)
            let session = Session(storage)
            try await session.open()
            try await fill(session)
            try await session.update([.user(5_000, ["last"])])
            let before = try scratch.names

            let path = scratch.path("copy.session")
            try await session.backup(to: path)

            try #expect(Set(scratch.names) == Set(before + ["copy.session"]))
            try #expect(scratch.mode("copy.session") == 0o600)
            let expected = try await Snapshot(storage)
            #expect(expected.peers.count == 1_201)
            let copy = seal(FileStorage(path: path), passphrase)
            let notices = try await copy.open()
            try await #expect(Snapshot(copy) == expected)
            try await copy.close()
            #expect(!notices.contains(.migrationResumed(nil)))
            if isSealed {
                await #expect(throws: VaultError.encrypted) { try await Session(FileStorage(path: path)).open() }
                let other = FileStorage(path: path).encrypted(with: try Passphrase("other"))
                await #expect(throws: VaultError.incorrectPassphrase) { try await other.open() }
            }
            // The session goes on.
            try await session.update([.user(5_001)])
            try await session.close()
        }
    }

    @Test(arguments: EngineConformanceTests.Engine.allCases, [false, true])
    func `a copy in the clear has every record of the session, and opens without a secret`(
        _ engine: EngineConformanceTests.Engine, isSealed: Bool
    ) async throws {
        try await Scratch.run { scratch in
            let storage = seal(engine.make(in: scratch.directory), isSealed ? try Passphrase("backup") : nil)
            let session = Session(storage)
            try await session.open()
            let path = scratch.path("plain.session")
            await #expect(throws: VaultError.noSession) { try await session.exportPlaintext(to: path) }
            try await fill(session)
            let expected = try await Snapshot(storage)

            try await session.exportPlaintext(to: path)

            try #expect(scratch.mode("plain.session") == 0o600)
            await #expect(throws: VaultError.unsuitableFile(.exists, path: path)) {
                try await session.exportPlaintext(to: path)
            }
            let copy = FileStorage(path: path)
            try await copy.open()
            try await #expect(Snapshot(copy) == expected)
            try await copy.close()
            try await #expect(Snapshot(storage) == expected)
            try await session.close()
        }
    }

    @Test func `a copy is read where nothing can be written beside it`() async throws {
        try await Scratch.run { scratch in
            for storage in [FileStorage("x", directory: scratch.directory), DictionaryStorage()] as [any Storage] {
                let session = Session(storage)
                try await session.open()
                try await fill(session, peers: 5)
                try await session.backup(to: scratch.path("copy.session"))
                try await session.close()
                let names = try scratch.names
                let read = try scratch.python(
                    """
                    import sqlite3
                    c = sqlite3.connect("file:\(scratch.path("copy.session"))?mode=ro", uri=True)
                    print(c.execute("SELECT count(*) FROM peers").fetchone()[0])
                    import os; print(len(os.listdir("\(scratch.directory)")))
                    """)
                #expect(read == "5\n\(names.count)")
                try FileManager.default.removeItem(atPath: scratch.path("copy.session"))
            }
        }
    }

    @Test(arguments: EngineConformanceTests.Engine.allCases)
    func `a session without an auth key is copied as that`(_ engine: EngineConformanceTests.Engine) async throws {
        try await Scratch.run { scratch in
            let session = Session(engine.make(in: scratch.directory))
            try await session.open()
            try await session.backup(to: scratch.path("copy.session"))
            let copy = Session(FileStorage("copy", directory: scratch.directory))
            try await copy.withOpen { try #expect(!copy.hasAuthKey) }
            try await session.close()
        }
    }

    @Test(arguments: EngineConformanceTests.Engine.allCases)
    func `a backup replaces nothing, and is made in no place that a session's file is refused in`(
        _ engine: EngineConformanceTests.Engine
    ) async throws {
        try await Scratch.run { scratch in
            let session = Session(engine.make(in: scratch.directory))
            try await session.open()
            try await fill(session, peers: 3)
            let manager = FileManager.default
            let place = scratch.path("place")
            for (name, mode) in [("place", 0o700), ("shared", 0o777)] {
                try manager.createDirectory(atPath: scratch.path(name), withIntermediateDirectories: true)
                try scratch.setMode(mode, name)
            }
            #expect(manager.createFile(atPath: place + "/file", contents: Data([1])))
            try manager.createSymbolicLink(atPath: place + "/dangling", withDestinationPath: "nowhere")
            #expect(manager.createFile(atPath: place + "/left-wal", contents: Data([1])))
            let before = try manager.contentsOfDirectory(atPath: place).sorted()
            for (name, flaw) in [
                ("place/file", VaultError.FileFlaw.exists), ("place/dangling", .exists), ("place", .exists),
                ("place/left", .orphanedJournal), ("place/", .name), ("shared/copy", .sharedDirectory),
                ("nowhere/copy", .missingDirectory), ("place/" + String(repeating: "x", count: 250), .tooLong),
            ] {
                let path = scratch.path(name)
                await #expect(throws: VaultError.unsuitableFile(flaw, path: path)) {
                    try await session.backup(to: path)
                }
            }
            #expect(try manager.contentsOfDirectory(atPath: place).sorted() == before)
            #expect(manager.contents(atPath: place + "/file") == Data([1]))
            #expect(try manager.contentsOfDirectory(atPath: scratch.path("shared")).isEmpty)
            try await session.close()
        }
    }

    @Test func `a session's own path is none for its backup, even where its file is gone`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            let session = Session(storage)
            try await session.open()
            try await fill(session, peers: 3)
            let own = VaultError.unsuitableFile(.exists, path: storage.path)
            await #expect(throws: own) { try await session.backup(to: storage.path) }
            try FileManager.default.createDirectory(atPath: scratch.path("away"), withIntermediateDirectories: true)
            for name in try scratch.names where name != "away" { try scratch.move(name, to: "away/" + name) }
            await #expect(throws: own) { try await session.backup(to: storage.path) }
            // Elsewhere it rescues what is open.
            try await session.backup(to: scratch.path("rescued"))
            try #expect(scratch.names == ["away", "rescued"])
            let rescued = FileStorage(path: scratch.path("rescued"))
            try await rescued.open()
            try await #expect(rescued.peers(after: nil, limit: 10).count == 3)
            try await rescued.close()
        }
    }

    @Test func `a session that is not open has no backup`() async throws {
        try await Scratch.run { scratch in
            let session = Session(FileStorage("x", directory: scratch.directory))
            let path = scratch.path("copy")
            await #expect(throws: VaultError.notOpen) { try await session.backup(to: path) }
            try await session.open()
            try await session.close()
            await #expect(throws: VaultError.notOpen) { try await session.backup(to: path) }
            try #expect(scratch.names == ["x.session"])
        }
    }

    @Test func `look-ups and writes go on between the steps of a copy, and it has what was written`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session")))
            _ = try store.open()
            try store.write { try $0.apply((1...10_000).map { .setPeer(.user($0, ["name\($0)"])) }) }
            let place = try SessionFile.Location(scratch.path("copy.session"))
            let file = try NewFile(in: scratch.directory)
            try store.beginBackup(to: file.temporaryPath, for: place)
            var steps: Int64 = 0
            while try !store.stepBackup(to: file.temporaryPath, for: place) {
                steps += 1
                let peer = PeerRecord.user(1, ["step\(steps)"])
                try store.write {
                    try $0.apply([.setPeer(peer), .setPeer(.user(20_000 + steps)), .removePeer(id: 10 * steps)])
                }
                try #expect(store.read(or: nil) { try $0.peer(.username("step\(steps)")) } == peer)
            }
            #expect(steps > 2)
            try #expect(file.take(place.path))
            let expected = try store.read(or: []) { try $0.peers(after: nil, limit: .max) }
            try store.close()
            let copy = FileStorage(path: place.path)
            try await copy.open()
            try await #expect(copy.peers(after: nil, limit: .max) == expected)
            try await copy.close()
        }
    }

    @Test func `a session that is closed during its backup closes, and the backup fails`() async throws {
        try await Scratch.run { scratch in
            var store = SessionStore(place: .file(scratch.path("x.session")))
            _ = try store.open()
            try store.write { try $0.apply((1...10_000).map { .setPeer(.user($0)) }) }
            let place = try SessionFile.Location(scratch.path("copy.session"))
            let file = try NewFile(in: scratch.directory)
            try store.beginBackup(to: file.temporaryPath, for: place)
            try #expect(!store.stepBackup(to: file.temporaryPath, for: place))
            try store.close()
            #expect(throws: VaultError.notOpen) { try store.stepBackup(to: file.temporaryPath, for: place) }
            _ = try store.open()
            #expect(throws: VaultError.notOpen) { try store.stepBackup(to: file.temporaryPath, for: place) }
            try store.close()
        }
    }

    @Test func `a copy that fails or is cancelled leaves nothing`() async throws {
        struct Failure: Error {}
        try await Scratch.run { scratch in
            let path = scratch.path("copy.session")
            for storage in [FileStorage("x", directory: scratch.directory), MemoryStorage()] as [any Storage] {
                let session = Session(storage)
                try await session.open()
                try await fill(session)
                let before = try scratch.names
                let cancelled = Task {
                    while !Task.isCancelled { await Task.yield() }
                    try await session.backup(to: path)
                }
                cancelled.cancel()
                await #expect(throws: CancellationError.self) { try await cancelled.value }
                try #expect(scratch.names == before)
                try await session.close()
            }
            let before = try scratch.names
            let hooked = HookedStorage(DictionaryStorage())
            let session = Session(hooked)
            try await session.open()
            try await fill(session)
            // While it is under way there is one file, of another name.
            let seen = Shared<[String]>([])
            hooked.after {
                guard case .readSession = $0 else { return }
                let names = try scratch.names
                seen.change { $0 = names }
                throw Failure()
            }
            await #expect(throws: Failure.self) { try await session.backup(to: path) }
            #expect(seen.value.contains { $0.hasPrefix(".sessionvault-") } && !seen.value.contains("copy.session"))
            try #expect(scratch.names == before)
            try await session.close()
        }
    }

    @Test func `the errors of a copy of records name the backup's path`() async throws {
        try await Scratch.run { scratch in
            let session = Session(DictionaryStorage())
            try await session.open()
            try await session.update([Peer(id: 1, accessHash: 1, kind: Peer.Kind(rawValue: "007"))])
            let path = scratch.path("copy.session")
            await #expect(throws: VaultError.unstorableValue(field: "type")) { try await session.backup(to: path) }
            try #expect(scratch.names == [])
            try await session.close()
        }
    }

    @Test func `writes wait while the records of another engine are copied`() async throws {
        try await Scratch.run { scratch in
            let hooked = HookedStorage(DictionaryStorage())
            let session = Session(hooked)
            try await session.open()
            try await fill(session, peers: 3)
            let writer = Shared<Task<Void, any Error>?>(nil)
            hooked.before {
                guard case .readSession = $0 else { return }
                let task = Task { try await session.update([.user(9)]) }
                writer.change { $0 = task }
                while session.turns.waiterCount == 0 { await Task.yield() }
            }
            try await session.backup(to: scratch.path("copy.session"))
            try await writer.value?.value
            let copy = FileStorage("copy", directory: scratch.directory)
            try await copy.open()
            try await #expect(copy.peers(after: nil, limit: 10).map(\.id) == [1, 2, 3])
            try await #expect(session.peer(id: 9) != nil)
            try await copy.close()
            try await session.close()
        }
    }

    @Test func `a copy of records is one file while it is made`() async throws {
        try await Scratch.run { scratch in
            let storage = RecordingStorage()
            let session = Session(storage)
            try await session.open()
            try await fill(session)
            let seen = Shared<[[String]]>([])
            storage.before { call in
                if call == .page || call == .updateStates {
                    let names = try scratch.names
                    seen.change { $0.append(names) }
                }
            }
            try await session.backup(to: scratch.path("copy.session"))
            #expect(seen.value.count > 3)
            #expect(seen.value.allSatisfy { $0.count == 1 && $0[0].hasPrefix(".sessionvault-") })
            try #expect(scratch.names == ["copy.session"])
            try await session.close()
        }
    }
}
