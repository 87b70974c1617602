internal import Foundation

/// Figures by name, in the order in which the names came, as Markdown: of each its median, the least and the most.
package struct Figures: CustomStringConvertible {
    private var rows: [(name: String, values: [Double])] = []

    package init() {}

    package mutating func add(_ name: String, _ value: Double) {
        if let index = rows.firstIndex(where: { $0.name == name }) {
            rows[index].values.append(value)
        } else {
            rows.append((name, [value]))
        }
    }

    package var description: String {
        var lines = ["| | median | least | most |", "|---|---|---|---|"]
        for row in rows {
            let sorted = row.values.sorted()
            let cells = [sorted[sorted.count / 2], sorted[0], sorted[sorted.count - 1]]
            lines.append("| \(row.name) | " + cells.map { String(format: "%.2f", $0) }.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }
}
