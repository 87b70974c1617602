import Foundation
import Testing
import VaultSodium

@testable import SessionVault

@Suite struct PassphraseTests {
    private func bytes(_ passphrase: Passphrase) throws -> [UInt8] {
        try passphrase.cell.withBytes { [UInt8](copying: $0) }
    }

    @Test func `both ways to write an accent are one passphrase`() throws {
        let composed = try Passphrase("pa\u{DF}w\u{F6}rd")
        let decomposed = try Passphrase("pa\u{DF}wo\u{308}rd")
        #expect(try bytes(composed) == bytes(decomposed))
        #expect(try bytes(composed) == Array("pa\u{DF}w\u{F6}rd".utf8))
        #expect(try bytes(try Passphrase("ASCII stays")) == Array("ASCII stays".utf8))
    }

    @Test func `nothing, too much and what is not UTF-8 are refused`() throws {
        #expect(throws: VaultError.invalidPassphrase) { try Passphrase("") }
        #expect(throws: VaultError.invalidPassphrase) { try Passphrase(String(repeating: "x", count: 4097)) }
        for bytes: [UInt8] in [[0xFF], [0xC3], [0x61, 0xC0, 0x80], [0xED, 0xA0, 0x80]] {
            let span = bytes.span
            do {
                _ = try Passphrase(utf8: span)
                Issue.record("\(bytes) was taken")
            } catch { #expect(error as? VaultError == .invalidPassphrase) }
        }
    }

    @Test func `it shows nothing of itself`() throws {
        let passphrase = try Passphrase("hunter2 hunter2")
        var dumped = ""
        dump(passphrase, to: &dumped)
        for text in ["\(passphrase)", String(reflecting: passphrase), dumped] { #expect(!text.contains("hunter")) }
    }
}

@Suite struct DerivationTests {
    private func derive(_ mebibytes: Int = 19) async throws -> SlotKey {
        try await SlotKey.derive(
            from: try Passphrase("p"), salt: [UInt8](repeating: 1, count: 16),
            cost: KeyDerivation(untrustedPasses: 2, mebibytes: UInt16(mebibytes)))
    }

    @Test func `many derivations end with one key`() async throws {
        let first = try await derive()
        try await withThrowingTaskGroup(of: SlotKey.self) { group in
            for _ in 0..<6 { group.addTask { try await self.derive() } }
            for try await key in group { #expect(try key.cell.isEqual(to: first.cell)) }
        }
    }

    @Test func `at most two derivations run at once`() async throws {
        let running = Shared((now: 0, most: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await DerivationThread.run(memory: 1_024) {
                        running.change { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                        Thread.sleep(forTimeInterval: 0.02)
                        running.change { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect((1...2).contains(running.value.most))
    }

    @Test func `a task that is cancelled while it waits ends, and the next one derives`() async throws {
        let tasks = (0..<6).map { _ in Task { try await self.derive(64) } }
        for task in tasks.dropFirst(2) { task.cancel() }
        for task in tasks.dropFirst(2) {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        for task in tasks.prefix(2) { _ = try await task.value }
        _ = try await derive()
    }

    @Test func `memory that is not there is asked for before the work, and named`() async throws {
        let available = try #require(AvailableMemory.bytes())
        let needed = available / 1_048_576 + 1024
        try #require(needed <= UInt16.max, "this machine has more memory than a slot can ask for")
        do {
            _ = try await derive(needed)
            Issue.record("it was derived")
        } catch VaultError.notEnoughMemory(let needs, let has) {
            #expect(needs > has && needs >= needed * 1_048_576)
        }
    }
}
