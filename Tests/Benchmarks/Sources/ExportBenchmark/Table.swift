import Foundation

/// Figures by name, in the order in which the names came, as Markdown.
struct Table: CustomStringConvertible {
    private var rows: [(name: String, values: [Double])] = []

    mutating func add(_ name: String, _ value: Double) {
        if let index = rows.firstIndex(where: { $0.name == name }) {
            rows[index].values.append(value)
        } else {
            rows.append((name, [value]))
        }
    }

    var description: String {
        var lines = ["| | median | least | most |", "|---|---|---|---|"]
        for row in rows {
            let sorted = row.values.sorted()
            let cells = [sorted[sorted.count / 2], sorted[0], sorted[sorted.count - 1]]
            lines.append("| \(row.name) | " + cells.map { String(format: "%.2f", $0) }.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }
}

/// The most memory that this process had resident, in MiB.
enum ProcessMemory {
    /// Begins anew from what it has now (proc(5), clear_refs), and says how much that is.
    static func resetPeak() -> Double {
        try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
        return peak()
    }

    static func peak() -> Double {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Double($0) }
            .map { $0 / 1024 } ?? 0
    }
}
