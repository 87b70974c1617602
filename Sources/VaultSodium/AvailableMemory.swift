internal import VaultLock

/// How much memory a large allocation can count on.
///
/// It is asked for before each derivation. What is read anew each time is all that can change without this process:
/// which groups it is in, their limits, and what is used of them. The files that are read each time stay open.
package struct AvailableMemory: ~Copyable {
    private static let here = Lock(AvailableMemory(under: ""))

    /// The directory in whose place `/` stands.
    private let root: [UInt8]
    private let system: KeptKernelFile
    private let memberships: KeptKernelFile
    /// The groups of the memberships that were read last.
    private var groups: (memberships: [UInt8], found: [Group]) = ([], [])

    /// The least of what the system has available and what is left under the limits of this process's control groups
    /// (both versions), in bytes; nil where neither can be known.
    package static func bytes() -> Int? {
        // In a forked child, another thread of the parent may have it for ever.
        if let bytes = here.withLockIfAvailable({ $0.bytes() }) { return bytes }
        var own = AvailableMemory(under: "")
        return own.bytes()
    }

    init(under root: String) {
        self.root = Array(root.utf8)
        system = KeptKernelFile(self.root + Array("/proc/meminfo".utf8))
        memberships = KeptKernelFile(self.root + Array("/proc/self/cgroup".utf8))
    }

    mutating func bytes() -> Int? {
        // What is available is in its third line.
        let system = system.text(256).flatMap { Self.value(of: "MemAvailable:", in: $0) }
            .flatMap { kibibytes in kibibytes < Self.unlimited / 1024 ? kibibytes * 1024 : nil }
        return [system, leftInGroups()].compactMap(\.self).min()
    }

    /// What is left in the control groups above this process that have a limit, in the tightest of them.
    private mutating func leftInGroups() -> Int? {
        guard let memberships = memberships.text(16_384) else { return nil }
        if memberships != groups.memberships { groups = (memberships, Self.groups(of: memberships, under: root)) }
        return groups.found.compactMap { $0.left() }.min()
    }

    /// The groups that limit the memory of a process with these memberships.
    private static func groups(of memberships: [UInt8], under root: [UInt8]) -> [Group] {
        var unified: ArraySlice<UInt8>?
        for line in memberships.split(separator: UInt8(ascii: "\n")) {
            // Its number, its controllers, and the group, which may have colons in its name.
            let fields = line.split(separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            if fields[1].isEmpty { unified = fields[2] }
            if fields[1].split(separator: UInt8(ascii: ",")).contains(where: { $0.elementsEqual("memory".utf8) }) {
                // A controller is in one hierarchy (cgroups(7)), so there is nothing to be found in the other.
                return path(root, .first, fields[2])
            }
        }
        return unified.map { path(root, .second, $0) } ?? []
    }

    /// A group and those above it.
    private static func path(_ root: [UInt8], _ version: Version, _ group: ArraySlice<UInt8>) -> [Group] {
        var folder = root + Array(version.folder.utf8) + group
        let top = root.count + version.folder.utf8.count
        var groups: [Group] = []
        while true {
            while folder.count > top, folder.last == UInt8(ascii: "/") { folder.removeLast() }
            groups.append(Group(folder, version))
            guard folder.count > top else { return groups }
            while folder.count > top, folder.last != UInt8(ascii: "/") { folder.removeLast() }
        }
    }

    private struct Group {
        private let version: Version
        private let limit: KeptKernelFile
        private let usage: KeptKernelFile
        private let statistics: KeptKernelFile

        init(_ folder: [UInt8], _ version: Version) {
            self.version = version
            limit = KeptKernelFile(folder + Array(version.limit.utf8))
            usage = KeptKernelFile(folder + Array(version.usage.utf8))
            statistics = KeptKernelFile(folder + Array("/memory.stat".utf8))
        }

        /// What is left in it; nil where it has no limit.
        func left() -> Int? {
            // Unlimited is written as `max`, or as a number beyond any memory: its usage need not be known.
            guard let limit = limit.text(64).flatMap({ number($0[...]) }), limit < unlimited,
                let usage = usage.text(64).flatMap({ number($0[...]) })
            else { return nil }
            // File pages that nobody used of late are counted as usage and given up first.
            let cache = statistics.text(16_384).flatMap { value(of: version.cache, in: $0) } ?? 0
            return max(0, limit - max(0, usage - cache))
        }
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
}
