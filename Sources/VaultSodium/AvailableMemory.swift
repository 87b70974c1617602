#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How much memory a large allocation can count on.
///
/// It is asked for before each derivation. What is read anew each time is all that can change without this process:
/// which groups it is in, their limits, and what is used of them. Each file that is opened takes some 5 µs of it.
package enum AvailableMemory {
    /// The least of what the system has available and what is left under the limits of this process's control groups
    /// (both versions), in bytes; nil where neither can be known.
    package static func bytes() -> Int? { bytes(under: "") }

    /// - Parameter root: The directory in whose place `/` stands.
    static func bytes(under root: String) -> Int? {
        let root = Array(root.utf8)
        // What is available is in its third line.
        let system = text(root, "/proc/meminfo", 256).flatMap { value(of: "MemAvailable:", in: $0) }
            .flatMap { kibibytes in kibibytes < unlimited / 1024 ? kibibytes * 1024 : nil }
        let groups = text(root, "/proc/self/cgroup", 16_384).flatMap { leftInGroups(under: root, $0) }
        return [system, groups].compactMap(\.self).min()
    }

    /// What is left in the control groups above this process that have a limit, in the tightest of them.
    private static func leftInGroups(under root: [UInt8], _ memberships: [UInt8]) -> Int? {
        var unified: ArraySlice<UInt8>?
        for line in memberships.split(separator: UInt8(ascii: "\n")) {
            // Its number, its controllers, and the group, which may have colons in its name.
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            if fields[1].isEmpty { unified = fields[2] }
            if fields[1].split(separator: UInt8(ascii: ",")).contains(where: { $0.elementsEqual("memory".utf8) }) {
                // A controller is in one hierarchy (cgroups(7)), so there is nothing to be found in the other.
                return left(root, .first, fields[2])
            }
        }
        return unified.flatMap { left(root, .second, $0) }
    }

    /// In the tightest of a group and those above it.
    private static func left(_ root: [UInt8], _ version: Version, _ group: ArraySlice<UInt8>) -> Int? {
        var folder = root + Array(version.folder.utf8) + group
        let top = root.count + version.folder.utf8.count
        var least: Int?
        while true {
            while folder.count > top, folder.last == UInt8(ascii: "/") { folder.removeLast() }
            if let left = left(folder, version) { least = min(left, least ?? left) }
            guard folder.count > top else { return least }
            while folder.count > top, folder.last != UInt8(ascii: "/") { folder.removeLast() }
        }
    }

    /// In one group; nil where it has no limit.
    private static func left(_ folder: [UInt8], _ version: Version) -> Int? {
        // Unlimited is written as `max`, or as a number beyond any memory: its usage need not be known.
        guard let limit = text(folder, version.limit, 64).flatMap({ number($0[...]) }), limit < unlimited,
            let usage = text(folder, version.usage, 64).flatMap({ number($0[...]) })
        else { return nil }
        // File pages that nobody used of late are counted as usage and given up first.
        let cache = text(folder, "/memory.stat", 16_384).flatMap { value(of: version.cache, in: $0) } ?? 0
        return max(0, limit - max(0, usage - cache))
    }

    private static let unlimited = 1 << 60

    /// Where a version of control groups keeps what.
    private struct Version {
        let folder: String
        let limit: String
        let usage: String
        let cache: String

        static let first = Version(
            folder: "/sys/fs/cgroup/memory", limit: "/memory.limit_in_bytes", usage: "/memory.usage_in_bytes",
            cache: "total_inactive_file")
        static let second = Version(
            folder: "/sys/fs/cgroup", limit: "/memory.max", usage: "/memory.current", cache: "inactive_file")
    }

    /// The number behind a label, in a text of a label and a number a line.
    static func value(of label: String, in text: [UInt8]) -> Int? {
        let label = Array(label.utf8)
        var place = text.startIndex
        while place < text.endIndex {
            let line = text[place...].prefix { $0 != UInt8(ascii: "\n") }
            if line.starts(with: label), line.dropFirst(label.count).first == UInt8(ascii: " ") {
                return number(line.dropFirst(label.count).drop { $0 == UInt8(ascii: " ") })
            }
            place = line.endIndex + 1
        }
        return nil
    }

    /// The number at the beginning of a text; nil where there is none, or one that is too large.
    private static func number(_ text: ArraySlice<UInt8>) -> Int? {
        var value: Int?
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
            let (tenfold, isTooLarge) = (value ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeThen) = tenfold.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !isTooLarge, !isTooLargeThen else { return nil }
            value = sum
        }
        return value
    }

    /// The first bytes of a file of the kernel's, which writes what fits at once; nil where it cannot be read.
    private static func text(_ folder: [UInt8], _ name: String, _ limit: Int) -> [UInt8]? {
        var path = folder
        path.reserveCapacity(folder.count + name.utf8.count + 1)
        path.append(contentsOf: name.utf8)
        path.append(0)
        let descriptor = unsafe path.span.withPointer { path in
            unsafe path.withMemoryRebound(to: CChar.self, capacity: 1) { unsafe open($0, O_RDONLY | O_CLOEXEC) }
        }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let text = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = unsafe max(0, read(descriptor, buffer.baseAddress, buffer.count))
        }
        return text.isEmpty ? nil : text
    }
}
