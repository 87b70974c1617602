import Foundation
import SessionVault
import Support

/// Four tasks look peers up in a session and a fifth changes it, with an fsync each time, while a task that has nothing to
/// do with it asks for its turn again and again: how often it gets it, and how long it waits. There are as many threads as
/// processors, so that whoever holds one keeps others from theirs. The figures are for reading.
@main
enum FairnessBenchmark {
    private static let readers = 4

    static func main() async throws {
        let options = Options(["peers": 10_000], seconds: 1)
        print(
            """
            \(options["peers"]) peers, \(readers) readers, one writer, \(options.seconds) s a line; times in ms

            | session | look-ups | writes | turns of another task | median wait | p99 | p99.9 | max |
            |---|---|---|---|---|---|---|---|
            """)
        try await withBenchmarkDirectory { directory in
            print(row("none", Beside(), await turns(for: options.seconds)))
            for isSealed in [false, true] { try await run(in: directory, isSealed, options) }
        }
    }

    private struct Beside: Sendable {
        var lookups = 0
        var writes = 0
    }

    private static func run(in directory: URL, _ isSealed: Bool, _ options: Options) async throws {
        let name = isSealed ? "sealed" : "plain"
        let file = SealedFile(url: directory.appending(path: name + ".session"))
        let session = Session(isSealed ? try file.storage() : FileStorage(path: file.url.path))
        try await session.open()
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1), apiID: 1)
        try await session.update((0..<options["peers"]).map { Sample.peer($0) })
        let end = ContinuousClock.now + .seconds(options.seconds)
        let count = options["peers"]
        async let others = withThrowingTaskGroup(of: Beside.self) { group in
            for _ in 0..<readers { group.addTask { try await read(session, count, until: end) } }
            group.addTask { try await write(session, until: end) }
            return try await group.reduce(into: Beside()) { sum, one in
                sum.lookups += one.lookups
                sum.writes += one.writes
            }
        }
        let turns = await turns(for: options.seconds)
        print(row(name, try await others, turns))
        try await session.close()
    }

    private static func read(_ session: Session, _ peers: Int, until end: ContinuousClock.Instant) async throws
        -> Beside
    {
        var beside = Beside()
        while ContinuousClock.now < end {
            let peer = Sample.peer(.random(in: 0..<peers))
            guard try await session.peer(id: peer.id)?.id == peer.id else { throw WrongAnswer(in: "look-up") }
            beside.lookups += 1
        }
        return beside
    }

    private static func write(_ session: Session, until end: ContinuousClock.Instant) async throws -> Beside {
        var beside = Beside()
        while ContinuousClock.now < end {
            beside.writes += 1
            try await session.update(apiID: Int32(1 + beside.writes))
        }
        return beside
    }

    /// How long a task waits each time until it is its turn again, in milliseconds.
    private static func turns(for seconds: Double) async -> [Double] {
        await Task.detached {
            let clock = ContinuousClock()
            var start = clock.now
            let end = start + .seconds(seconds)
            var waits: [Double] = []
            while start < end {
                await Task.yield()
                let now = clock.now
                waits.append(start.duration(to: now) / .milliseconds(1))
                start = now
            }
            return waits
        }.value
    }

    private static func row(_ name: String, _ beside: Beside, _ waits: [Double]) -> String {
        let sorted = waits.sorted()
        let parts = [0.5, 0.99, 0.999, 1].map { String(format: "%.3f", sorted[Int(Double(sorted.count - 1) * $0)]) }
        let cells = [name, "\(beside.lookups)", "\(beside.writes)", "\(waits.count)"] + parts
        return "| " + cells.joined(separator: " | ") + " |"
    }
}
