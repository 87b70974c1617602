import Foundation
import Synchronization
import Testing

@testable import SessionVault

@Suite struct KeyringLockTests {
    @Test func `a lock takes the keys of the keyring, of its storages and of the sessions on them`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = fixture.keyring
            let bases = [try await fixture.vault(), try await fixture.vault()]
            let storage = bases[0].encrypted(with: keyring)
            try await storage.open()
            let session = Session(bases[1].encrypted(with: keyring))
            try await session.open()
            _ = try session.authKey
            keyring.lock()
            #expect(keyring.isLocked)
            #expect(throws: VaultError.keyringLocked) { _ = try session.authKey }
            await #expect(throws: VaultError.keyringLocked) { try await storage.session() }
            await #expect(throws: VaultError.keyringLocked) { try await storage.peer(.id(1)) }
            #expect(throws: VaultError.keyringLocked) { try keyring.rootKeys() }
            await #expect(throws: VaultError.keyringLocked) { try await keyring.slots }
            await #expect(throws: VaultError.keyringLocked) { try await keyring.add(.rawKey(try .generate())) }
            await #expect(throws: VaultError.keyringLocked) { try await keyring.rotateRoot(over: [storage]) }
            keyring.lock()
            try await storage.close()
            try await session.close()
            await #expect(throws: VaultError.keyringLocked) { try await storage.open() }

            let again = bases[0].encrypted(with: try await fixture.unlocked())
            try await again.open()
            try await #expect(again.session() != nil)
        }
    }

    @Test func `locked keys are let go of`() async throws {
        try await KeyringFixture.run { fixture in
            weak let root = try fixture.keyring.rootKeys()[0].key
            weak let dataKey = try fixture.keyring.keys().dataKey
            #expect(root != nil && dataKey != nil)
            fixture.keyring.lock()
            #expect(root == nil && dataKey == nil)
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func `fifty vaults open through one keyring with one derivation`() async throws {
        try await KeyringFixture.run { fixture in
            let passphrase = try Passphrase("a passphrase")
            try await fixture.keyring.add(.passphrase(passphrase))
            var bases: [DictionaryStorage] = []
            for _ in 0..<50 { bases.append(try await fixture.vault()) }
            let keyring = try await fixture.unlocked(.passphrase(passphrase))
            // With both permits taken, another derivation would wait for ever.
            try await DerivationThread.permits.withPermit {
                try await DerivationThread.permits.withPermit {
                    for base in bases {
                        let storage = base.encrypted(with: keyring)
                        try await storage.open()
                        try await #expect(storage.session() != nil)
                    }
                }
            }
        }
    }
}

@Suite struct IdleTimerTests {
    @Test func `an idle keyring is locked after the time-out, and one that is used is not`() async throws {
        try await KeyringFixture.run { fixture in
            let clock = ManualClock()
            let storage = try await fixture.vault().encrypted(with: fixture.keyring)
            try await storage.open()
            fixture.keyring.lock(afterIdle: .seconds(80), clock)
            // Used every 70 seconds, for ten minutes.
            for _ in 0..<9 {
                _ = try await storage.session()
                for _ in 0..<7 { await clock.advance(by: .seconds(10)) }
            }
            await clock.settle()
            #expect(!fixture.keyring.isLocked)
            _ = try await storage.session()
            for _ in 0..<8 { await clock.advance(by: .seconds(10)) }
            await clock.settle()
            #expect(!fixture.keyring.isLocked)
            for _ in 0..<2 { await clock.advance(by: .seconds(10)) }
            #expect(await fixture.keyring.locksSoon)
            await #expect(throws: VaultError.keyringLocked) { try await storage.session() }
        }
    }

    @Test func `a keyring that slept through its time-out is locked when it wakes up`() async throws {
        try await KeyringFixture.run { fixture in
            let clock = ManualClock()
            fixture.keyring.lock(afterIdle: .seconds(80), clock)
            await clock.advance(by: .seconds(10))
            await clock.settle()
            fixture.keyring.noteUse()
            await clock.advance(by: .seconds(3600))
            #expect(await fixture.keyring.locksSoon)
        }
    }

    @Test func `the timer keeps no keyring alive`() async throws {
        try await KeyringFixture.run { fixture in
            let clock = ManualClock()
            weak var gone: Keyring?
            do {
                let keyring = try await fixture.unlocked()
                gone = keyring
                keyring.lock(afterIdle: .seconds(80), clock)
                await clock.advance(by: .seconds(10))
                await clock.settle()
            }
            #expect(gone == nil)
        }
    }

    @Test func `a real time-out drops the keys`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(idleTimeout: .milliseconds(200))
            #expect(await keyring.locksSoon)
        }
    }
}

extension Keyring {
    /// Waits for a lock that is to come without a call, for as long as a busy machine may take.
    var locksSoon: Bool {
        get async {
            for _ in 0..<3000 where !isLocked { try? await Task.sleep(for: .milliseconds(10)) }
            return isLocked
        }
    }
}

/// A clock that a test sets. It has one sleeper.
final class ManualClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var now = Instant(offset: .zero)
        var sleeper: (until: Instant, continuation: CheckedContinuation<Void, Never>)?
    }

    private let state = Mutex(State())
    var now: Instant { state.withLock { $0.now } }
    let minimumResolution = Duration.zero

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAwake = state.withLock { state in
                    guard deadline > state.now, !Task.isCancelled else { return true }
                    state.sleeper = (deadline, continuation)
                    return false
                }
                if isAwake { continuation.resume() }
            }
        } onCancel: {
            wake()
        }
        try Task.checkCancellation()
    }

    /// Waits until somebody sleeps by it, and no longer than a second.
    func settle() async {
        for _ in 0..<1000 where state.withLock({ $0.sleeper == nil }) { try? await Task.sleep(for: .milliseconds(1)) }
    }

    /// Sets it forward when somebody sleeps by it.
    func advance(by duration: Duration) async {
        await settle()
        let isDue = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            return state.sleeper.map { $0.until <= state.now } ?? false
        }
        if isDue { wake() }
    }

    private func wake() {
        let sleeper = state.withLock { state in
            defer { state.sleeper = nil }
            return state.sleeper
        }
        sleeper?.continuation.resume()
    }
}
