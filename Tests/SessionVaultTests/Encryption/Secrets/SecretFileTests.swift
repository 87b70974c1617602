import Foundation
import Testing
import VaultSodium

@testable import SessionVault

/// Secrets from files and descriptors.
@Suite struct SecretFileTests {
    private func bytes(_ passphrase: Passphrase) throws -> [UInt8] {
        try passphrase.withText { [UInt8](copying: $0) }
    }

    private func bytes(_ key: RawKey) throws -> [UInt8] { try key.slotKey.cell.withBytes { [UInt8](copying: $0) } }

    /// A pipe with these bytes and its other end closed, lent to `body`.
    @discardableResult
    private func withPipe<Result>(_ content: [UInt8], _ body: (Int32) throws -> Result) throws -> Result {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(content))
        try pipe.fileHandleForWriting.close()
        defer { try? pipe.fileHandleForReading.close() }
        return try body(pipe.fileHandleForReading.fileDescriptor)
    }

    @Test func `exactly one end of a line is taken off a passphrase`() async throws {
        let cases: [(String, String)] = [
            ("hunter2", "hunter2"), ("hunter2\n", "hunter2"), ("hunter2\r\n", "hunter2"), ("hunter2\n\n", "hunter2\n"),
            ("hunter2\r\n\r\n", "hunter2\r\n"), ("hunter2\r", "hunter2\r"), (" hunter2 \n", " hunter2 "),
            ("\nhunter2", "\nhunter2"), ("pa\u{DF}wo\u{308}rd\n", "pa\u{DF}w\u{F6}rd"), ("\r\r\n", "\r"),
        ]
        try await Scratch.run { scratch in
            for (content, expected) in cases {
                let path = try scratch.write(Array(content.utf8))
                #expect(try bytes(Passphrase(file: path)) == Array(expected.utf8))
                let piped = try withPipe(Array(content.utf8)) { try bytes(Passphrase(descriptor: $0)) }
                #expect(piped == Array(expected.utf8))
            }
        }
    }

    @Test func `what holds no passphrase is refused by its place`() async throws {
        try await Scratch.run { scratch in
            for content in ["", "\n", "\r\n"] {
                let path = try scratch.write(Array(content.utf8))
                #expect(throws: VaultError.unsuitableSecret(.empty, path: path)) { try Passphrase(file: path) }
            }
            for count in [4097, 4098, 4099, 1_000_000] {
                let path = try scratch.write([UInt8](repeating: 0x61, count: count))
                #expect(throws: VaultError.unsuitableSecret(.tooLong, path: path)) { try Passphrase(file: path) }
            }
            for content: [UInt8] in [[0xFF], [0x61, 0xC3, 0x0A]] {
                let path = try scratch.write(content)
                #expect(throws: VaultError.invalidPassphrase) { try Passphrase(file: path) }
            }
            let longest = try scratch.write([UInt8](repeating: 0x61, count: 4096) + [0x0D, 0x0A])
            #expect(try bytes(Passphrase(file: longest)).count == 4096)
            let none = scratch.path("none")
            #expect(throws: VaultError.unsuitableSecret(.missing, path: none)) { try Passphrase(file: none) }
        }
        try withPipe([]) { pipe in
            #expect(throws: VaultError.unsuitableSecret(.empty, path: "descriptor \(pipe)")) {
                try Passphrase(descriptor: pipe)
            }
        }
        #expect(throws: VaultError.system(errno: EBADF, call: "read", path: "descriptor -1")) {
            try Passphrase(descriptor: -1)
        }
    }

    @Test func `a file that is no plain file is refused`() async throws {
        try await Scratch.run { scratch in
            let target = try scratch.write(Array("hunter2".utf8))
            let manager = FileManager.default
            try manager.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: target)
            try manager.createSymbolicLink(atPath: scratch.path("dangling"), withDestinationPath: "/none")
            try manager.createDirectory(atPath: scratch.path("directory"), withIntermediateDirectories: false)
            try #require(unsafe mkfifo(scratch.path("fifo"), 0o600) == 0)
            for (name, flaw) in [
                ("link", .symbolicLink), ("dangling", .symbolicLink), ("directory", .notRegular), ("fifo", .notRegular),
            ] as [(String, VaultError.SecretFlaw)] {
                let path = scratch.path(name)
                #expect(throws: VaultError.unsuitableSecret(flaw, path: path)) { try Passphrase(file: path) }
            }
            #expect(throws: VaultError.unsuitableSecret(.notRegular, path: "/dev/null")) {
                try Passphrase(file: "/dev/null")
            }
            #expect(throws: VaultError.unsuitableSecret(.missing, path: "a\0b")) { try Passphrase(file: "a\0b") }
        }
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o777])
    func `a file that group or others have any right to is refused`(_ mode: Int) async throws {
        try await Scratch.run { scratch in
            let path = try scratch.write(Array("hunter2".utf8), mode: mode)
            let error = VaultError.unsuitableSecret(.readableByOthers, path: path)
            #expect(throws: error) { try Passphrase(file: path) }
            #expect(throws: error) { try RawKey(file: path) }
            #expect(throws: error) { try Identity(file: path) }
            #expect(throws: error) { try RecoveryCode(file: path) }
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func `a file of another user is refused`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.write(Array("hunter2".utf8))
            try #require(unsafe chown(path, 65_534, 65_534) == 0)
            #expect(throws: VaultError.unsuitableSecret(.foreignOwner, path: path)) { try Passphrase(file: path) }
        }
    }

    @Test func `a descriptor is read to its end and stays as it is`() async throws {
        try await Scratch.run { scratch in
            let file = unsafe open(try scratch.write(Array("hunter2\n".utf8)), O_RDONLY)
            defer { close(file) }
            _ = try Passphrase(descriptor: file)
            #expect(lseek(file, 0, SEEK_CUR) == 8)
            #expect(fcntl(file, F_GETFD) == 0)
        }
    }

    @Test func `a descriptor that does not wait is waited for`() throws {
        let pipe = Pipe()
        let reading = pipe.fileHandleForReading.fileDescriptor
        try #require(fcntl(reading, F_SETFL, O_NONBLOCK) == 0)
        let writer = Thread {
            for part in ["hun", "ter2"] {
                usleep(20_000)
                pipe.fileHandleForWriting.write(Data(part.utf8))
            }
            try? pipe.fileHandleForWriting.close()
        }
        writer.start()
        #expect(try bytes(Passphrase(descriptor: reading)) == Array("hunter2".utf8))
        #expect(fcntl(reading, F_GETFL) & O_NONBLOCK != 0)
    }

    @Test func `a session's open file is not opened as a secret, which would take its lock`() async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("a.session")
            let storage = FileStorage(path: path)
            try await storage.open()
            #expect(throws: VaultError.locked(pid: getpid())) { try Passphrase(file: path) }
            try await storage.close()
            #expect(throws: VaultError.unsuitableSecret(.tooLong, path: path)) { try Passphrase(file: path) }
        }
    }

    @Test func `many read one file at once`() async throws {
        try await Scratch.run { scratch in
            let path = try scratch.write(Array("hunter2".utf8))
            await withThrowingTaskGroup { group in
                for _ in 0..<50 { group.addTask { try bytes(Passphrase(file: path)) } }
                while let result = await group.nextResult() {
                    #expect((try? result.get()) == Array("hunter2".utf8))
                }
            }
        }
    }

    @Test func `a raw key is 32 bytes or its text`() async throws {
        let (key, text) = (KnownAnswers.shared.raw_key.bytes, Array(KnownAnswers.shared.text.raw_key.utf8))
        try await Scratch.run { scratch in
            for content in [key, text, text + [0x0A], text + [0x0D, 0x0A]] {
                #expect(try bytes(RawKey(file: try scratch.write(content))) == key)
                #expect(try withPipe(content) { try bytes(RawKey(descriptor: $0)) } == key)
            }
            let refused: [([UInt8], VaultError)] = [
                (key + [0x0A], .invalidSecret(.rawKey)), (Array(key.dropLast()), .invalidSecret(.rawKey)),
                (key + key, .invalidSecret(.rawKey)), (Array(text.dropLast()), .typo(missing: 1)),
            ]
            for (content, error) in refused {
                let path = try scratch.write(content)
                #expect(throws: error) { try RawKey(file: path) }
            }
            let empty = try scratch.write([])
            #expect(throws: VaultError.unsuitableSecret(.empty, path: empty)) { try RawKey(file: empty) }
            let long = try scratch.write([UInt8](repeating: 0x61, count: 129))
            #expect(throws: VaultError.unsuitableSecret(.tooLong, path: long)) { try RawKey(file: long) }
        }
    }

    @Test func `a recovery code is read in its groups`() async throws {
        let answers = KnownAnswers.shared
        let text = try RecoveryCode(answers.recovery_code.bytes.span).withText { [UInt8](copying: $0) }
        try await Scratch.run { scratch in
            for content in [text + [0x0A], Array(answers.text.recovery_code.utf8)] {
                let read = try RecoveryCode(file: try scratch.write(content))
                #expect(try read.cell.withBytes { [UInt8](copying: $0) } == answers.recovery_code.bytes)
                _ = try withPipe(content) { try RecoveryCode(descriptor: $0) }
            }
        }
    }
}

extension Scratch {
    /// A file with these bytes and a name of its own.
    func write(_ bytes: [UInt8], mode: Int = 0o600) throws -> String {
        let name = "secret-\(UInt64.random(in: 0 ... .max))"
        try Data(bytes).write(to: URL(filePath: path(name)))
        try setMode(mode, name)
        return path(name)
    }
}
