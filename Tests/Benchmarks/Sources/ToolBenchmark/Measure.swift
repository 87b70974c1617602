import Foundation
import Reference
import SessionVault
import Support

/// The tool, a sealed session, and the secrets that open it.
struct Measure {
    /// A program that does nothing.
    private static let nothing = "/bin/true"

    private let tool: URL
    private let name: String
    private let passphraseFile: String
    private let keyFile: String

    init(in directory: URL, peers: Int) async throws {
        tool = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "session-vault")
        let session = try await Sample(count: peers).write(to: directory)
        name = session.url.path
        (passphraseFile, keyFile) = (directory.path + "/passphrase", directory.path + "/key")
        let isWritten = FileManager.default.createFile(
            atPath: passphraseFile, contents: Data(Sample.passphrase.utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten else { throw CocoaError(.fileWriteUnknown) }
        let key = try RawKey.generate()
        try key.write(to: keyFile)
        let opened = Session(FileStorage(path: name).encrypted(with: try Passphrase(Sample.passphrase)))
        try await opened.withOpen { _ = try await opened.vault.add(.rawKey(key)) }
    }

    /// Everything once, one after the other.
    func round(_ figures: inout Figures) throws {
        let idle = try run(URL(filePath: Self.nothing), [])
        figures.add("a program that does nothing, ms", idle)
        figures.add("inspect, ms", try run(tool, ["inspect", name]))
        figures.add("run, by a raw key, beside the command, ms", try runTool("--key-file", keyFile) - idle)
        let derivation = try milliseconds { try Self.derive() }
        figures.add("a derivation, ms", derivation)
        let run = try runTool("--passphrase-file", passphraseFile)
        figures.add("run, by a passphrase, beside derivation and command, ms", run - derivation - idle)
    }

    private func runTool(_ option: String, _ file: String) throws -> Double {
        try run(tool, ["run", name, option, file, "--", Self.nothing])
    }

    private func run(_ program: URL, _ arguments: [String]) throws -> Double {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let start = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        let end = ContinuousClock.now
        guard process.terminationStatus == 0 else { throw Failed(command: arguments.first ?? program.path) }
        return (end - start) / .milliseconds(1)
    }

    private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
        try ContinuousClock().measure(body) / .milliseconds(1)
    }

    private static func derive() throws {
        let cost = KeyDerivation.standard
        var key = [UInt8](repeating: 0, count: 32)
        let passes = UInt64(cost.passes)
        guard reference_pwhash(&key, Sample.passphrase, passes, Int(cost.mebibytes) << 20) == 0 else {
            throw Failed(command: "crypto_pwhash")
        }
    }

    /// A command of the tool that failed.
    struct Failed: Error {
        let command: String
    }
}
