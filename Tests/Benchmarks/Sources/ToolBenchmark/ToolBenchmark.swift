import Foundation
import SessionVault
import Support

/// How long the tool takes as a whole process, from its start to its end, beside a program that does nothing: `inspect` of a
/// sealed file, and what `run` adds to the key derivation and to the command that it becomes.
@main
struct ToolBenchmark {
    static func main() async throws {
        let options = Options(["peers": 10_000, "rounds": 30])
        try await withBenchmarkDirectory { directory in
            let measure = try await Measure(in: directory, peers: options["peers"])
            var figures = Figures()
            for _ in 0..<options["rounds"] { try measure.round(&figures) }
            print(figures)
        }
    }
}
