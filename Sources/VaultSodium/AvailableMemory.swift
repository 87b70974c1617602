#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How much memory a large allocation can count on.
package enum AvailableMemory {
    /// The least of what the system has available and what is left under the limits of this process's control groups
    /// (both versions), in bytes; nil where neither can be known.
    package static func bytes() -> Int? {
        let system = readText("/proc/meminfo", 4_096).flatMap { value(of: "MemAvailable:", in: $0) }.map { $0 * 1024 }
        return ([system].compactMap(\.self) + controlGroups()).min()
    }

    /// What is left in each control group above this process that has a limit.
    private static func controlGroups() -> [Int] {
        guard let own = readText("/proc/self/cgroup", 16_384) else { return [] }
        var left: [Int] = []
        for line in own.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            if fields[1].isEmpty {
                left += walk("/sys/fs/cgroup", fields[2], "memory.max", "memory.current", "inactive_file")
            } else if fields[1].split(separator: ",").contains("memory") {
                left += walk(
                    "/sys/fs/cgroup/memory", fields[2], "memory.limit_in_bytes", "memory.usage_in_bytes",
                    "total_inactive_file")
            }
        }
        return left
    }

    private static func walk(
        _ root: String, _ path: Substring, _ limitName: String, _ usageName: String, _ cacheName: String
    ) -> [Int] {
        var left: [Int] = []
        var parts = path.split(separator: "/")
        while true {
            let folder = ([root] + parts.map(String.init)).joined(separator: "/") + "/"
            // Unlimited is written as `max`, or as a number beyond any memory: its usage need not be known.
            if let limit = readText(folder + limitName, 64).flatMap(number), limit < unlimited,
                let usage = readText(folder + usageName, 64).flatMap(number)
            {
                // File pages that nobody used of late are counted as usage and given up first.
                let cache = readText(folder + "memory.stat", 16_384).flatMap { value(of: cacheName, in: $0) } ?? 0
                left.append(max(0, limit - max(0, usage - cache)))
            }
            if parts.popLast() == nil { return left }
        }
    }

    private static let unlimited = 1 << 60

    private static func number(_ text: String) -> Int? { Int(text.prefix { $0.isNumber }) }

    /// The number behind a label, in a text of a label and a number a line.
    static func value(of label: String, in text: String) -> Int? {
        // By bytes: it is looked for before each derivation, in some hundred lines.
        let label = Array(label.utf8)
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) where line.starts(with: label) {
            let words = line.dropFirst(label.count).split(separator: UInt8(ascii: " "))
            guard let word = words.first, line.dropFirst(label.count).first == UInt8(ascii: " ") else { continue }
            return Int(String(word) ?? "")
        }
        return nil
    }

    /// The first bytes of a file of the kernel's.
    private static func readText(_ path: String, _ limit: Int) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
