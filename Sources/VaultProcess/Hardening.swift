internal import CVaultProcess

/// What keeps a process's memory from others.
package enum Hardening {
    /// Hardens this process, which is to be done on its first thread, before it has a second one and before it has a
    /// secret. A second call changes nothing.
    ///
    /// - Other processes of the same user cannot read its memory or trace it, and it writes no core dump (prctl(2),
    ///   `PR_SET_DUMPABLE`). Of other systems only the limit of core dumps is known here.
    /// - A crash ends it without a word of what was in its memory, whatever `SWIFT_BACKTRACE` says.
    /// - It may lock as much memory, and have as many files open, as its hard limits allow.
    /// - A write to a pipe that nobody reads is an error, and not its end.
    ///
    /// What a command that it becomes would inherit of that is remembered and put back then: see ``Replacement``. That
    /// its memory cannot be read ends with it by itself.
    package static func begin() {
        InheritedState.remember()
        #if os(Linux)
        _ = vault_set_dumpable(0)
        #endif
        CrashHandlers.remove()
        Signal.ignoreBrokenPipes()
        lower(.coreDump, to: 0)
        for kind in [ResourceLimit.Kind.lockedMemory, .openFiles] {
            if let limit = ResourceLimit.current(kind) { raise(kind, to: limit.hard) }
        }
    }

    private static func lower(_ kind: ResourceLimit.Kind, to soft: UInt64) {
        guard var limit = ResourceLimit.current(kind), limit.soft > soft else { return }
        limit.soft = soft
        limit.apply(to: kind)
    }

    private static func raise(_ kind: ResourceLimit.Kind, to soft: UInt64) {
        guard var limit = ResourceLimit.current(kind), limit.soft < soft else { return }
        limit.soft = soft
        limit.apply(to: kind)
    }

    /// Whether the process's memory can be read by others of its user, and goes into core dumps; nil where the system
    /// does not tell.
    package static var isDumpable: Bool? {
        #if os(Linux)
        let value = vault_is_dumpable()
        return value < 0 ? nil : value == 1
        #else
        return nil
        #endif
    }
}
