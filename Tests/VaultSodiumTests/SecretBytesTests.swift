import Glibc
import Testing

@testable import VaultSodium

@Suite(.serialized) struct SecretBytesTests {
    private static func address(of bytes: borrowing SecretBytes) throws -> UInt {
        unsafe UInt(bitPattern: try bytes.pointer())
    }

    /// The kernel's flags for the mapping that an address lies in, and how much of the mapping is locked.
    private func mapping(of address: UInt) throws -> (flags: [Substring], lockedKB: Int) {
        var isInside = false
        var locked = 0
        for line in try text("/proc/self/smaps").split(separator: "\n") {
            let words = line.split(separator: " ")
            if let range = words.first, range.contains("-"), !range.hasSuffix(":") {
                let ends = range.split(separator: "-").compactMap { UInt($0, radix: 16) }
                isInside = ends.count == 2 && (ends[0]..<ends[1]).contains(address)
            } else if isInside, words.first == "Locked:" {
                locked = Int(words[1]) ?? 0
            } else if isInside, words.first == "VmFlags:" {
                return (Array(words.dropFirst()), locked)
            }
        }
        return ([], 0)
    }

    private func text(_ path: String) throws -> String {
        let file = unsafe try #require(unsafe fopen(path, "r"))
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&chunk, 1, chunk.count, file)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk.prefix(count)
        }
    }

    @Test func `a cell is locked, left out of core dumps and wiped on fork`() throws {
        let secret = try SecretBytes.random(count: 256)
        let mapping = try mapping(of: try Self.address(of: secret))
        #expect(mapping.flags.contains("dd"))
        #expect(mapping.flags.contains("wf"))
        #expect(mapping.flags.contains("lo") == MemoryProtection.current().isLocked)
        #expect(MemoryProtection.current().isWipedOnFork)
    }

    @Test func `a cell is zero at first, and its memory is wiped when it goes`() throws {
        var secret = try SecretBytes(count: 64)
        let isZero = try secret.withBytes { bytes in bytes.indices.allSatisfy { bytes[$0] == 0 } }
        #expect(isZero)
        try secret.withMutableBytes { bytes in for index in bytes.indices { bytes[index] = 0xAA } }
        let pointer = unsafe try secret.pointer()
        _ = consume secret
        // Chunks stay for the life of the process, so the address can be read.
        #expect(unsafe UnsafeBufferPointer(start: pointer, count: 64).allSatisfy { $0 != 0xAA })
    }

    @Test func `cells do not overlap, of whatever length`() throws {
        func fill(_ depth: Int) throws {
            if depth == 0 { return }
            let count = depth * 37 % 700
            var secret = try SecretBytes(count: count)
            try secret.withMutableBytes { bytes in
                for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: depth) }
            }
            try fill(depth - 1)
            let isWhole = try secret.withBytes { bytes in
                bytes.indices.allSatisfy { bytes[$0] == UInt8(truncatingIfNeeded: depth) }
            }
            #expect(isWhole)
        }
        try fill(400)
        let large = try SecretBytes(count: 200_000)
        #expect(large.count == 200_000)
        #expect(throws: SodiumError.invalidArgument) { _ = try SecretBytes(count: -1) }
    }

    @Test func `a forked child gets memory of its own, whatever other threads did meanwhile`() async throws {
        typealias Fork = @convention(c) () -> pid_t
        let symbol = unsafe try #require(unsafe dlsym(nil, "fork"))
        let fork = unsafe unsafeBitCast(symbol, to: Fork.self)
        let busy = Task.detached {
            while !Task.isCancelled { _ = try SecretBytes.random(count: 32) }
        }
        defer { busy.cancel() }
        // A child that waits for a lock of the parent's is ended by its alarm, and by a signal of the library's own.
        for _ in 0..<300 {
            let child = fork()
            if child == 0 {
                var signals = sigset_t()
                unsafe sigemptyset(&signals)
                unsafe sigaddset(&signals, SIGALRM)
                unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
                alarm(5)
                _exit((try? SecretBytes.random(count: 32)) == nil ? 1 : 0)
            }
            var status: Int32 = -1
            try #require(unsafe waitpid(child, &status, 0) == child)
            try #require(status == 0)
        }
    }

    @Test func `a forked child finds zeros and gets an error`() throws {
        typealias Fork = @convention(c) () -> pid_t
        let symbol = unsafe try #require(unsafe dlsym(nil, "fork"))
        let fork = unsafe unsafeBitCast(symbol, to: Fork.self)
        let secret = try SecretBytes([UInt8](repeating: 7, count: 32))
        let pointer = unsafe try secret.pointer()
        let child = fork()
        if child == 0 {
            let isWiped = unsafe UnsafeBufferPointer(start: pointer, count: 32).allSatisfy { $0 == 0 }
            var isRefused = false
            do { try secret.withBytes { _ in } } catch { isRefused = error as? SodiumError == .wipedByFork }
            _exit(isWiped && isRefused ? 0 : 1)
        }
        var status: Int32 = -1
        #expect(unsafe waitpid(child, &status, 0) == child)
        #expect(status == 0)
        let isKept = try secret.withBytes { bytes in bytes.indices.allSatisfy { bytes[$0] == 7 } }
        #expect(isKept)
    }

    @Test func `comparison tells equal from different`() throws {
        let one = try SecretBytes.random(count: 32)
        #expect(try one.isEqual(to: try one.copy()))
        #expect(try !one.isEqual(to: try SecretBytes.random(count: 32)))
        #expect(try !one.isEqual(to: try SecretBytes(count: 31)))
    }
}
