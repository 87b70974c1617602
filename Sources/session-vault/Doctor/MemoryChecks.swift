#if CLI
internal import VaultProcess
internal import VaultSodium

/// Whether keys in memory stay there.
enum MemoryChecks {
    static func all() throws -> [Check] {
        // The protection is that of memory in use.
        let secret = try SecretBytes.random(count: 32)
        let protection = MemoryProtection.current()
        _ = consume secret
        return [lock(protection), fork(protection), dumps(), readers()]
    }

    private static func lock(_ protection: MemoryProtection) -> Check {
        let id = "memory-lock"
        let limit = ResourceLimit.current(.lockedMemory).map { amount($0.hard) } ?? "an unknown amount"
        guard protection.isLocked else {
            return .warning(
                id,
                "keys can get into swap: \(limit) of memory may be locked, and that did not suffice; LimitMEMLOCK=8M in a unit, "
                    + "or memlock in limits.conf, raises it")
        }
        return .ok(id, "keys are kept out of swap: \(limit) of memory may be locked")
    }

    private static func fork(_ protection: MemoryProtection) -> Check {
        let id = "memory-fork"
        guard protection.isWipedOnFork else {
            return .warning(id, "a process forked from one with keys has them too: this system does not wipe them")
        }
        return .ok(id, "a process forked from one with keys finds zeros in their place")
    }

    /// This tool writes none; the clients that get the sessions are what matters.
    private static func dumps() -> Check {
        let id = "core-dumps"
        let own = Hardening.isDumpable == false ? "this tool writes none; " : ""
        if let pattern = KernelFile.text("/proc/sys/kernel/core_pattern"), pattern.hasPrefix("|") {
            let handler = pattern.dropFirst().prefix { $0 != " " }
            return .warning(
                id,
                own + "what a client has in memory when it crashes goes to \(handler), which may keep it: "
                    + "switch that off, or have the client forbid dumps")
        }
        guard let limit = ResourceLimit.found(.coreDump) else {
            return .unknown(id, own + "the limit of core dumps is not known")
        }
        guard limit.soft == 0 else {
            return .warning(
                id, own + "a client that crashes may write its memory to a file: LimitCORE=0 in a unit, or ulimit -c 0")
        }
        return .ok(id, own + "what is started from here writes none either")
    }

    private static func readers() -> Check {
        let id = "memory-readers"
        #if os(Linux)
        guard let scope = KernelFile.text("/proc/sys/kernel/yama/ptrace_scope").flatMap({ Int($0) }), scope > 0 else {
            return .warning(
                id,
                "a process reads the memory of every other one of its user, though not of this tool: give each client a user "
                    + "of its own, or set kernel.yama.ptrace_scope=1")
        }
        let readers = [1: "those that started it", 2: "root", 3: "nobody"][scope] ?? "a few"
        return .ok(id, "a process's memory is read by \(readers) (kernel.yama.ptrace_scope=\(scope))")
        #else
        return .unknown(id, "who reads a process's memory is not known on this system")
        #endif
    }

    /// Bytes in words.
    private static func amount(_ bytes: UInt64) -> String {
        if ResourceLimit.isUnlimited(bytes) { return "any amount" }
        return bytes < 1_048_576 ? "\(bytes / 1_024) KiB" : "\(bytes / 1_048_576) MiB"
    }
}
#endif
