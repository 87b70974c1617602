import Foundation
import Testing

@testable import SessionVault

@Suite struct NewSessionFileTests {
    private struct Stop: Error {}

    @Test(arguments: [false, true])
    func `a session's file is made whole, under its name, and opens with its secret`(isSealed: Bool) async throws {
        try await Scratch.run { scratch in
            let passphrase = try Passphrase("new")
            let path = scratch.path("x.session")
            let key = try AuthKey.random()
            try await Session.make(
                at: path, sealedWith: isSealed ? .passphrase(passphrase) : nil, derivation: .minimum
            ) { session, _ in
                try await session.replace(authKey: key, dataCenter: DataCenter(id: 2))
                try await session.update((1...700).map { Peer.user($0, ["name\($0)"]) })
                // Nobody finds half of it.
                try #expect(!scratch.names.contains("x.session"))
            }
            try #expect(scratch.names == ["x.session"])
            try #expect(scratch.mode("x.session") == 0o600)
            let file = FileStorage(path: path)
            let session = Session(isSealed ? file.encrypted(with: passphrase) : file)
            try await session.withOpen {
                try #expect(session.authKey == key)
                let peer = try await session.peer(username: "name700")
                #expect(peer?.id == 700)
            }
        }
    }

    @Test func `nothing is left of one that could not be made, and nothing is replaced`() async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("x.session")
            await #expect(throws: Stop.self) {
                try await Session.make(at: path, sealedWith: nil) { session, _ in
                    try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 2))
                    throw Stop()
                }
            }
            try #expect(scratch.names == [])
            // Somebody else's, which appears meanwhile.
            await #expect(throws: VaultError.unsuitableFile(.exists, path: path)) {
                try await Session.make(at: path, sealedWith: nil) { session, _ in
                    try await session.replace(authKey: .random(), dataCenter: DataCenter(id: 2))
                    try Data("theirs".utf8).write(to: URL(filePath: path))
                }
            }
            try #expect(scratch.names == ["x.session"])
            try #expect(Data(contentsOf: URL(filePath: path)) == Data("theirs".utf8))
        }
    }
}
