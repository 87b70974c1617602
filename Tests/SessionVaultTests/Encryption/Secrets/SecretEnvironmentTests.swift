import Foundation
import Testing
import VaultSodium

@testable import SessionVault

/// Secrets from the environment and from credentials: in a forked child, since the environment is the process's own.
@Suite(.serialized) struct SecretEnvironmentTests {
    private static let name = "SESSION_VAULT_TEST_SECRET"
    private static let place = "the environment variable \(name)"

    private static func set(_ value: String, _ name: String = name) { unsafe setenv(name, value, 1) }

    private static var isGone: Bool { unsafe getenv(name) == nil }

    private static func isRefused(_ error: VaultError, _ body: () throws -> Void) -> Bool {
        do {
            try body()
            return false
        } catch let found { return found as? VaultError == error }
    }

    private static func text(_ passphrase: Passphrase) throws -> String {
        try passphrase.withText { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
    }

    @Test func `a passphrase is taken out of the environment`() async throws {
        let ending = try await Fork.retrying {
            Self.set("hunter2\n")
            guard try Self.text(Passphrase(environment: Self.name)) == "hunter2", Self.isGone else { return false }
            return Self.isRefused(.unsuitableSecret(.missing, path: Self.place)) {
                _ = try Passphrase(environment: Self.name)
            }
        }
        #expect(ending == .succeeded)
    }

    @Test func `its value is overwritten where it stood`() async throws {
        let ending = try await Fork.retrying {
            Self.set("hunter2 hunter2")
            guard let value = unsafe getenv(Self.name) else { return false }
            _ = try Passphrase(environment: Self.name)
            // The C library here keeps the memory of what was removed.
            return (0..<15).allSatisfy { unsafe value[$0] == 0 }
        }
        #expect(ending == .succeeded)
    }

    @Test func `a value in memory that cannot be written is taken too`() async throws {
        let ending = try await Fork.retrying {
            let page = unsafe mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            guard let page = unsafe page?.assumingMemoryBound(to: CChar.self) else { return false }
            unsafe strcpy(page, Self.name + "=hunter2")
            guard unsafe mprotect(page, 4096, PROT_READ) == 0, unsafe putenv(page) == 0 else { return false }
            return try Self.text(Passphrase(environment: Self.name)) == "hunter2" && Self.isGone
        }
        #expect(ending == .succeeded)
    }

    @Test func `what is refused is removed as well`() async throws {
        let cases: [(String, VaultError)] = [
            ("", .unsuitableSecret(.empty, path: Self.place)), ("\n", .unsuitableSecret(.empty, path: Self.place)),
            (String(repeating: "x", count: 4099), .unsuitableSecret(.tooLong, path: Self.place)),
        ]
        let ending = try await Fork.retrying {
            cases.allSatisfy { value, error in
                Self.set(value)
                return Self.isRefused(error) { _ = try Passphrase(environment: Self.name) } && Self.isGone
            }
        }
        #expect(ending == .succeeded)
    }

    @Test func `a raw key in the environment is text, never 32 characters`() async throws {
        let (key, text) = (KnownAnswers.shared.raw_key.bytes, KnownAnswers.shared.text.raw_key)
        let ending = try await Fork.retrying {
            Self.set(text)
            let read = try RawKey(environment: Self.name).slotKey.cell.withBytes { [UInt8](copying: $0) }
            Self.set(String(repeating: "x", count: 32))
            let isRefused = Self.isRefused(.invalidSecret(.rawKey)) { _ = try RawKey(environment: Self.name) }
            return read == key && isRefused && Self.isGone
        }
        #expect(ending == .succeeded)
    }

    @Test func `identities and a recovery code are taken out of the environment`() async throws {
        let ending = try await Fork.retrying {
            let (identity, signing, code) = (
                try Identity.generate(), try SigningIdentity.generate(), try RecoveryCode.generate()
            )
            try identity.withText { Self.set(String(decoding: [UInt8](copying: $0), as: UTF8.self) + "\n") }
            guard try Identity(environment: Self.name).recipient == identity.recipient, Self.isGone else {
                return false
            }
            try signing.withText { Self.set(String(decoding: [UInt8](copying: $0), as: UTF8.self)) }
            guard try SigningIdentity(environment: Self.name).signer == signing.signer, Self.isGone else {
                return false
            }
            try code.withText { Self.set(String(decoding: [UInt8](copying: $0), as: UTF8.self)) }
            let read = try RecoveryCode(environment: Self.name)
            guard try read.cell.isEqual(to: code.cell), Self.isGone else { return false }
            let missing = VaultError.unsuitableSecret(.missing, path: Self.place)
            return Self.isRefused(missing) { _ = try Identity(environment: Self.name) }
                && Self.isRefused(missing) { _ = try SigningIdentity(environment: Self.name) }
                && Self.isRefused(missing) { _ = try RecoveryCode(environment: Self.name) }
        }
        #expect(ending == .succeeded)
    }

    @Test func `a credential is a file of its name in the directory that systemd names`() async throws {
        try await Scratch.run { scratch in
            try Data("hunter2\n".utf8).write(to: URL(filePath: scratch.path("passphrase")))
            try Data(KnownAnswers.shared.raw_key.bytes).write(to: URL(filePath: scratch.path("key")))
            try Data((KnownAnswers.shared.identity.identity_text ?? "").utf8).write(
                to: URL(filePath: scratch.path("identity")))
            let code = try RecoveryCode.generate()
            try code.withText { try Data([UInt8](copying: $0)).write(to: URL(filePath: scratch.path("code"))) }
            for name in ["passphrase", "key", "identity", "code"] { try scratch.setMode(0o400, name) }
            let ending = try await Fork.retrying {
                Self.set(scratch.directory, "CREDENTIALS_DIRECTORY")
                guard try Self.text(Passphrase(credential: "passphrase")) == "hunter2" else { return false }
                _ = try RawKey(credential: "key")
                _ = try Identity(credential: "identity")
                _ = try RecoveryCode(credential: "code")
                return ["", ".", "..", "a/b", "../passphrase", "none", "a\0"].allSatisfy { name in
                    Self.isRefused(.unsuitableSecret(.missing, path: "the credential \(name)")) {
                        _ = try Passphrase(credential: name)
                    }
                }
            }
            #expect(ending == .succeeded)
        }
    }

    @Test func `without a directory of credentials there is none`() async throws {
        let ending = try await Fork.retrying {
            unsafe unsetenv("CREDENTIALS_DIRECTORY")
            let place = "the environment variable CREDENTIALS_DIRECTORY"
            return Self.isRefused(.unsuitableSecret(.missing, path: place)) { _ = try RawKey(credential: "key") }
        }
        #expect(ending == .succeeded)
    }

    /// Root's, since systemd's credentials are; an ordinary user's own file has no access list of systemd's.
    @Test func `group may read a credential where root owns it, and no other file`() async throws {
        try await Scratch.run { scratch in
            try Data("hunter2".utf8).write(to: URL(filePath: scratch.path("c")))
            let path = scratch.path("c")
            let ending = try await Fork.retrying {
                Self.set(scratch.directory, "CREDENTIALS_DIRECTORY")
                for (mode, isRootsOnly) in [(0o440, true), (0o444, false), (0o460, false), (0o450, false)] {
                    try scratch.setMode(mode, "c")
                    let isTaken = (try? Passphrase(credential: "c")) != nil
                    guard isTaken == (isRootsOnly && geteuid() == 0) else { return false }
                    guard
                        Self.isRefused(
                            .unsuitableSecret(.readableByOthers, path: path), { _ = try Passphrase(file: path) })
                    else { return false }
                }
                return true
            }
            #expect(ending == .succeeded)
        }
    }
}
