import SessionVault
import Testing

/// The code of the article *Exports*.
@Suite struct ExportsSnippets {
    @Test func `a session goes to a person, signed, as text and as a file, and into a box`() async throws {
        try await Scratch.run { scratch in
            let directory = scratch.directory
            let session = Session(MemoryStorage())
            try await session.open()
            try await session.replace(
                authKey: try .random(), dataCenter: DataCenter(id: 2), account: Account(id: 7), apiID: 5)

            let identity = try Identity.generate()
            try identity.write(to: directory + "/bob.identity")  // mode 0600
            print(identity.recipient)  // svpub1…, for everybody
            let bob = identity.recipient
            #expect(try Identity(file: directory + "/bob.identity").recipient == bob)

            let alice = try SigningIdentity.generate()
            let text = try await session.export(sealedTo: [bob], signedBy: alice, note: "the news account").text
            try await open(text, with: identity, from: alice.signer)

            try await session.update([Peer(id: 1, accessHash: 2, kind: .user)])
            let other = Session(MemoryStorage())
            try await other.open()
            try await session.export(
                to: directory + "/move.svault", sealedTo: [bob], includingPeers: true, signedBy: alice)
            let moved = try await other.import(
                from: directory + "/move.svault", with: .identity(identity), origin: .signed(by: [alice.signer]))
            print(moved.peers)
            #expect(moved.peers == 1)

            let repositoryKey = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo="
            let box = try await session.export(sealedToRawBoxKey: repositoryKey)  // base64, for the request's body
            #expect(box.count == 548)
        }
    }

    private func open(_ text: String, with identity: Identity, from aliceSigner: Signer) async throws {
        let session = Session(MemoryStorage())
        try await session.open()
        let export = try await session.import(
            try ProtectedString(text), with: .identity(identity), origin: .signed(by: [aliceSigner]))
        print(export.note ?? "")
        #expect(export.note == "the news account" && export.origin == .signed(aliceSigner))
    }
}
