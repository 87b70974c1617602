import Foundation
import Testing

@testable import SessionVault

@Suite struct FileInspectionTests {
    @Test func `a keyring's file shows its slots, and its ledger nothing`() async throws {
        try await KeyringFixture.run { fixture in
            _ = try await fixture.unlocked(ledger: fixture.ledgerPath)
            guard case .keyring(let file) = try Inspection.ofFile(fixture.path) else {
                Issue.record("no keyring")
                return
            }
            #expect(file.vault.kind == .keyring && file.vault.slots.map(\.kind) == [.rawKey])
            #expect(file.vault.id == fixture.keyring.id)
            #expect(file.warnings == [.singleSlot])
            try #expect(file == Inspection.ofKeyring(fixture.path))
            try fixture.scratch.setMode(0o640, KeyringFixture.name)
            try #expect(Inspection.ofKeyring(fixture.path).warnings.contains(.readableByOthers(mode: 0o640)))
            try #expect(Inspection.ofFile(fixture.ledgerPath) == .ledger)
            let other = fixture.scratch.path("no.svault")
            #expect(throws: VaultError.unsuitableFile(.missing, path: other)) { try Inspection.ofKeyring(other) }
        }
    }

    @Test func `an export's file says whether it carries peers`() async throws {
        try await Scratch.run { scratch in
            let session = try await ExportFixture.session()
            try await session.update([Peer.user(5, ["anna"])])
            let identity = try Identity.generate()
            for includesPeers in [false, true] {
                let path = scratch.path("export-\(includesPeers)")
                let id = try await session.export(
                    to: path, sealedTo: [identity.recipient], includingPeers: includesPeers)
                guard case .export(let file) = try Inspection.ofFile(path) else {
                    Issue.record("no export")
                    continue
                }
                #expect(file.vault.id == id && file.vault.rowsSealed == includesPeers)
                #expect(file.vault.slots.map(\.kind) == [.recipient(nil)])
                #expect(file.warnings.isEmpty)
                // Cut behind the envelope, or with more behind it.
                let handle = try #require(FileHandle(forWritingAtPath: path))
                try handle.truncate(atOffset: UInt64(file.vault.size + (includesPeers ? 0 : 1)))
                try handle.close()
                let error: VaultError =
                    includesPeers ? .unsuitableFile(.truncated, path: path) : .invalidEnvelope(.length)
                #expect(throws: error) { try Inspection.ofFile(path) }
            }
        }
    }

    @Test func `a file with a text in it is told apart, and others who can read a secret are told of`() async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("a file")
            let url = URL(filePath: path)
            try Data((KnownStrings.pyrogram + "\n").utf8).write(to: url)
            try scratch.setMode(0o644, "a file")
            guard case .text(.sessionString(let string), mode: 0o644) = try Inspection.ofFile(path) else {
                Issue.record("no string")
                return
            }
            #expect(string.form == .pyrogram && string.dataCenter == 4 && !string.isTest)
            #expect(string.isBot == true && string.hasAPIID)
            try #expect(Inspection.ofFile(path).warnings == [.plainKey, .readableByOthers(mode: 0o644)])

            let identity = try Identity.generate()
            try FileManager.default.removeItem(atPath: path)
            try identity.write(to: path)
            try #expect(Inspection.ofFile(path) == .text(.secret(.identity), mode: 0o600))
            try scratch.setMode(0o640, "a file")
            try #expect(Inspection.ofFile(path).warnings == [.readableByOthers(mode: 0o640)])

            try Data(repeating: 65, count: Inspection.longestText + 1).write(to: url)
            #expect(throws: VaultError.unsuitableSecret(.tooLong, path: path)) { try Inspection.ofFile(path) }
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "elsewhere")
            #expect(throws: VaultError.unsuitableFile(.symbolicLink, path: path)) { try Inspection.ofFile(path) }
        }
    }

    @Test func `a text is what its prefix says, and a typing error in it is one`() async throws {
        let session = try await ExportFixture.session()
        let passphrase = try Passphrase("a passphrase")
        let text = try await session.export(protectedBy: passphrase, derivation: .minimum)
        guard case .protectedString(let vault) = try Inspection.ofText(" \"\(try text.text)\"\n") else {
            Issue.record("no protected string")
            return
        }
        #expect(vault.id == text.id && vault.kind == .export)
        #expect(vault.warnings == [.derivationBelowStandard(vault.slots[0].id, .minimum)])
        #expect(throws: VaultError.typo(missing: 1)) { try Inspection.ofText(String(text.text.dropLast())) }

        let identity = try Identity.generate()
        let signer = try SigningIdentity.generate().signer
        try #expect(Inspection.ofText("\(identity.recipient)") == .recipient(identity.recipient))
        try #expect(Inspection.ofText("\(signer)") == .signer(signer))
        try #expect(identity.withText { try Inspection.ofText($0) } == .secret(.identity))
        try #expect(RawKey.generate().withText { try Inspection.ofText($0) } == .secret(.rawKey))
        try #expect(RecoveryCode.generate().withText { try Inspection.ofText($0) } == .secret(.recoveryCode))
        try #expect(SigningIdentity.generate().withText { try Inspection.ofText($0) } == .secret(.signingIdentity))
        #expect(throws: VaultError.typo(missing: 0)) { try Inspection.ofText("svault1_x") }
        #expect(throws: VaultError.invalidSessionString(.empty)) { try Inspection.ofText("# a comment alone") }
        #expect(throws: VaultError.invalidSessionString(.length(3))) { try Inspection.ofText("abc") }
    }
}
