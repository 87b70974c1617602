import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

/// A ledger that is read once while its file stays the same.
@Suite struct ReadLedgerTests {
    private let vault = VaultID([UInt8](repeating: 0, count: 16))
    private let date = Date(timeIntervalSince1970: 1_700_000_000)

    private func date(_ path: String) throws {
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    }

    /// A ledger with states of many vaults, whose file has been there for longer than times are coarse.
    private func run(
        _ count: Int, _ body: (KeyringFixture, Ledger, _ sealed: (UInt64) throws -> [UInt8]) async throws -> Void
    ) async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let (ledger, dataKey) = (try #require(keyring.ledger), try keyring.keys().dataKey)
            func sealed(_ generation: UInt64) throws -> [UInt8] {
                var record = LedgerRecord()
                for number in 0..<count {
                    let id = VaultID((0..<16).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> ($0 * 8)) : 0 })
                    record.states[id] = LedgerRecord.State(
                        version: VaultVersion(epoch: 1, generation: generation),
                        mac: [UInt8](repeating: 1, count: 16))
                }
                return try record.sealed(for: keyring.id, epoch: 1, with: dataKey)
            }
            try fixture.put(try sealed(1), KeyringFixture.ledgerName)
            try date(fixture.ledgerPath)
            try await Task.sleep(for: .seconds(4))
            try await #expect(ledger.version(of: vault)?.generation == 1)
            try await body(fixture, ledger, sealed)
        }
    }

    @Test func `a ledger of many vaults is not read again for each of them`() async throws {
        try await run(20_000) { _, ledger, _ in
            let time = try await ContinuousClock().measure {
                for _ in 0..<1000 { try await #expect(ledger.version(of: vault)?.generation == 1) }
            }
            #expect(time < .seconds(5))
        }
    }

    @Test(arguments: [true, false])
    func `a file that is put in its place is seen, also one of the same size and time`(isRenamed: Bool) async throws {
        try await run(1) { fixture, ledger, sealed in
            let name = isRenamed ? "other" : KeyringFixture.ledgerName
            try fixture.put(try sealed(2), name)
            try date(fixture.scratch.path(name))
            if isRenamed {
                let result = unsafe rename(fixture.scratch.path(name), fixture.ledgerPath)
                try #require(result == 0)
            }
            try await #expect(ledger.version(of: vault)?.generation == 2)
        }
    }

    @Test func `a file is believed to be the same only when it is older than times are coarse`() async throws {
        try await KeyringFixture.run { fixture in
            let facts = try #require(try FileFacts.of(fixture.path))
            let changed = Int64(facts.changed.seconds)
            for age in Int64(-10)...2 {
                #expect(ReadLedger(LedgerRecord(), facts: facts, time: changed + age) == nil)
            }
            let found = try #require(ReadLedger(LedgerRecord(), facts: facts, time: changed + 3))
            #expect(found.record(in: facts) != nil && found.record(in: nil) == nil)
        }
    }

    @Test func `a ledger that goes missing is missed, though it was read`() async throws {
        try await run(1) { fixture, ledger, _ in
            try FileManager.default.removeItem(atPath: fixture.ledgerPath)
            await #expect(throws: VaultError.unsuitableFile(.missing, path: fixture.ledgerPath)) {
                try await ledger.version(of: vault)
            }
        }
    }
}
