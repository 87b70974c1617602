import Testing

@testable import SessionVault

/// What errors tell whoever reads them; what they are thrown for is tested where it is thrown.
@Suite struct VaultErrorTests {
    @Test func `what is missing is named with how it is given`() {
        let account = VaultError.missingValue(field: "account").description
        #expect(account.contains("no account") && account.contains("log in first"))
        let application = VaultError.missingValue(field: "apiID").description
        #expect(application.contains("no application's id") && application.contains("give it with apiID:"))
    }

    @Test func `a sealed session is not said to have a passphrase`() {
        #expect(!VaultError.encrypted.description.contains("passphrase"))
        #expect(VaultError.encrypted.description.contains("open it as an encrypted one"))
    }

    @Test func `a symbolic link is called one`() {
        for error in [
            VaultError.unsuitableFile(.symbolicLink, path: "/a"), .unsuitableSecret(.symbolicLink, path: "/a"),
        ] { #expect(error.description == "/a is a symbolic link; give the file itself") }
    }

    @Test func `what any file can be is not told of a session's alone`() {
        let flaws: [VaultError.FileFlaw] = [
            .symbolicLink, .hardLink, .notRegular, .foreignOwner, .sharedDirectory, .empty, .truncated, .foreignJournal,
            .name, .tooLong, .missingDirectory, .foreignDirectory, .replaced, .exists, .missing, .readableByOthers,
            .unknown,
        ]
        for flaw in flaws { #expect(!flaw.description.contains("session"), "\(flaw)") }
    }
}
