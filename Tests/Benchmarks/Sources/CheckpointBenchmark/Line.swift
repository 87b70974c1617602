import Foundation
import Meter

/// What one run gave.
struct Line: Sendable {
    var lookups: [Double] = []
    var transactions: [Double] = []
    var checkpoints: [Double] = []
    var largestLog = 0
    var peersPerSecond = 0.0

    static let header = """
        | session | look-ups | median | p99 | p99.9 | max | writes | p99 | max | checkpoints | median | p99 | max | log | peers/s |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
        """

    mutating func takeMeter() {
        transactions = (0..<meter_count(Int32(METER_TRANSACTIONS))).map { meter_time(Int32(METER_TRANSACTIONS), $0) }
        checkpoints = (0..<meter_count(Int32(METER_CHECKPOINTS))).map { meter_time(Int32(METER_CHECKPOINTS), $0) }
    }

    func row(_ name: String) -> String {
        let cells =
            [name, "\(lookups.count)"] + [0.5, 0.99, 0.999, 1].map { Self.part($0, of: lookups) }
            + ["\(transactions.count)"] + [0.99, 1].map { Self.part($0, of: transactions) }
            + ["\(checkpoints.count)"] + [0.5, 0.99, 1].map { Self.part($0, of: checkpoints) }
            + [String(format: "%.1f", Double(largestLog) / 1_048_576), String(format: "%.0f", peersPerSecond)]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func part(_ part: Double, of times: [Double]) -> String {
        guard !times.isEmpty else { return "" }
        return String(format: "%.3f", times.sorted()[Int(Double(times.count - 1) * part)])
    }
}
