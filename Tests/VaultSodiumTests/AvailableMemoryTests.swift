import Foundation
import Testing

@testable import VaultSodium

@Suite struct AvailableMemoryTests {
    private static let system = [
        "proc/meminfo": "MemTotal: 9 kB\nMemFree: 8 kB\nMemAvailable:    100 kB\nBuffers: 1 kB\n"
    ]

    /// What is available where these are the kernel's files, by path.
    private func available(_ files: [String: String]) throws -> Int? {
        try withFiles(files) { root in
            var memory = AvailableMemory(under: root.path, free: { nil })
            return memory.bytes()
        }
    }

    private func withFiles<Result>(_ files: [String: String], _ body: (URL) throws -> Result) throws -> Result {
        let root = FileManager.default.temporaryDirectory.appending(path: "memory-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        try write(files, under: root)
        return try body(root)
    }

    private func write(_ files: [String: String], under root: URL) throws {
        for (path, text) in files {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    private func available(besides files: [String: String]) throws -> Int? {
        try available(Self.system.merging(files) { $1 })
    }

    @Test func `the memory available is known`() throws {
        let available = try #require(AvailableMemory.bytes())
        #expect(available > 1 << 20)
        #expect(
            AvailableMemory.value(of: "MemAvailable:", in: Array("MemTotal: 9 kB\nMemAvailable:    123 kB\n".utf8))
                == 123)
        #expect(AvailableMemory.value(of: "Nothing:", in: Array("MemTotal: 9 kB\n".utf8)) == nil)
        #expect(AvailableMemory.value(of: "file", in: Array("total_file 1\nfile_mapped 2\nfile 3".utf8)) == 3)
        #expect(AvailableMemory.value(of: "file", in: Array("file \nfiles 3".utf8)) == nil)
    }

    @Test func `where nothing can be read, nothing is said`() throws {
        #expect(try available([:]) == nil)
        #expect(try available(["proc/meminfo": "MemAvailable: many kB\n", "proc/self/cgroup": "::::\n\n0\n"]) == nil)
        #expect(try available(["proc/meminfo": "MemAvailable: 99999999999999999999 kB\n"]) == nil)
    }

    @Test func `without a group, the system's memory counts`() throws {
        #expect(try available(Self.system) == 102_400)
        #expect(try available(besides: ["proc/self/cgroup": "0::/user.slice\n"]) == 102_400)
    }

    @Test func `of the second version's groups, the tightest one above the process counts`() throws {
        let files = [
            "proc/self/cgroup": "0::/a/b:c/d\n",
            "sys/fs/cgroup/a/b:c/d/memory.max": "max\n",
            "sys/fs/cgroup/a/b:c/memory.max": "50000\n",
            "sys/fs/cgroup/a/b:c/memory.current": "40000\n",
            "sys/fs/cgroup/a/b:c/memory.stat": "anon 1\ninactive_file 5000\n",
            "sys/fs/cgroup/a/memory.max": "60000\n",
            "sys/fs/cgroup/a/memory.current": "1000\n",
            "sys/fs/cgroup/a/d/memory.max": "1\n",
            "sys/fs/cgroup/a/d/memory.current": "1\n",
        ]
        #expect(try available(besides: files) == 15_000)
        #expect(try available(files) == 15_000)
        // A namespace's own root is a group with a limit of its own.
        let top = ["sys/fs/cgroup/memory.max": "9000\n", "sys/fs/cgroup/memory.current": "10000\n"]
        #expect(try available(besides: files.merging(top) { $1 }) == 0)
        #expect(try available(besides: ["proc/self/cgroup": "0::/\n"].merging(top) { $1 }) == 0)
    }

    @Test func `of the first version's groups, those with the memory controller count`() throws {
        let files = [
            "proc/self/cgroup": "9:name=systemd:/s\n4:cpu,memory:/a/b\n3:cpuset:/\n0::/u\n",
            "sys/fs/cgroup/memory/a/b/memory.limit_in_bytes": "9223372036854771712\n",
            "sys/fs/cgroup/memory/a/memory.limit_in_bytes": "30000\n",
            "sys/fs/cgroup/memory/a/memory.usage_in_bytes": "20000\n",
            "sys/fs/cgroup/memory/a/memory.stat": "inactive_file 1\ntotal_inactive_file 2000\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "18446744073709551615\n",
            "sys/fs/cgroup/memory/s/memory.limit_in_bytes": "1\n",
            "sys/fs/cgroup/memory/s/memory.usage_in_bytes": "1\n",
        ]
        #expect(try available(besides: files) == 12_000)
    }

    /// A container sees the host's name of its group, and its own group in the hierarchy's root.
    @Test func `a group whose folder is not there leaves those above it`() throws {
        let files = [
            "proc/self/cgroup": "4:memory:/docker/0123\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "30000\n",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": "20000\n",
        ]
        #expect(try available(besides: files) == 10_000)
    }

    @Test func `what is used is read each time, and after a second what is the limit of which group`() throws {
        let limited = [
            "proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/a/memory.max": "50000\n",
            "sys/fs/cgroup/a/memory.current": "40000\n", "sys/fs/cgroup/b/memory.max": "7000\n",
            "sys/fs/cgroup/b/memory.current": "1000\n",
        ]
        try withFiles(Self.system.merging(limited) { $1 }) { root in
            var memory = AvailableMemory(under: root.path, free: { nil })
            let start = ContinuousClock.now
            #expect(memory.bytes(at: start) == 10_000)
            try write(["sys/fs/cgroup/a/memory.current": "30000\n"], under: root)
            #expect(memory.bytes(at: start) == 20_000)
            try write(["sys/fs/cgroup/a/memory.max": "max\n"], under: root)
            #expect(memory.bytes(at: start + .milliseconds(999)) == 20_000)
            #expect(memory.bytes(at: start + .seconds(1)) == 102_400)
            try write(["proc/meminfo": "MemTotal: 9 kB\nMemFree: 8 kB\nMemAvailable: 50 kB\n"], under: root)
            #expect(memory.bytes(at: start + .seconds(1)) == 51_200)
            try write(["proc/self/cgroup": "0::/b\n"], under: root)
            #expect(memory.bytes(at: start + .seconds(2)) == 6_000)
        }
    }

    @Test func `free memory that is enough is told, and otherwise what can be freed`() throws {
        try withFiles(Self.system) { root in
            var memory = AvailableMemory(under: root.path, free: { 5_000 })
            #expect(memory.bytes(enough: 5_000) == 5_000)
            #expect(memory.bytes(enough: 5_001) == 102_400)
            #expect(memory.bytes() == 102_400)
        }
        let now = try #require(AvailableMemory.bytes())
        let little = try #require(AvailableMemory.bytes(enough: 1))
        #expect(little >= 1)
        // What other processes take and give back between the two is less than that.
        #expect(little < now + 1 << 30)
    }

    /// lxcfs puts a file of its own in its place, which knows the container's limit.
    @Test func `a file of another file system than the kernel's is told from it`() throws {
        #expect(AvailableMemory.areOfOneFileSystem("/proc/meminfo", "/proc/self"))
        try withFiles(Self.system) { root in
            #expect(!AvailableMemory.areOfOneFileSystem(root.appending(path: "proc/meminfo").path, "/proc/self"))
            #expect(!AvailableMemory.areOfOneFileSystem("/proc/meminfo", root.appending(path: "nothing").path))
        }
    }

    @Test func `what is left under a limit is told when it is enough, and otherwise what can be freed`() throws {
        let limited = [
            "proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/a/memory.max": "50000\n",
            "sys/fs/cgroup/a/memory.current": "40000\n", "sys/fs/cgroup/a/memory.stat": "inactive_file 7000\n",
        ]
        try withFiles(limited) { root in
            var memory = AvailableMemory(under: root.path, free: { 90_000 })
            #expect(memory.bytes(enough: 10_000) == 10_000)
            #expect(memory.bytes(enough: 10_001) == 17_000)
        }
    }

    /// Programs close descriptors that are not theirs, and open others that get the same numbers.
    @Test func `a descriptor that is another file's by now is neither read nor closed`() throws {
        try withFiles(["text": "the text", "another": "another file"]) { root in
            let file = KeptKernelFile(Array(root.appending(path: "text").path.utf8))
            #expect(file.text(64) == Array("the text".utf8))
            let kept = try #require(Self.descriptors(of: root.appending(path: "text")).first)
            // Other tests start processes meanwhile, which are to get neither.
            let another = unsafe open(root.appending(path: "another").path, O_RDONLY | O_CLOEXEC)
            #expect(dup2(another, kept) == kept && fcntl(kept, F_SETFD, FD_CLOEXEC) == 0)
            #expect(file.text(64) == Array("the text".utf8))
            #expect(Self.descriptors(of: root.appending(path: "another")).sorted() == [another, kept].sorted())
            let own = Self.descriptors(of: root.appending(path: "text"))
            #expect(own.count == 1)
            own.forEach { close($0) }
            #expect(file.text(64) == Array("the text".utf8))
            [another, kept].forEach { close($0) }
        }
    }

    @Test func `a descriptor is kept no longer than the file's reader`() throws {
        try withFiles(["text": "the text"]) { root in
            let path = root.appending(path: "text")
            do {
                let file = KeptKernelFile(Array(path.path.utf8))
                for _ in 0..<3 { #expect(file.text(3) == Array("the".utf8)) }
                #expect(Self.descriptors(of: path).count == 1)
            }
            #expect(Self.descriptors(of: path).isEmpty)
        }
    }

    private static func descriptors(of file: URL) -> [Int32] {
        let manager = FileManager.default
        let path = file.resolvingSymlinksInPath().path
        return ((try? manager.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [])
            .filter { (try? manager.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)) == path }
            .compactMap { Int32($0) }
    }
}
