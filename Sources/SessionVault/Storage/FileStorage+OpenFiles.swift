internal import VaultSQLite

extension FileStorage {
    /// Raises this process's soft limit of open files, as far as its hard limit allows, so that so many sessions fit
    /// beside `reserve` other descriptors. A limit that is high enough stays.
    ///
    /// Each session in a file has two descriptors open, and a third for a moment. Systems allow 1,024 to begin with.
    ///
    /// - Throws: ``VaultError/tooManyOpenFiles(needs:has:)`` where the limit cannot be raised so far; it is then as high
    ///   as it can be.
    public static func raiseOpenFileLimit(forSessions count: Int, reserve: Int = 128) throws(VaultError) {
        let (product, overflow) = max(0, count).multipliedReportingOverflow(by: OpenFileLimit.descriptorsOfSession)
        let (needs, overflows) = product.addingReportingOverflow(max(0, reserve))
        let wanted = overflow || overflows ? .max : needs
        let has = OpenFileLimit.raise(to: wanted)
        guard has >= wanted else { throw .tooManyOpenFiles(needs: wanted, has: has) }
    }
}

extension VaultError {
    /// A call was refused for want of a descriptor, with this `errno`.
    static func noDescriptor(_ code: Int32) -> VaultError {
        guard OpenFileLimit.isOwn(code) else { return .tooManyOpenFiles(needs: 0, has: 0) }
        // All that may be had are in use.
        let has = OpenFileLimit.soft
        return .tooManyOpenFiles(needs: has + OpenFileLimit.descriptorsOfSession, has: has)
    }
}
