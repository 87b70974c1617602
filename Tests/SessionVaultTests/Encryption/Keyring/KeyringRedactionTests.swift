import Testing
import VaultSodium

@testable import SessionVault

@Suite struct KeyringRedactionTests {
    private func expect(_ value: Any, _ description: String) {
        var dumped = ""
        dump(value, to: &dumped)
        for text in ["\(value)", String(describing: value), String(reflecting: value)] {
            #expect(text == description)
        }
        // With a bullet, and the number that a dump gives an object.
        #expect(dumped == "- \(description)\n" || dumped == "- \(description) #0\n")
        #expect(Mirror(reflecting: value).children.isEmpty)
    }

    @Test func `a keyring, its ledger and what it opens show ids and nothing else`() async throws {
        try await KeyringFixture.run { fixture in
            let keyring = try await fixture.unlocked(ledger: fixture.ledgerPath)
            let storage = try await fixture.vault(keyring).encrypted(with: keyring)
            expect(storage, "encrypted storage")
            expect(storage.vault, "vault")
            try await storage.open()
            let id = try storage.vault.id
            expect(keyring, "keyring \(keyring.id)")
            expect(try #require(keyring.ledger), "ledger of keyring \(keyring.id)")
            expect(storage, "encrypted storage, vault \(id)")
            expect(storage.vault, "vault \(id)")
            keyring.lock()
            expect(keyring, "keyring \(keyring.id), locked")
            expect(storage, "encrypted storage")
        }
    }

    @Test func `what holds a keyring shows no byte of a key`() async throws {
        try await KeyringFixture.run { fixture in
            let storage = try await fixture.vault().encrypted(with: fixture.keyring)
            let rotation = try await fixture.keyring.rotateRoot(over: [storage])
            try await storage.open()
            let root = try fixture.keyring.rootKeys()[0].key.cell.withBytes { [UInt8](copying: $0) }
            let (decimal, hexadecimal) = (root.prefix(4).map { "\($0)" }, Hexadecimal.text(Array(root.prefix(4))))
            for value in [VaultSecret.keyring(fixture.keyring), rotation, [storage.vault], storage] as [Any] {
                var dumped = ""
                dump(value, to: &dumped)
                for text in [dumped, String(reflecting: value)] {
                    #expect(!text.contains(hexadecimal) && !text.contains("SecretBytes") && !text.contains("DataKey"))
                    #expect(!text.contains(decimal.joined(separator: ", ")))
                }
            }
        }
    }

    @Test func `a description is no use of a keyring`() async throws {
        try await KeyringFixture.run { fixture in
            let storage = try await fixture.vault().encrypted(with: fixture.keyring)
            try await storage.open()
            _ = fixture.keyring.takeUse()
            _ = "\(fixture.keyring) \(storage) \(storage.vault)"
            #expect(!fixture.keyring.takeUse())
        }
    }
}
