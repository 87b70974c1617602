/// What libsodium, or the memory under it, can refuse.
///
/// No case carries a byte that was handed in.
package enum SodiumError: Error, Equatable {
    /// `sodium_init` failed: the library cannot be used at all.
    case unavailable
    /// Guarded memory could not be had; `bytes` were asked for.
    case outOfMemory(bytes: Int)
    /// A ciphertext, a sealed box or its associated data is not what was sealed under this key.
    case forged
    /// An argument has a length or value that the primitive does not take.
    case invalidArgument
    /// The memory belongs to the process this one was forked from, and was wiped by the fork.
    case wipedByFork
}
