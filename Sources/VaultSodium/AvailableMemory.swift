internal import VaultLock

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How much memory a large allocation can count on.
///
/// It is asked for before each derivation, so what costs most is asked for only where it decides. The files that are read
/// each time stay open.
package struct AvailableMemory: ~Copyable {
    private static let here = Lock(AvailableMemory(under: "", free: freeAtOnce))

    /// The directory in whose place `/` stands.
    private let root: [UInt8]
    private let free: () -> Int?
    private let system: KeptKernelFile
    private let memberships: KeptKernelFile
    /// The groups with a limit, as they were found a second ago at the most: a derivation takes as long, and what changes
    /// meanwhile cannot be seen anyway.
    private var groups: (found: [Group], until: ContinuousClock.Instant, process: pid_t)?

    /// The least of what the system has available and what is left under the limits of this process's control groups
    /// (both versions), in bytes; nil where neither can be known.
    ///
    /// - Parameter enough: Where there is as much, what is told may be less than all, and no less than this.
    package static func bytes(enough: Int = .max) -> Int? {
        // In a forked child, another thread of the parent may have it for ever.
        if let bytes = here.withLockIfAvailable({ $0.bytes(enough: enough) }) { return bytes }
        var own = AvailableMemory(under: "", free: freeAtOnce)
        return own.bytes(enough: enough)
    }

    init(under root: String, free: @escaping () -> Int?) {
        self.root = Array(root.utf8)
        self.free = free
        system = KeptKernelFile(self.root + Array("/proc/meminfo".utf8))
        memberships = KeptKernelFile(self.root + Array("/proc/self/cgroup".utf8))
    }

    mutating func bytes(enough: Int = .max, at now: ContinuousClock.Instant = .now) -> Int? {
        [ofSystem(enough), leftInGroups(enough, at: now)].compactMap(\.self).min()
    }

    private func ofSystem(_ enough: Int) -> Int? {
        if let free = free(), free >= enough { return free }
        // What is available is in its third line.
        return system.text(256).flatMap { Self.value(of: "MemAvailable:", in: $0) }
            .flatMap { kibibytes in kibibytes < Self.unlimited / 1024 ? kibibytes * 1024 : nil }
    }

    /// What is free without anything being given up, in bytes; nil where it cannot be known.
    ///
    /// It is told by calls that take a tenth of the time of `/proc/meminfo`. The kernel keeps some of it for itself, by
    /// default always less than an eighth of all memory (`calculate_totalreserve_pages`).
    private static func freeAtOnce() -> Int? {
        #if os(Linux)
        guard isKernels else { return nil }
        let (free, all) = (sysconf(Int32(_SC_AVPHYS_PAGES)), sysconf(Int32(_SC_PHYS_PAGES)))
        let (bytes, isTooLarge) = (free - all / 8).multipliedReportingOverflow(by: sysconf(Int32(_SC_PAGESIZE)))
        return free < 0 || all < 0 || isTooLarge ? nil : bytes
        #else
        return nil
        #endif
    }

    /// Whether `/proc/meminfo` is the kernel's own. In a container it may be another file system's, which knows a limit
    /// that shows nowhere else (lxcfs).
    private static let isKernels = areOfOneFileSystem("/proc/meminfo", "/proc/self")

    /// Where neither is there, too.
    static func areOfOneFileSystem(_ path: String, _ other: String) -> Bool {
        let devices = [path, other].map { path in
            var facts = stat()
            return unsafe stat(path, &facts) == 0 ? facts.st_dev : nil
        }
        return devices[0] == devices[1]
    }

    /// What is left in the control groups above this process that have a limit, in the tightest of them.
    private mutating func leftInGroups(_ enough: Int, at now: ContinuousClock.Instant) -> Int? {
        if groups.map({ now >= $0.until || $0.process != getpid() }) ?? true {
            groups = memberships.text(16_384).map { (Self.groups(of: $0, under: root), now + .seconds(1), getpid()) }
        }
        return groups?.found.compactMap { $0.left(enough) }.min()
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

    /// Of a group and those above it, the ones that have a limit.
    private static func path(_ root: [UInt8], _ version: Version, _ group: ArraySlice<UInt8>) -> [Group] {
        var folder = root + Array(version.folder.utf8) + group
        let top = root.count + version.folder.utf8.count
        var groups: [Group] = []
        while true {
            while folder.count > top, folder.last == UInt8(ascii: "/") { folder.removeLast() }
            if let group = Group(folder, version) { groups.append(group) }
            guard folder.count > top else { return groups }
            while folder.count > top, folder.last != UInt8(ascii: "/") { folder.removeLast() }
        }
    }

    private struct Group {
        private let version: Version
        private let limit: Int
        private let usage: KeptKernelFile
        private let statistics: KeptKernelFile

        /// Nil where it has no limit.
        init?(_ folder: [UInt8], _ version: Version) {
            // Unlimited is written as `max`, or as a number beyond any memory: its usage need not be known.
            let file = KeptKernelFile(folder + Array(version.limit.utf8))
            guard let limit = file.text(64).flatMap({ number($0[...]) }), limit < unlimited else { return nil }
            self.version = version
            self.limit = limit
            usage = KeptKernelFile(folder + Array(version.usage.utf8))
            statistics = KeptKernelFile(folder + Array("/memory.stat".utf8))
        }

        /// What is left in it; nil where its usage cannot be known. Where that is enough, it may be more.
        func left(_ enough: Int) -> Int? {
            guard let usage = usage.text(64).flatMap({ number($0[...]) }) else { return nil }
            if limit - usage >= enough { return limit - usage }
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
