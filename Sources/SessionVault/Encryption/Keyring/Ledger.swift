/// An anchor against rollback, kept on other storage than the vaults: which state of each vault is the latest.
public final class Ledger: Sendable {
    /// Makes sure that an envelope is no older than the one that is known of its vault, and notes one that is newer.
    ///
    /// - Throws: ``VaultError/rolledBack(known:found:)``.
    func check(_ envelope: Envelope) async throws {}

    /// Notes an envelope that was just written.
    func record(_ envelope: Envelope) async throws {}
}
