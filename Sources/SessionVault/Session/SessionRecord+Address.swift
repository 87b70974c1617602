extension SessionRecord {
    /// The record with the address and port of its DC, as far as they can be known.
    ///
    /// What is missing is filled in from the well-known ones. So is an address that is well known as another DC's: a
    /// client that keeps no address changed the DC beside it. A DC that is not well known gets none rather than a wrong
    /// one.
    var withTrueAddress: SessionRecord {
        let known = DataCenter.wellKnown(id: Int(dcID), isTest: isTest)
        var record = self
        if serverAddress.isEmpty || serverAddress != known?.address && DataCenter.isWellKnown(serverAddress) {
            record.serverAddress = known?.address ?? ""
            record.port = known?.port ?? 0
        } else if port == 0 {
            record.port = known?.port ?? 0
        }
        return record
    }
}
