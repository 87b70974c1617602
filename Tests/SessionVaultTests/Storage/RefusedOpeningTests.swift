import Foundation
import Testing

@testable import SessionVault

/// What a layer above a file refuses is left byte for byte as it was: its schema, its journal's mark and its mode too.
@Suite struct RefusedOpeningTests {
    private static let journals = ["DELETE", "TRUNCATE", "PERSIST", "WAL"]

    private func sealed(_ file: FileStorage) throws -> EncryptedStorage {
        file.encrypted(with: try Passphrase("a passphrase"), derivation: .minimum)
    }

    /// What Pyrogram wrote, changed by SQL, with a mode that an opening would change.
    private func copyOld(to scratch: Scratch, _ journal: String, _ statements: String...) throws -> FileStorage {
        let fixture = try #require(FixtureFile.opened.first { $0.name == "pyrogram-3" })
        let storage = try fixture.copy(to: scratch)
        try scratch.sqlite("x.session", ["PRAGMA journal_mode=\(journal)"] + statements)
        try scratch.setMode(0o644, "x.session")
        return storage
    }

    /// - Parameter keepsJournal: Whether a journal that its client keeps, with nothing in it, has to be there still: the
    ///   transaction of a migration that is rolled back goes through it.
    private func expectRefused(
        _ error: VaultError, in scratch: Scratch, mode: UInt16, keepsJournal: Bool = true,
        _ open: () async throws -> Void
    ) async throws {
        func contents() throws -> [String: Data] {
            try scratch.contents.filter { keepsJournal || $0.key != "x.session-journal" }
        }
        let before = try contents()
        await #expect(throws: error) { try await open() }
        try #expect(contents() == before)
        try #expect(scratch.mode("x.session") == mode)
    }

    @Test(arguments: journals)
    func `a plain file of an earlier schema where a sealed one is expected is not migrated`(
        _ journal: String
    ) async throws {
        try await Scratch.run { scratch in
            let file = try copyOld(to: scratch, journal)
            let storage = try sealed(file)
            for call in [{ _ = try await storage.open() }, { try await storage.decryptToPlaintext() }] {
                try await expectRefused(.notEncrypted, in: scratch, mode: 0o644, keepsJournal: false, call)
            }
            // The refusal leaves nothing behind: what is asked for rightly happens, and is told.
            try await storage.encrypt()
            let notices = try await storage.open()
            #expect(notices.contains { if case .schemaMigrated = $0 { true } else { false } })
            #expect(notices.contains(.modeTightened(path: file.path, from: 0o644)))
            try await storage.close()
        }
    }

    @Test(arguments: journals)
    func `a session that cannot be read, and rows that cannot be sealed, are refused before the migration`(
        _ journal: String
    ) async throws {
        try await Scratch.run { scratch in
            let file = try copyOld(to: scratch, journal, "UPDATE peers SET type = 'us\u{E9}r'")
            let storage = try sealed(file)
            try await expectRefused(
                .unstorableValue(field: "type"), in: scratch, mode: 0o644, keepsJournal: false
            ) { try await storage.encrypt() }
            try scratch.sqlite("x.session", "UPDATE sessions SET dc_id = -1")
            try await expectRefused(
                .invalidValue(column: "dc_id"), in: scratch, mode: 0o644, keepsJournal: false
            ) { try await Session(file).open() }
            try scratch.sqlite("x.session", "UPDATE sessions SET auth_key = NULL")
            for call in [{ _ = try await storage.encrypt() }, { try await storage.decryptToPlaintext() }] {
                try await expectRefused(.noSession, in: scratch, mode: 0o644, keepsJournal: false, call)
            }
        }
    }

    @Test(arguments: journals)
    func `a sealed file that is opened as a plain one, or sealed again, stays as it is`(_ journal: String) async throws
    {
        try await Scratch.run { scratch in
            try scratch.copyFixture(as: "x.session")
            let file = FileStorage(path: scratch.path("x.session"))
            let storage = try sealed(file)
            try await storage.encrypt()
            try scratch.sqlite("x.session", "PRAGMA journal_mode=\(journal)")
            try scratch.setMode(0o640, "x.session")
            try await expectRefused(.encrypted, in: scratch, mode: 0o640) { try await Session(file).open() }
            try await expectRefused(.encrypted, in: scratch, mode: 0o640) { try await storage.encrypt() }
            try scratch.sqlite("x.session", "UPDATE sessions SET auth_key = NULL")
            try await expectRefused(.tampered(.envelope), in: scratch, mode: 0o640) { try await storage.open() }
        }
    }

    @Test func `a log that a killed client left is there still, and not written into the file`() async throws {
        try await Scratch.run { scratch in
            let file = try copyOld(to: scratch, "DELETE")
            try scratch.holder("x.session", "PRAGMA journal_mode=WAL", "UPDATE sessions SET api_id = 99").kill()
            try #expect(scratch.names.contains("x.session-wal"))
            let storage = try sealed(file)
            try await expectRefused(.notEncrypted, in: scratch, mode: 0o644) { try await storage.open() }
            try await file.open()
            try await #expect(file.session()?.apiID == 99)
            try await file.close()
        }
    }
}
