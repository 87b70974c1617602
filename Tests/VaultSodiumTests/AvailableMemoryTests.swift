import Foundation
import Testing

@testable import VaultSodium

@Suite struct AvailableMemoryTests {
    private static let system = [
        "proc/meminfo": "MemTotal: 9 kB\nMemFree: 8 kB\nMemAvailable:    100 kB\nBuffers: 1 kB\n"
    ]

    /// What is available where these are the kernel's files, by path.
    private func available(_ files: [String: String]) throws -> Int? {
        let root = FileManager.default.temporaryDirectory.appending(path: "memory-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, text) in files {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return AvailableMemory.bytes(under: root.path)
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
}
