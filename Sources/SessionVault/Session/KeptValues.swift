/// A session's own values between two writes: shared by all that read them, and with what is made of them worked out
/// once.
final class KeptValues: Sendable {
    /// Nil while there is no auth key.
    let record: SessionRecord?
    /// The record's, with its true address.
    let dataCenter: DataCenter?

    init(_ record: SessionRecord?) {
        self.record = record
        dataCenter = record?.withTrueAddress.dataCenter
    }
}
