import Foundation

/// The medians as a Markdown table: µs, and in brackets the median of the ratios to the first column's, round by round.
struct Table {
    private var lines: [String]

    init(columns: [String]) {
        lines = [
            "| look-up by | " + columns.joined(separator: " | ") + " |",
            "|---|" + String(repeating: "---|", count: columns.count),
        ]
    }

    var markdown: String { lines.joined(separator: "\n") }

    mutating func add(_ field: Field, _ times: [[Double]]) {
        let cells = times.indices.map { index in
            let time = String(format: "%.2f", Self.median(times[index]))
            guard index > 0 else { return time }
            let ratios = zip(times[index], times[0]).map { $0 / $1 }
            return time + String(format: " (×%.2f)", Self.median(ratios))
        }
        lines.append("| \(field.rawValue) | " + cells.joined(separator: " | ") + " |")
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
