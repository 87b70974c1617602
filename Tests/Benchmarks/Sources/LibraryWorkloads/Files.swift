import SessionVault
import Support

package enum Sealing: String {
    case plain, sealed
}

/// Where a contender's sessions are, and what opens them without a derivation: a raw key, and where there are many of
/// them a keyring.
package struct Files: Sendable {
    enum Kind {
        case one, ofMany
    }

    let directory: String
    let sealing: Sealing
    private let key: RawKey
    private let keyring: Keyring

    package init(in directory: String, _ sealing: Sealing) async throws {
        self.directory = directory
        self.sealing = sealing
        // Another process opens the same files.
        let key = try RawKey(Array(0..<32).span)
        self.key = key
        let path = directory + "/keys.svault"
        do {
            keyring = try await Keyring.create(at: path, with: .rawKey(key))
        } catch VaultError.unsuitableFile {
            keyring = try await Keyring.unlock(at: path, with: .rawKey(key))
        }
    }

    func path(_ name: String) -> String { directory + "/" + name + ".session" }

    func plain(_ name: String) -> FileStorage { FileStorage(path: path(name)) }

    func sealed(_ name: String) -> EncryptedStorage { plain(name).encrypted(with: .rawKey(key)) }

    func session(_ name: String, _ kind: Kind = .one) -> Session {
        switch (sealing, kind) {
        case (.plain, _): Session(plain(name))
        case (.sealed, .one): Session(sealed(name))
        case (.sealed, .ofMany): Session(plain(name).encrypted(with: keyring))
        }
    }
}
