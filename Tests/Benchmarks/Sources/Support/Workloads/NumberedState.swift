/// The update state that a number stands for.
package struct NumberedState: Sendable {
    /// How many a workload has.
    package static let count = 1_000

    package let id: Int64
    package let pts: Int64
    package let qts: Int64 = 1
    package let date: Int64 = 2
    package let seq: Int64 = 3

    package init(_ number: Int, pts: Int64 = 0) {
        id = Int64(number + 1)
        self.pts = pts
    }

    /// The one that is set by a request's `call`-th call: never what is there already, which some contenders would not
    /// write.
    package static func set(by call: Int, version: Int) -> NumberedState {
        NumberedState(call % count, pts: Int64(version * 1_000_000 + call / count))
    }
}
