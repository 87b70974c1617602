import Testing
import VaultSodium

@testable import SessionVault

/// Tokens that were worked out for one call of a batch and are used in another.
@Suite struct BatchTokensTests {
    private func keys(of byte: UInt8 = 7) throws -> RowKeys {
        let bytes = [UInt8](repeating: byte, count: 32)
        let vaultID = [UInt8](repeating: 3, count: 16)
        return try RowKeys(DataKey(SecretBytes(copying: bytes.span)), vaultID: vaultID, epoch: 1)
    }

    private func peer(_ id: Int64, _ usernames: [String], _ phoneNumber: String? = nil) -> PeerRecord {
        PeerRecord(id: id, accessHash: 1, type: "user", usernames: usernames, phoneNumber: phoneNumber, date: 9)
    }

    private func claims(_ peers: [PeerRecord]) -> [NameClaim] {
        peers.flatMap { peer in
            peer.usernames.map { NameClaim(name: .username($0), peer: peer.id) }
                + (peer.phoneNumber.map { [NameClaim(name: .phoneNumber($0), peer: peer.id)] } ?? [])
        }
    }

    /// What an engine finds a row by.
    private func found(_ changes: [StorageChange]) -> [PeerRecord] {
        changes.compactMap { change in
            guard case .setPeer(var row) = change else { return nil }
            row.sealed = nil
            return row
        }
    }

    @Test func `a batch is sealed alike with and without them, whatever they are of`() throws {
        let keys = try keys()
        let asked = [
            peer(1, ["one", "uno"], "151"), peer(2, []), peer(3, ["three"]), peer(4, ["é"], "154"), peer(5, ["five"]),
            peer(6, ["@"], "+"),
        ]
        let tokens = try BatchTokens(of: claims(asked), with: keys)
        #expect(tokens.sealed.count == 9)
        for changed in [
            asked, Array(asked.dropFirst(2)), asked.reversed(), [asked[2], asked[0], asked[2]], [],
            // Another name, a second one, one less, another peer's, and the other way to write é.
            [peer(1, ["other", "uno"], "152")], [peer(1, ["one", "uno", "eins"])], [peer(1, ["uno"])],
            [peer(3, ["one"], "151")], [peer(4, ["e\u{301}"], "154")], [peer(7, ["one"], "151")],
        ] {
            let changes = changed.map { StorageChange.setPeer($0) }
            try #expect(found(keys.seal(changes, knowing: tokens)) == found(keys.seal(changes)))
        }
    }

    @Test func `they are found for the names that they are of, and for no others`() throws {
        let tokens = try BatchTokens(of: claims([peer(1, ["one", "uno"], "151"), peer(3, ["three"])]), with: keys())
        var cursor = 0
        let first = tokens.ofPeer(1, from: &cursor)
        #expect([first.username("one"), first.username("uno"), first.phoneNumber("151")].allSatisfy { $0 != nil })
        #expect(try first.id == keys().token(peer: 1))
        #expect(first.username("three") == nil && first.phoneNumber("one") == nil && first.username("151") == nil)
        #expect(tokens.ofPeer(3, from: &cursor).username("three") != nil)
        #expect(tokens.ofPeer(1, from: &cursor).id == nil && tokens.ofPeer(2, from: &cursor).id == nil)
    }

    @Test func `they are of their keys alone`() throws {
        let tokens = try BatchTokens(of: claims([peer(1, ["one"], "151")]), with: keys())
        let others = try keys(of: 8)
        let changes = [StorageChange.setPeer(peer(1, ["one"], "151"))]
        try #expect(found(others.seal(changes, knowing: tokens)) == found(others.seal(changes)))
    }
}
