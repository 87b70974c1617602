internal import Foundation

/// A benchmark's arguments: options, each with a number above 0 behind it.
package struct Options {
    private var counts: [String: Int]
    /// How long something is to run.
    package private(set) var seconds: Double

    /// Reads the process's arguments. Where they are others, it says which there are, and ends the process.
    ///
    /// - Parameters:
    ///   - defaults: The counts that there are, by their names without dashes.
    ///   - seconds: Where the benchmark takes `--seconds`, what it is without.
    package init(_ defaults: KeyValuePairs<String, Int>, seconds: Double? = nil) {
        counts = Dictionary(uniqueKeysWithValues: defaults.map { ($0.key, $0.value) })
        self.seconds = seconds ?? 0
        var arguments = CommandLine.arguments.dropFirst()
        while let option = arguments.popFirst() {
            let value = arguments.popFirst() ?? ""
            if option == "--seconds", seconds != nil, let number = Double(value), number > 0 {
                self.seconds = number
            } else if option.hasPrefix("--"), counts[String(option.dropFirst(2))] != nil, let number = Int(value),
                (1...Self.most).contains(number)
            {
                counts[String(option.dropFirst(2))] = number
            } else {
                Self.exitWithUsage(defaults.map { "--\($0.key) N" } + (seconds == nil ? [] : ["--seconds S"]))
            }
        }
    }

    /// The count of one of the names given.
    package subscript(name: String) -> Int { counts[name] ?? 0 }

    private static let most = 10_000_000

    private static func exitWithUsage(_ options: [String]) -> Never {
        let name = URL(filePath: CommandLine.arguments[0]).lastPathComponent
        let usage = "usage: \(name) " + options.map { "[\($0)]" }.joined(separator: " ") + "\n"
        FileHandle.standardError.write(Data(usage.utf8))
        exit(2)
    }
}
