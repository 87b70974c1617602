#if CLI
internal import SessionVault

extension ImportedExport {
    /// Says on standard error what it said besides the session.
    func say() {
        origin.say()
        if let note { Diagnostics.note("note: \(note)") }
    }
}

extension VaultOrigin {
    /// Says on standard error what it says of who made an export or a box.
    func say() {
        switch self {
        case .secretHolder: break
        case .pinned: Diagnostics.note("it has the id that was asked for, and no signature")
        case .signed(let signer): Diagnostics.note("signed by \(signer)")
        case .unverified: Diagnostics.warning("anybody can have made it who has the public key")
        }
    }
}
#endif
