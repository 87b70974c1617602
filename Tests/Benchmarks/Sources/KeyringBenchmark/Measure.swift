import Foundation

/// What Linux says of this process's memory, in KiB.
struct ProcessMemory {
    let resident: Int
    let locked: Int

    init() {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        func value(_ label: String) -> Int {
            text.split(separator: "\n").first { $0.hasPrefix(label) }.flatMap {
                Int($0.split(whereSeparator: { $0 == " " || $0 == "\t" })[1])
            } ?? 0
        }
        (resident, locked) = (value("VmRSS:"), value("VmLck:"))
    }
}

/// What one contender took: seconds to unlock, to open the files, and to close them; KiB when all were open.
struct Measure {
    let unlocking: Double
    let opening: Double
    let closing: Double
    let resident: Int
    let locked: Int
    let sum: Int

    init(
        unlocking: Double, _ start: ContinuousClock.Instant, _ opened: ContinuousClock.Instant,
        _ closed: ContinuousClock.Instant, _ memory: ProcessMemory, sum: Int
    ) {
        self.unlocking = unlocking
        opening = start.duration(to: opened) / .seconds(1) - unlocking
        closing = opened.duration(to: closed) / .seconds(1)
        (resident, locked, self.sum) = (memory.resident, memory.locked, sum)
    }

    var line: String { "\(unlocking) \(opening) \(closing) \(resident) \(locked) \(sum)" }

    init?(_ line: String) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 6, let unlocking = Double(words[0]), let opening = Double(words[1]),
            let closing = Double(words[2]), let resident = Int(words[3]), let locked = Int(words[4]),
            let sum = Int(words[5])
        else { return nil }
        (self.unlocking, self.opening, self.closing) = (unlocking, opening, closing)
        (self.resident, self.locked, self.sum) = (resident, locked, sum)
    }

    static func table(_ measures: [Child.Contender: [Measure]], files: Int) -> String {
        var lines = [
            "| | unlock, ms | open a file, µs | close a file, µs | resident, MiB | locked, KiB |",
            "|---|---|---|---|---|---|",
        ]
        for contender in Child.Contender.allCases {
            let rows = measures[contender] ?? []
            let cells = [
                String(format: "%.1f", median(rows.map(\.unlocking)) * 1e3),
                String(format: "%.1f", median(rows.map(\.opening)) * 1e6 / Double(files)),
                String(format: "%.1f", median(rows.map(\.closing)) * 1e6 / Double(files)),
                String(format: "%.1f", median(rows.map { Double($0.resident) }) / 1024),
                String(format: "%.0f", median(rows.map { Double($0.locked) })),
            ]
            lines.append("| \(contender.rawValue) | " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    /// Medians of the ratios of each round.
    static func ratios(_ measures: [Child.Contender: [Measure]]) -> String {
        func ratio(_ one: Child.Contender, _ other: Child.Contender, _ value: (Measure) -> Double) -> String {
            let pairs = zip(measures[one] ?? [], measures[other] ?? [])
            return String(format: "×%.2f", median(pairs.map { value($0) / value($1) }))
        }
        return """
            | ratio | opening, without the derivation | with it | resident memory |
            |---|---|---|---|
            | sealed to plain, library | \(ratio(.sealed, .plain, \.opening)) | \(
                ratio(.sealed, .plain) { $0.opening + $0.unlocking }) | \(
                ratio(.sealed, .plain) { Double($0.resident) }) |
            | library to C, plain | \(ratio(.plain, .cPlain, \.opening)) | | \(
                ratio(.plain, .cPlain) { Double($0.resident) }) |
            | library to C, sealed | \(ratio(.sealed, .cSealed, \.opening)) | \(
                ratio(.sealed, .cSealed) { $0.opening + $0.unlocking }) | \(
                ratio(.sealed, .cSealed) { Double($0.resident) }) |
            """
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : values.sorted()[values.count / 2]
    }
}
