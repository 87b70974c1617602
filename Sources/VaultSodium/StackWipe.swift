internal import CVaultSodium

/// How far down the C stack libsodium's calls reach, and the wipe of it.
///
/// libsodium leaves keys and key schedules in dead stack frames. A wipe from the frame that made the call covers them,
/// as long as it reaches as far down as the call did; the test target measures that it does.
enum StackWipe {
    /// Stream cipher, one-time authenticator, BLAKE2b.
    static let symmetric = 2 * 1024
    /// Argon2id's blocks and the Curve25519 ladder.
    static let deep = 24 * 1024
}

/// Runs `body`, and wipes the stack below before it returns.
@inline(never)
func wipingStack<Result: ~Copyable>(
    _ depth: Int, _ body: () throws(SodiumError) -> Result
) throws(SodiumError) -> Result {
    defer { sodium_stackzero(depth) }
    return try body()
}
