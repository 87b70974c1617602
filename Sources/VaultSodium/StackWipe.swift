internal import CVaultSodium

/// How far down the C stack libsodium's calls reach, in bytes.
///
/// libsodium leaves keys and key schedules in dead stack frames. Each function here that hands a key to it is never
/// inlined and ends with a wipe of the stack below its own frame, as deep as the call went and on the same thread. The
/// test target measures that the depths suffice.
enum StackWipe {
    /// Stream cipher, one-time authenticator, BLAKE2b: 2.4 KiB measured with libsodium 1.0.18 on x86-64.
    static let symmetric = 4 * 1024
    /// Argon2id and the Curve25519 ladder: 7 KiB measured.
    static let deep = 16 * 1024
}
