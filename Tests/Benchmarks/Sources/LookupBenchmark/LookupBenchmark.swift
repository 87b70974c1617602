import Foundation
import SessionVault
import Support

/// Times a sealed look-up of the library beside the same work in C, on copies of one file, in interleaved rounds of one
/// process. Trust the ratios; absolute times are the machine's.
@main
enum LookupBenchmark {
    static let peers = 10_000
    static let lookups = 2_000
    static let warmUp = 4

    static func main() async throws {
        let options = Options(["rounds": 41])
        try await withBenchmarkDirectory { try await run(in: $0, options["rounds"]) }
    }

    private static func run(in directory: URL, _ rounds: Int) async throws {
        let sample = Sample(count: peers)
        let file = try await sample.write(to: directory)
        let contenders: [any Contender] = [
            try ReferenceContender(file.copy(named: "c.session"), sample),
            try await StorageContender(file.copy(named: "storage.session"), sample),
            try await SessionContender(file.copy(named: "session.session"), sample, isOnMainActor: false),
            try await SessionContender(file.copy(named: "main.session"), sample, isOnMainActor: true),
        ]
        var table = Table(columns: contenders.map(\.name))
        for field in Field.allCases { table.add(field, try await times(contenders, field, sample, rounds)) }
        for contender in contenders { try await contender.close() }
        print("\(peers) peers, \(lookups) look-ups a round, medians of \(rounds) rounds, µs a look-up\n")
        print(table.markdown)
    }

    /// For each contender its time in every round, in the same rounds. Each begins a round once in so many.
    private static func times(
        _ contenders: [any Contender], _ field: Field, _ sample: Sample, _ rounds: Int
    ) async throws -> [[Double]] {
        var times = [[Double]](repeating: [], count: contenders.count)
        for round in 0..<(rounds + warmUp) {
            let picks = sample.picks(lookups)
            let expected = picks.reduce(0) { $0 &+ sample.peers[$1].id }
            for step in contenders.indices {
                let index = (round + step) % contenders.count
                let clock = ContinuousClock()
                let start = clock.now
                let sum = try await contenders[index].sumOfIDs(field, picks)
                let time = start.duration(to: clock.now)
                guard sum == expected else { throw WrongAnswer(contender: contenders[index].name) }
                if round >= warmUp { times[index].append(time / .microseconds(lookups)) }
            }
        }
        return times
    }
}

/// A contender that is fast because it finds something else has lost.
struct WrongAnswer: Error {
    var contender: String
}
