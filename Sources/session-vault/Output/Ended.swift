#if CLI
/// The command ends without success, and what there is to be said was said.
struct Ended: Error {
    let status: ExitStatus
    /// The signal that it is to end by.
    var signal: Int32?
}
#endif
