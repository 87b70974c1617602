#if CLI
internal import SessionVault

extension StorageNotice {
    /// Says it on standard error.
    func say() { Diagnostics.warning(description) }
}
#endif
