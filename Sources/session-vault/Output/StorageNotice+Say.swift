#if CLI
internal import SessionVault

extension StorageNotice {
    /// Says it on standard error.
    func say() { Diagnostics.warning(description) }

    /// Says what an opening found. That there is one key slot is said where slots are made and looked at, and not each time
    /// that a script opens the session.
    static func say(_ notices: [StorageNotice]) {
        for notice in notices where !notice.isAnswered { notice.say() }
    }

    /// Whether the command line has the answer to it, or says it elsewhere.
    private var isAnswered: Bool {
        switch self {
        case .singleSlot, .origin(.pinned, _): true
        default: false
        }
    }

    /// Says that there is one slot, where there is.
    static func sayIfSingle(_ slots: [VaultSlot]) { if slots.count == 1 { singleSlot.say() } }
}
#endif
