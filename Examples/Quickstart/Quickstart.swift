import Foundation
import SessionVault

/// A session's way from a plain file to a sealed one, and out again as a protected string.
@main enum Quickstart {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        if let first = arguments.first, ["-h", "--help"].contains(first) { return print(usage) }
        do {
            guard arguments.count <= 1 else { throw Failure(usage) }
            try await Workplace.run { workplace in
                let file = try await workplace.session(from: arguments.first)
                do {
                    try await walk(file)
                } catch {
                    throw file.failure(for: error)
                }
            }
        } catch {
            FileHandle.standardError.write(Data("quickstart: error: \(error)\n".utf8))
            exit(1)
        }
    }

    private static let usage = """
        usage: Quickstart [NAME.session]
        Takes a copy of the session, or a sample, from a plain file to a sealed one and out again as a string.
        """

    private static func walk(_ file: SessionCopy) async throws {
        heading(1, "A session as clients keep it")
        for line in file.origin { print("   \(line)") }
        let plain = Session(file.storage)
        try await plain.open()
        let known = try await Belongings(of: plain)
        try await describe(plain)
        try await plain.close()
        try file.describeTheft(of: known)

        heading(2, "Encrypted in place")
        // Made for this run and forgotten at its end, like the copy.
        let passphrase = try Passphrase(UUID().uuidString)
        let sealed = file.storage.encrypted(with: passphrase)
        if let report = try await sealed.encrypt() { print("   \(report)") }
        try file.describeTheft(of: known)

        heading(3, "Opened with another passphrase, and with the right one")
        let wrong = Session(file.storage.encrypted(with: try Passphrase("a guess")))
        do {
            try await wrong.open()
        } catch VaultError.incorrectPassphrase {
            print("   a guess:       \(VaultError.incorrectPassphrase)")
        }
        let session = Session(sealed)
        for notice in try await session.open() { print("   notice:        \(notice)") }
        try await describe(session)

        heading(4, "Exported as a protected string")
        // Another passphrase than the file's, since another place will know it.
        let travel = try Passphrase(UUID().uuidString)
        let text = try await session.export(protectedBy: travel).text
        print("   \(text.prefix(48))… (\(text.utf8.count) characters)")
        let elsewhere = Session(MemoryStorage())
        try await elsewhere.open()
        try await elsewhere.import(try ProtectedString(text), with: travel)
        print("   opened again, in memory, on what could be another host:")
        try await describe(elsewhere)
        try await elsewhere.close()
        try await session.close()
        print()
    }

    private static func describe(_ session: Session) async throws {
        let account = try session.account.map { "\($0.isBot ? "bot" : "user") \($0.id)" } ?? "not logged in"
        let dataCenter = try session.dataCenter
        var peers = 0
        for try await _ in session.peers { peers += 1 }
        print("   account:       \(account)")
        print("   DC:            \(dataCenter.id)\(dataCenter.isTest ? " (test)" : "")")
        let id = String(try session.authKey.id, radix: 16)
        print("   auth key:      \(String(repeating: "0", count: 16 - id.count))\(id), which is its id")
        print("   peers:         \(peers)")
    }

    private static func heading(_ number: Int, _ text: String) { print("\n\(number). \(text)") }
}

/// An error of the example's own.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
