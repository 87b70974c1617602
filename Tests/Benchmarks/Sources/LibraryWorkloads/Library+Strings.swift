import SessionVault
import Shortcut
import Support

extension Library {
    func export(_ request: Request) async throws -> Reply {
        let (count, session) = (try request.count, try session)
        var length = 0
        let time = try await seconds {
            for _ in 0..<count {
                length += try await session.exportPlaintext(as: .pyrogram).unprotectedText().utf8.count
            }
        }
        guard length > 256 * count else { throw WrongAnswer(in: request.workload) }
        return .measured(time, count)
    }

    /// A session string alone, without a session that takes it in.
    func parse(_ request: Request) async throws -> Reply {
        let count = try request.count
        let text = try await session.exportPlaintext(as: .pyrogram).unprotectedText()
        var sum = 0
        let time = try await seconds {
            for _ in 0..<count { sum += try SessionString(text).dataCenter.id }
        }
        return .measured(time, count, check: sum)
    }

    /// Nobody seals what lies in memory only, so it is the same for both.
    func `import`(_ request: Request) async throws -> Reply {
        let count = try request.count
        let text = try await session.exportPlaintext(as: .pyrogram).unprotectedText()
        var sum = 0
        let time = try await seconds {
            for _ in 0..<count {
                let session = Session(MemoryStorage())
                try await session.open()
                try await session.import(try SessionString(text))
                sum += try session.dataCenter.id
            }
        }
        return .measured(time, count, check: sum)
    }

    /// Sealed to a recipient, as text.
    func seal(_ request: Request) async throws -> Reply {
        let (count, session) = (try request.count, try session)
        let recipient = try Identity.generate().recipient
        var length = 0
        let time = try await seconds {
            for _ in 0..<count { length += try await session.export(sealedTo: [recipient]).text.utf8.count }
        }
        guard length > 256 * count else { throw WrongAnswer(in: request.workload) }
        return .measured(time, count)
    }

    /// As its recipient, by a session that has what is in it already, so that nothing is written.
    func unseal(_ request: Request) async throws -> Reply {
        let (count, session, identity) = (try request.count, try session, try Identity.generate())
        let text = try await session.export(sealedTo: [identity.recipient]).text
        let secret = VaultSecret.identity(identity)
        let time = try await seconds {
            for _ in 0..<count {
                try await session.import(try ProtectedString(text), with: secret, origin: .acceptUnverified)
            }
        }
        return .measured(time, count)
    }

    /// With a derivation that returns at once: a real one takes more than all that is beside it, and varies by more too.
    func protect(_ request: Request) async throws -> Reply {
        let count = try request.count
        let passphrase = try Passphrase(Sample.passphrase)
        let session = Session(MemoryStorage())
        try await session.open()
        try await session.fill(authKey)
        shortcut_derivations(1)
        defer { shortcut_derivations(0) }
        let time = try await seconds {
            for _ in 0..<count {
                let text = try await session.export(protectedBy: passphrase, derivation: .minimum).text
                // It has that session already, so nothing is written.
                try await session.import(try ProtectedString(text), with: passphrase)
            }
        }
        try await session.close()
        return .measured(time, count)
    }
}
