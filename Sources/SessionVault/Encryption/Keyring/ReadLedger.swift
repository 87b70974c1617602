internal import VaultSQLite
internal import VaultSodium

/// What a ledger was found to hold, for as long as its file can be told to be the same.
///
/// An opening would else decrypt all of a ledger of thousands of vaults to look at one. An anchor is not to be fooled by a
/// file that only looks the same, though. Writers put another file in its place, of another inode, but the number of one
/// that is gone can come back; times are as coarse as the system's clock, and the owner can set the time of the last change of
/// the content. So everything that is known of the file has to be the same, with the time of the last change of any kind,
/// which nobody sets; and what was read within two seconds of that time is read again, since a change right afterwards
/// could have the same time (<https://git-scm.com/docs/racy-git>).
struct ReadLedger: Sendable {
    private static let coarsestTime: Int64 = 2

    let record: LedgerRecord
    private let facts: FileFacts

    /// - Parameters:
    ///   - facts: What was known of the file before its bytes were read.
    ///   - time: When the file was about to be looked at, in seconds since 1970.
    /// - Returns: Nil where another file could look the same.
    init?(_ record: LedgerRecord, facts: FileFacts, time: Int64) {
        guard Int64(facts.changed.seconds) < time - Self.coarsestTime else { return nil }
        self.record = record
        self.facts = facts
    }

    /// The record, where the file is the one that it was read from, unchanged.
    func record(in facts: FileFacts?) -> LedgerRecord? { self.facts == facts ? record : nil }
}
