import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

/// A directory of a test's own, removed with everything in it.
struct Scratch {
    let directory: String

    /// Runs `body` in a directory that only this user can enter.
    ///
    /// - Parameter syncsNothing: Whether it may be in memory, where a sync costs nothing.
    static func run<Result>(
        syncsNothing: Bool = false, _ body: (Scratch) async throws -> Result
    ) async throws -> Result {
        let manager = FileManager.default
        let memory = "/dev/shm"
        let parent =
            syncsNothing && manager.isWritableFile(atPath: memory) ? memory : manager.temporaryDirectory.path
        let base = parent + "/session-vault-\(UInt64.random(in: 0 ... .max))"
        try manager.createDirectory(
            atPath: base, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? manager.removeItem(atPath: base) }
        return try await body(Scratch(directory: try Directory.resolve(base)))
    }

    /// A path as it is when no directory on its way is a link.
    func resolved(_ path: String) -> String? {
        let url = URL(filePath: path)
        return url.deletingLastPathComponent().resolvingSymlinksInPath().appending(path: url.lastPathComponent).path
    }

    func path(_ name: String) -> String { directory + "/" + name }

    /// The names in it, sorted.
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: directory).sorted() } }

    /// Every file in it with its bytes: what a refusal must not change.
    var contents: [String: Data] {
        get throws {
            try Dictionary(uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(filePath: path($0)))) })
        }
    }

    func setMode(_ mode: Int, _ name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
    }

    func mode(_ name: String) throws -> UInt16? { try FileFacts.of(path(name))?.mode }

    /// Copies a file in a process of its own: this one would lose its locks on it with the close.
    func copy(_ name: String, to other: String) throws {
        let process = try Process.run(URL(filePath: "/bin/cp"), arguments: [path(name), path(other)])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    func move(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: path(name), toPath: path(other))
    }

    /// Runs SQL on a file with Python's SQLite, a process of its own, and gives what it prints.
    @discardableResult
    func sqlite(_ name: String, _ statements: String...) throws -> String { try sqlite(name, statements) }

    @discardableResult
    func sqlite(_ name: String, _ statements: [String]) throws -> String {
        try python(
            """
            import sqlite3
            c = sqlite3.connect(\(Self.quoted(path(name))), timeout=0, isolation_level=None)
            for s in [\(statements.map(Self.quoted).joined(separator: ", "))]:
                try:
                    for row in c.execute(s): print(*row, sep="|")
                except sqlite3.Error as e: print("error:", e)
            c.close()
            """)
    }

    func python(_ source: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", source]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A process that runs `statements` on a file, says so, and holds the connection until it is told to end.
    func holder(_ name: String, _ statements: String...) throws -> Holder { try holder(name, statements) }

    func holder(_ name: String, _ statements: [String]) throws -> Holder {
        try Holder(
            """
            import sqlite3, sys
            c = sqlite3.connect(\(Self.quoted(path(name))), timeout=0, isolation_level=None)
            for s in [\(statements.map(Self.quoted).joined(separator: ", "))]: c.execute(s).fetchall()
            print("held", flush=True)
            sys.stdin.read()
            """)
    }

    private static func quoted(_ text: String) -> String { "\"\"\"" + text + "\"\"\"" }

    final class Holder {
        private let process = Process()
        private let input = Pipe()
        var pid: Int32 { process.processIdentifier }

        init(_ source: String) throws {
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["python3", "-c", source]
            let output = Pipe()
            process.standardOutput = output
            process.standardInput = input
            try process.run()
            let said = output.fileHandleForReading.availableData
            try #require(said.starts(with: Data("held".utf8)))
        }

        func end() {
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
        }

        /// Ends it as a crash would.
        func kill() {
            Foundation.kill(pid, SIGKILL)
            process.waitUntilExit()
        }

        deinit { if process.isRunning { end() } }
    }

    /// The file that the real pyrotgfork wrote.
    static let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/pyrotgfork-6.session").path

    /// Copies the real pyrotgfork's file here.
    @discardableResult
    func copyFixture(as name: String = "real.session") throws -> String {
        try FileManager.default.copyItem(atPath: Self.fixture, toPath: path(name))
        try setMode(0o600, name)
        return path(name)
    }
}

extension SessionRecord {
    static func sample(_ key: AuthKey, date: Int64 = 1) -> SessionRecord {
        SessionRecord(authKey: .plain(key), dcID: 2, apiID: 6, userID: 777_000, date: date)
    }

    /// A record with the envelope's magic and `count` random bytes.
    static func sealedSample(_ count: Int = 600) -> SessionRecord {
        let bytes = StoredKey.envelopeMagic + (0..<count).map { _ in UInt8.random(in: 0...255) }
        return SessionRecord(authKey: .envelope(bytes), dcID: 0)
    }
}
