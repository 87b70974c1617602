import Testing

@testable import SessionVault

/// The test vectors that are files, which the reader in `Tests/Interop/reader` reads too.
@Suite struct KitTests {
    @Test(arguments: KitFile.all)
    func `a test vector gives what it says, or is refused as it says`(file: KitFile) async throws {
        #expect(try await outcome(of: file) == file.expected)
    }

    @Test func `the kit has a success of every format, and a refusal of every class`() throws {
        // As many as there are: one that is lost, or that nobody committed, is missed.
        #expect(KitFile.all.count == 531)
        let formats = Set(try KitFile.all.map { try $0.line("format") })
        let opened = KitFile.all.filter { $0["expect"] == "success" }
        #expect(Set(try opened.map { try $0.line("format") }) == formats && formats.count == 12)
        #expect(Set(KitFile.all.compactMap { $0["expect"] }) == Set(KitClass.allCases.map(\.rawValue) + ["success"]))
    }

    private func outcome(of file: KitFile) async throws -> KitOutcome {
        do {
            return .success(try await Scratch.run(syncsNothing: true) { try await open(file, $0) })
        } catch let error as VaultError {
            return .refused(try #require(KitClass(error), "no class for \(error)"))
        }
    }

    private func open(_ file: KitFile, _ scratch: Scratch) async throws -> [String: String] {
        switch try file.line("format") {
        case "text": try await file.openText(scratch)
        case "file": try await file.openFile(scratch)
        case "vault": try await file.openVault(scratch)
        case "keyring": try await file.openKeyring(scratch)
        case "ledger": try file.openLedger()
        case "box": try await file.openBox()
        case let format: try file.openKey(format)
        }
    }
}
