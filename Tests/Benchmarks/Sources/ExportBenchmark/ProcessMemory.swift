import Foundation

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
