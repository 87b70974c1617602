/// What a contender answers to a request.
package enum Reply: Sendable, CustomStringConvertible {
    /// The seconds that the clock saw, how many operations there were in them, and the sum of what was found.
    case measured(seconds: Double, operations: Int, check: UInt64)
    /// The contender has no such thing.
    case unavailable
    case failed(String)

    package static func measured(_ seconds: Double, _ operations: Int, check: Int? = nil) -> Reply {
        .measured(seconds: seconds, operations: operations, check: UInt64(check ?? operations))
    }

    package var description: String {
        switch self {
        case .measured(let seconds, let operations, let check): "ok \(seconds) \(operations) \(check)"
        case .unavailable: "no"
        case .failed(let text): "error \(text.split(whereSeparator: \.isNewline).joined(separator: " "))"
        }
    }
}

/// A contender that is fast because it does something else has lost.
package struct WrongAnswer: Error {
    package var workload: String

    package init(in workload: String) { self.workload = workload }
}
