/// Sealed update states one after the other: one array for all of them, in which they are opened where they lie.
struct SealedStates: Sendable {
    struct Row: Sendable {
        /// What stands for the state's id.
        var token: Int64
        /// Where its bytes end and the next row's begin.
        var end: Int
    }

    var rows: [Row] = []
    var bytes: [UInt8] = []
}
