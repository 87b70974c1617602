import Foundation
import Synchronization
import Testing

@testable import VaultSQLite

@Suite struct FilesTests {
    private let directory =
        FileManager.default.temporaryDirectory.path + "/vault-files-\(UInt64.random(in: 0 ... .max))"

    private func inDirectory(_ body: (String) throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try body(directory)
    }

    @Test func `a new file appears whole and private, and never over another`() throws {
        try inDirectory { directory in
            let bytes: [UInt8] = [1, 2, 3]
            let other: [UInt8] = [4]
            let path = directory + "/new"
            try #expect(NewFile.create(path, in: directory, bytes.span))
            try #expect(!NewFile.create(path, in: directory, other.span))
            #expect(FileManager.default.contents(atPath: path) == Data(bytes))
            try #expect(FileFacts.of(path)?.mode == 0o600)
            try #expect(FileFacts.of(path)?.links == 1)
            try #expect(FileManager.default.contentsOfDirectory(atPath: directory) == ["new"])
        }
    }

    @Test func `the facts of a path are those of the name itself`() throws {
        try inDirectory { directory in
            let file = directory + "/file"
            let link = directory + "/link"
            try #expect(FileFacts.of(file) == nil)
            #expect(FileManager.default.createFile(atPath: file, contents: Data([1, 2])))
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
            let facts = try #require(try FileFacts.of(file))
            #expect(facts.kind == .regular && facts.size == 2 && facts.isOurs)
            try #expect(FileFacts.of(link)?.kind == .symbolicLink)
            try #expect(FileFacts.of(directory)?.kind == .directory)
            try #expect(FileFacts.of("/dev/null")?.kind == .other)
            #expect(throws: SystemError.self) { try FileFacts.of(file + "/below") }
        }
    }

    @Test func `a file is claimed once, until the claim goes`() throws {
        let identity = FileIdentity(device: .max, inode: .max)
        var claim = try FileClaim(identity)
        #expect(claim != nil)
        try #expect(FileClaim(identity) == nil)
        claim = nil
        try #expect(FileClaim(identity) != nil)
        _ = claim
    }

    @Test func `a forked child neither waits for the list of claims nor takes a claim of its parent for its own`()
        throws
    {
        typealias Fork = @convention(c) () -> pid_t
        let symbol = unsafe try #require(unsafe dlsym(nil, "fork"))
        let fork = unsafe unsafeBitCast(symbol, to: Fork.self)
        let (parents, own) = (FileIdentity(device: .max, inode: 1), FileIdentity(device: .max, inode: 2))
        let claim = try FileClaim(parents)
        // Another thread has the list's lock as often as not.
        let isDone = Mutex(false)
        let thread = Thread {
            while !isDone.withLock({ $0 }) { _ = try? FileClaim(FileIdentity(device: .max, inode: 3)) }
        }
        thread.start()
        for _ in 1...100 {
            let child = fork()
            if child == 0 {
                alarm(5)
                var isRefused = false
                do { _ = try FileClaim(parents) } catch { isRefused = true }
                _exit((try? FileClaim(own)) != nil && isRefused ? 0 : 1)
            }
            var status: Int32 = -1
            #expect(unsafe waitpid(child, &status, 0) == child)
            #expect(status == 0)
        }
        isDone.withLock { $0 = true }
        #expect(claim != nil)
        try #expect(FileClaim(parents) == nil)
    }

    @Test func `a directory that others can write is told from one that is sticky`() throws {
        try inDirectory { directory in
            for (mode, expected) in [(0o700, false), (0o755, false), (0o775, true), (0o777, true), (0o1777, false)] {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory)
                #expect(
                    try FileFacts.of(directory)?.letsOthersReplaceFiles == expected, "mode \(String(mode, radix: 8))")
            }
        }
    }

    @Test func `an image is a database that opens`() throws {
        try inDirectory { directory in
            let memory = try Connection(inMemory: ())
            try memory.execute("CREATE TABLE t (a); INSERT INTO t VALUES (42)", "fill")
            let image = try memory.image()
            let path = directory + "/image"
            try #expect(NewFile.create(path, in: directory, image.span))
            let identity = try #require(try FileFacts.of(path)?.identity)
            let connection = try Connection(path: path, claim: try #require(try FileClaim(identity)))
            try #expect(FileClaim(identity) == nil)
            try #expect(connection.first("SELECT a FROM t", "read") { $0.integer(0) } == 42)
            try connection.withRawFile(.database) { file in
                let file = try #require(file)
                try #expect(file.size() == image.count)
                try #expect(file.read(15, at: 0) == Array("SQLite format 3".utf8))
            }
            connection.close()
            try #expect(FileClaim(identity) != nil)
        }
    }

    @Test func `a file stays claimed as long as SQLite has it open`() throws {
        try inDirectory { directory in
            let memory = try Connection(inMemory: ())
            try memory.execute("CREATE TABLE t (a)", "fill")
            let image = try memory.image()
            let path = directory + "/image"
            try #expect(NewFile.create(path, in: directory, image.span))
            let identity = try #require(try FileFacts.of(path)?.identity)
            let connection = try Connection(path: path, claim: try #require(try FileClaim(identity)))
            _ = try connection.first("SELECT 1 UNION SELECT 2", "read") { _ in
                // SQLite closes nothing while a statement is in use.
                connection.close()
                try #expect(FileClaim(identity) == nil)
            }
            try #expect(FileClaim(identity) == nil)
            connection.close()
            try #expect(FileClaim(identity) != nil)
        }
    }

    @Test func `an errno is told in words`() {
        #expect(SystemError.text(EACCES) == "permission denied")
        #expect(SystemError.text(EROFS) == "read-only file system")
        #expect(SystemError.notWritable("/dev/null/none").code == ENOTDIR)
    }

    @Test func `raw reads need a file`() throws {
        let memory = try Connection(inMemory: ())
        try memory.withRawFile(.journal) { #expect($0 == nil) }
    }
}
