import Foundation
import Synchronization
import Testing
import VaultSQLite

@testable import SessionVault

/// What a child of `fork` can do with what its parent has open: nothing, at once, and without harm to the parent.
@Suite(.serialized) struct ForkTests {
    private static let state = [StorageChange.setUpdateState(UpdateStateRecord(id: 0, pts: 7))]

    /// The files of a directory as another process reads them: a read in this one would cost it its locks.
    private func sums(_ scratch: Scratch) throws -> String {
        try scratch.python(
            """
            import glob, hashlib
            for p in sorted(glob.glob("\(scratch.directory)/*")):
                print(p, hashlib.sha256(open(p, "rb").read()).hexdigest())
            """)
    }

    @Test func `a child is refused every call on an inherited file, and changes nothing by letting it go`() async throws
    {
        try await Scratch.run { scratch in
            let path = scratch.path("x.session")
            var store: SessionStore? = SessionStore(place: .file(path))
            _ = try store?.open()
            let record = SessionRecord.sample(try AuthKey.random())
            try #expect(store?.write { try $0.replaceSession(nil, with: record) } == true)
            try store?.write { try $0.apply(Self.state) }
            let before = try sums(scratch)
            #expect(before.contains("x.session-wal"))
            let ending = try await Fork.run {
                let areRefused = await Fork.areRefused(
                    { _ = try store?.open() }, { try store?.close() }, { try store?.delete() },
                    { _ = try store?.read(or: nil) { try $0.session() } },
                    { try store?.write { try $0.apply(Self.state) } },
                    { _ = try store?.read(or: nil) { try $0.scrub(RemnantPatterns(authKey: nil)) } })
                store = nil
                return areRefused
            }
            #expect(ending == .succeeded)
            try #expect(sums(scratch) == before)
            try #expect(scratch.sqlite("x.session", "SELECT 1 FROM version") == "error: database is locked")
            try store?.write { try $0.apply([.removeUpdateState(id: 0)]) }
            try #expect(store?.read(or: nil) { try $0.session() } == record)
            try store?.close()
            try #expect(scratch.names == ["x.session"])
        }
    }

    @Test func `a child cannot open its parent's file anew, nor delete it, and can open another`() async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("x.session")
            var store = SessionStore(place: .file(path))
            _ = try store.open()
            try store.write { try $0.apply(Self.state) }
            let before = try sums(scratch)
            let ending = try await Fork.run {
                var own = SessionStore(place: .file(path))
                return await Fork.areRefused({ _ = try own.open() }, { try own.delete() })
            }
            #expect(ending == .succeeded)
            try #expect(sums(scratch) == before)

            let other = try await Fork.retrying {
                var own = SessionStore(place: .file(scratch.path("own.session")))
                _ = try own.open()
                try own.write { try $0.apply(Self.state) }
                let states = try own.read(or: []) { try $0.updateStates() }
                try own.close()
                return states.count == 1
            }
            #expect(other == .succeeded)
            try store.close()
            try #expect(scratch.names == ["own.session", "x.session"])
        }
    }

    @Test func `a database in memory is its opener's too`() async throws {
        var store = SessionStore(place: .memory)
        _ = try store.open()
        try store.write { try $0.apply(Self.state) }
        let ending = try await Fork.run {
            await Fork.areRefused({ _ = try store.read(or: []) { try $0.updateStates() } }, { try store.close() })
        }
        #expect(ending == .succeeded)
        try #expect(store.read(or: []) { try $0.updateStates() }.count == 1)
    }

    @Test func `a child does not wait for a lock that another thread of its parent held`() async throws {
        try await Scratch.run { scratch in
            let storage = FileStorage("x", directory: scratch.directory)
            let session = Session(storage)
            try await session.open()
            let (isHeld, isDone) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let holding = Task.detached {
                try await storage.engine.write { _ in
                    isHeld.signal()
                    isDone.wait()
                }
            }
            wait(isHeld)
            let ending = try await Fork.run {
                await Fork.areRefused(
                    { try await storage.open() }, { try await storage.close() }, { try await storage.delete() },
                    { _ = try await storage.session() }, { _ = try await storage.peer(.id(1)) },
                    { try await storage.apply(Self.state) }, { try await session.open() },
                    { try await session.close() }, { try await session.delete() }, { _ = try session.hasAuthKey },
                    { _ = try await session.peer(id: 1) }, { try await session.update([UpdateState(id: 0, pts: 1)]) })
            }
            isDone.signal()
            #expect(ending == .succeeded)
            try await holding.value
            try await session.close()
        }
    }

    /// Blocks, which an asynchronous function may not do by itself.
    private func wait(_ semaphore: DispatchSemaphore) { semaphore.wait() }

    @Test func `a child is refused every call on an inherited sealed session`() async throws {
        try await Scratch.run { scratch in
            let sealed = FileStorage("x", directory: scratch.directory)
                .encrypted(with: try Passphrase("p"), derivation: .minimum)
            let session = Session(sealed)
            try await session.open()
            try await session.replace(authKey: try .random(), dataCenter: DataCenter(id: 2), apiID: 6)
            try await session.update([Peer(id: 777, accessHash: 1, kind: .user)])
            let slot = try await sealed.vault.slots[0].id
            let before = try sums(scratch)
            let ending = try await Fork.run {
                await Fork.areRefused(
                    { try await sealed.open() }, { try await sealed.close() }, { try await sealed.delete() },
                    { try await sealed.encrypt() }, { try await sealed.decryptToPlaintext() },
                    { _ = try await sealed.peer(.id(777)) }, { try await sealed.apply(Self.state) },
                    { try await sealed.vault.remove(slot) },
                    { try await sealed.vault.changePassphrase(to: try Passphrase("q")) },
                    { _ = try session.authKey }, { _ = try await session.peer(id: 777) },
                    { try await session.update([UpdateState(id: 0, pts: 1)]) }, { try await session.close() })
            }
            #expect(ending == .succeeded)
            try #expect(sums(scratch) == before)
            try await #expect(session.peer(id: 777)?.accessHash == 1)
            try await session.close()
        }
    }

    @Test func `what was closed before a fork is as closed in the child`() async throws {
        let store = SessionStore(place: .memory)
        var closed = store
        _ = try closed.open()
        try closed.close()
        let session = Session(MemoryStorage())
        try await session.open()
        try await session.close()
        let ending = try await Fork.run {
            do { _ = try session.hasAuthKey } catch { return error as? VaultError == .notOpen }
            return false
        }
        #expect(ending == .succeeded)
        let reopened = try await Fork.run {
            _ = try closed.open()
            return true
        }
        #expect(reopened == .succeeded)
    }
}
