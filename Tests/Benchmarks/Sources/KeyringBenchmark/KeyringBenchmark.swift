import Foundation
import SessionVault
import Support

/// Opens many sessions at a time, sealed through one keyring, plain, and the same in C, each in a process of its own, in
/// interleaved rounds. Trust the ratios; absolute times are the machine's.
@main
enum KeyringBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "--child", let child = Child(arguments.dropFirst()) {
            return print(try await child.run().line)
        }
        let options = Options(["files": 1_000, "rounds": 7])
        try await withBenchmarkDirectory { try await run(in: $0, options["files"], options["rounds"]) }
    }

    private static func run(in directory: URL, _ files: Int, _ rounds: Int) async throws {
        let places = try await Places(in: directory, count: files)
        let names = Child.Contender.allCases
        var measures: [Child.Contender: [Measure]] = [:]
        for round in 0..<(rounds + 1) {
            for step in names.indices {
                let contender = names[(round + step) % names.count]
                let measure = try Child(contender: contender, places: places).spawn()
                guard measure.sum == places.sum else { throw WrongAnswer(contender: contender.rawValue) }
                // The first warms the system's caches up.
                if round > 0 { measures[contender, default: []].append(measure) }
            }
        }
        print("\(files) files with \(Places.peers) peers each, all open at a time, medians of \(rounds) rounds\n")
        print(Measure.table(measures, files: files))
        print("\n" + Measure.ratios(measures))
    }
}

/// A contender that is fast because it finds something else has lost.
struct WrongAnswer: Error {
    var contender: String
}
