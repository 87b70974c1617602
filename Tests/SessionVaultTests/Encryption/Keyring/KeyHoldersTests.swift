import Synchronization
import Testing

@testable import SessionVault

@Suite struct KeyHoldersTests {
    private final class Holder: KeyHolder {
        private let drops = Mutex(0)
        var hasKeys: Bool { drops.withLock { $0 == 0 } }
        func dropKeys() { drops.withLock { $0 += 1 } }
    }

    @Test func `an opening costs the same however many storages are open`() async throws {
        try await KeyringFixture.run { fixture in
            let holders = (0..<40_000).map { _ in Holder() }
            // With a look at each that is open: minutes.
            let time = ContinuousClock().measure { for holder in holders { fixture.keyring.register(holder) } }
            #expect(time < .seconds(5))
            fixture.keyring.lock()
            #expect(holders.allSatisfy { !$0.hasKeys })
        }
    }

    @Test func `a storage that is opened again and again is remembered once, and one that is gone not for long`() {
        var holders = KeyHolders()
        let held = (0..<10).map { _ in Holder() }
        for _ in 0..<100 { for holder in held { holders.insert(holder) } }
        #expect(holders.count == 10 && holders.all.count == 10)
        for _ in 0..<1000 { holders.insert(Holder()) }
        #expect(holders.count <= 20 && holders.all.count == 10)
        for holder in holders.all { holder.dropKeys() }
        #expect(held.allSatisfy { !$0.hasKeys })
    }
}
