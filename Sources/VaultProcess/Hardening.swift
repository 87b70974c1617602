internal import CVaultProcess

/// What keeps a process's memory from others.
package enum Hardening {
    /// Keeps other processes of the same user from reading this one's memory, and the system from writing it to a core
    /// dump (prctl(2), `PR_SET_DUMPABLE`).
    package static func forbidDumps() { _ = vault_set_dumpable(0) }
}
