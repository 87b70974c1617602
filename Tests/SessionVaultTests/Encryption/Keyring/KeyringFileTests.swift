import Foundation
import Testing
import VaultSQLite
import VaultSodium

@testable import SessionVault

@Suite struct KeyringFileTests {
    private let answers = KnownAnswers.shared

    @Test func `the known keyring file unlocks to the known roots, and encodes again to the known payload`()
        async throws
    {
        try await Scratch.run(syncsNothing: true) { scratch in
            let path = scratch.path("known.svault")
            try Data(answers.keyring.file.bytes).write(to: URL(filePath: path))
            try scratch.setMode(0o600, "known.svault")
            let keyring = try await Keyring.unlock(
                at: path, with: .passphrase(try Passphrase("correct horse battery staple")))
            let roots = try keyring.rootKeys()
            #expect(roots.map(\.state) == [.active, .retiring])
            #expect(try roots[0].key.cell.withBytes { [UInt8](copying: $0) } == answers.root_key.bytes)
            let contents = try keyring.read()
            let payload = try contents.record.encoded().withBytes { [UInt8](copying: $0) }
            #expect(payload == answers.keyring.payload.bytes)
            #expect(contents.envelope.bytes == answers.keyring.file.bytes)
        }
    }

    @Test func `a keyring file is private, is whole, and opens again`() async throws {
        try await KeyringFixture.run { fixture in
            #expect(try fixture.scratch.mode(KeyringFixture.name) == 0o600)
            try #expect(fixture.scratch.names == [KeyringFixture.name])
            let envelope = try fixture.envelope()
            #expect(envelope.epoch == 1 && envelope.generation == 1 && envelope.flags.isEmpty)
            let keyring = try await fixture.unlocked()
            #expect(keyring.id == fixture.keyring.id)
            try await #expect(keyring.roots == fixture.keyring.roots)
            try await #expect(keyring.roots.map(\.state) == [.active])
        }
    }

    @Test func `a change leaves the file private, with the lock beside it and nothing else`() async throws {
        try await KeyringFixture.run { fixture in
            let new = "." + KeyringFixture.name + ".svnew"
            // As a killed process leaves it.
            try Data([1, 2, 3]).write(to: URL(filePath: fixture.scratch.path(new)))
            try await fixture.keyring.add(.recoveryCode(try .generate()))
            try #expect(fixture.scratch.names == [KeyringFixture.name, KeyringFixture.name + ".lock"])
            for name in try fixture.scratch.names { #expect(try fixture.scratch.mode(name) == 0o600) }
            #expect(try fixture.envelope().generation == 2)
        }
    }

    @Test func `nothing that is there is replaced by a new keyring`() async throws {
        try await KeyringFixture.run { fixture in
            let before = try fixture.bytes
            await #expect(throws: VaultError.unsuitableFile(.exists, path: fixture.path)) {
                try await Keyring.create(at: fixture.path, with: .rawKey(fixture.rawKey))
            }
            #expect(try fixture.bytes == before)
        }
    }

    @Test func `a file that is not plainly our own is refused and left as it is`() async throws {
        try await KeyringFixture.run { fixture in
            let scratch = fixture.scratch
            let (manager, other) = (FileManager.default, scratch.path("other"))
            func refuse(_ flaw: VaultError.FileFlaw, _ path: String) async throws {
                let before = try scratch.names
                await #expect(throws: VaultError.unsuitableFile(flaw, path: path)) {
                    try await Keyring.unlock(at: path, with: .rawKey(fixture.rawKey))
                }
                #expect(try scratch.names == before)
            }
            try await refuse(.missing, other)
            try manager.createSymbolicLink(atPath: other, withDestinationPath: fixture.path)
            try await refuse(.symbolicLink, other)
            try manager.removeItem(atPath: other)
            try manager.linkItem(atPath: fixture.path, toPath: other)
            try await refuse(.hardLink, fixture.path)
            try manager.removeItem(atPath: other)
            try manager.createDirectory(atPath: other, withIntermediateDirectories: false)
            try await refuse(.notRegular, other)
            for mode in [0o640, 0o604, 0o620] {
                try scratch.setMode(mode, KeyringFixture.name)
                try await refuse(.readableByOthers, fixture.path)
            }
            try scratch.setMode(0o600, KeyringFixture.name)
            #expect(try await !fixture.unlocked().isLocked)
            if geteuid() == 0 {
                try manager.setAttributes([.ownerAccountID: 65534], ofItemAtPath: fixture.path)
                try await refuse(.foreignOwner, fixture.path)
            }
        }
    }

    @Test func `what is no keyring file is refused by its length, its magic and its version`() async throws {
        try await KeyringFixture.run { fixture in
            func refuse(_ bytes: [UInt8], _ flaw: VaultError.EnvelopeFlaw) async throws {
                try fixture.put(bytes)
                await #expect(throws: VaultError.invalidEnvelope(flaw)) { try await fixture.unlocked() }
            }
            let file = try fixture.bytes
            try await refuse(Array(file.prefix(3)), .length)
            try await refuse(Array(file.dropLast()), .length)
            try await refuse(file + [0], .length)
            try await refuse(file + [UInt8](repeating: 0, count: Envelope.maximumLength), .length)
        }
    }

    @Test func `another file than a keyring's is named as what it is`() async throws {
        try await KeyringFixture.run { fixture in
            let session = try await ExportFixture.session()
            try await session.update((1...600).map { Peer.user($0) })
            let passphrase = try Passphrase("p")
            let text = try await session.export(protectedBy: passphrase, derivation: .minimum).text
            let export = fixture.scratch.path("export")
            try await session.export(to: export, protectedBy: passphrase, includingPeers: true, derivation: .minimum)
            let withPeers = [UInt8](try Data(contentsOf: URL(filePath: export)))
            #expect(withPeers.count > Envelope.maximumLength)
            let database = Array("SQLite format 3\0".utf8) + [UInt8](repeating: 0, count: 32_768)
            let others: [([UInt8], VaultError.FileFlaw)] = [
                (try answers.envelope("raw key").envelope.bytes, .export), (withPeers, .export),
                (Array(text.utf8), .protectedString), (database, .database), ([], .empty),
                (Array("keys".utf8), .unknown),
                ([UInt8](repeating: 7, count: 100_000), .unknown),
            ]
            for (bytes, flaw) in others {
                try fixture.put(bytes)
                await #expect(throws: VaultError.unsuitableFile(flaw, path: fixture.path)) {
                    try await fixture.unlocked()
                }
            }
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    func `an idle time-out of nothing is refused before anything is made`(_ timeout: Duration) async throws {
        try await KeyringFixture.run { fixture in
            let path = fixture.scratch.path("other")
            await #expect(throws: VaultError.invalidIdleTimeout) {
                try await Keyring.create(at: path, with: .rawKey(try .generate()), idleTimeout: timeout)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
            await #expect(throws: VaultError.invalidIdleTimeout) { try await fixture.unlocked(idleTimeout: timeout) }
        }
    }

    @Test func `a file with any byte changed does not open`() async throws {
        try await KeyringFixture.run { fixture in
            let file = try fixture.bytes
            for index in file.indices {
                var changed = file
                changed[index] ^= 1 << UInt8(index % 8)
                try fixture.put(changed)
                await #expect(throws: VaultError.self, "byte \(index)") { try await fixture.unlocked() }
                #expect(throws: VaultError.self, "byte \(index), unlocked") { try fixture.keyring.read() }
            }
            try fixture.put(file)
            #expect(try await !fixture.unlocked().isLocked)
        }
    }

    @Test func `a payload that no keyring has is refused, though its seal is right`() throws {
        let known = answers.keyring.payload.bytes
        func refuse(_ change: (inout [UInt8]) -> Void) throws {
            var payload = known
            change(&payload)
            let cell = try SecretBytes(copying: payload.span)
            #expect(throws: VaultError.tampered(.envelope)) { try KeyringRecord(cell) }
        }
        #expect(try KeyringRecord(SecretBytes(copying: known.span)).roots.count == 2)
        try refuse { $0[0] = 2 }  // version
        try refuse { $0[1] = 0 }  // no root
        try refuse { $0[1] = 1 }  // the second in the padding
        try refuse { $0[1] = 4 }  // more than there are
        try refuse { $0[10] = 0 }  // a state that is none
        try refuse { $0[10] = 3 }
        try refuse { $0[10] = 2 }  // none active
        try refuse { $0[51] = 1 }  // two active
        try refuse { for index in 0..<8 { $0[43 + index] = $0[2 + index] } }  // one id twice
        try refuse { $0[$0.count - 1] = 1 }  // padding that is not zero
        try refuse { $0 += [UInt8](repeating: 0, count: 64) }  // more of it than there has to be
        try refuse { $0 = [] }
    }

    @Test func `an older state that is put back under an unlocked keyring is found`() async throws {
        try await KeyringFixture.run { fixture in
            let old = try fixture.bytes
            let slot = try await fixture.keyring.add(.rawKey(try .generate()))
            try fixture.put(old)
            await #expect(throws: VaultError.tampered(.envelope)) { try await fixture.keyring.remove(slot) }
            #expect(try fixture.bytes == old)
        }
    }

    @Test func `a keyring that took the place of another is not changed`() async throws {
        try await KeyringFixture.run { fixture in
            try await KeyringFixture.run { other in
                let bytes = try other.bytes
                try fixture.put(bytes)
                let error = VaultError.otherVault(expected: fixture.keyring.id, found: other.keyring.id)
                await #expect(throws: error) { try await fixture.keyring.add(.rawKey(try .generate())) }
                #expect(try fixture.bytes == bytes)
            }
            try FileManager.default.removeItem(atPath: fixture.path)
            await #expect(throws: VaultError.unsuitableFile(.missing, path: fixture.path)) {
                try await fixture.keyring.add(.rawKey(try .generate()))
            }
            try #expect(fixture.scratch.names == [])
        }
    }
}
