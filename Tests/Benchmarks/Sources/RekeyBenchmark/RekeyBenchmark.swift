import Foundation
import SessionVault
import Support

/// Times a re-key beside the first sealed writing of the same peers, and changes of key slots, in interleaved rounds.
@main
enum RekeyBenchmark {
    static func main() async throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        var (peers, rounds) = (100_000, 3)
        while arguments.count >= 2, let value = Int(arguments[1]), value > 0 {
            switch arguments[0] {
            case "--peers": peers = value
            case "--rounds": rounds = value
            default: usage()
            }
            arguments.removeFirst(2)
        }
        if !arguments.isEmpty { usage() }
        try await withBenchmarkDirectory { try await run(in: $0, peers, rounds) }
    }

    private static func usage() -> Never {
        FileHandle.standardError.write(Data("usage: RekeyBenchmark [--peers N] [--rounds N]\n".utf8))
        exit(2)
    }

    private static func run(in directory: URL, _ peers: Int, _ rounds: Int) async throws {
        let sample = Sample(count: peers)
        var table: [String: [Double]] = [:]
        for round in 0..<rounds {
            let path = directory.appending(path: "\(round).session").path
            let key = try RawKey.generate()
            let session = Session(FileStorage(path: path).encrypted(with: .rawKey(key)))
            try await session.open()
            try await session.replace(
                authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1), apiID: 1)
            let writing = try await seconds { try await session.update(sample.peers) }
            let rekeying = try await seconds { try await session.rotateKeys() }
            guard try await session.peer(id: sample.peers[peers / 2].id) != nil,
                try await session.vault.version.epoch == 2
            else { throw WrongAnswer() }
            table["first write, peers/s", default: []].append(Double(peers) / writing)
            table["re-key, peers/s", default: []].append(Double(peers) / rekeying)
            table["re-key in parts of the first write's speed", default: []].append(writing / rekeying)
            let vault = try session.vault
            for _ in 0..<20 {
                var id: SlotID?
                let adding = try await seconds { id = try await vault.add(.rawKey(try .generate())) }
                let removing = try await seconds { if let id { try await vault.remove(id) } }
                table["add a slot, ms", default: []].append(adding * 1e3)
                table["remove a slot, ms", default: []].append(removing * 1e3)
            }
            try await session.close()
            try FileManager.default.removeItem(atPath: path)
        }
        print("\(peers) peers, medians of \(rounds) rounds\n\n| | median | least | most |\n|---|---|---|---|")
        for (name, values) in table.sorted(by: { $0.key < $1.key }) {
            let sorted = values.sorted()
            let cells = [sorted[sorted.count / 2], sorted[0], sorted[sorted.count - 1]]
            print("| \(name) | " + cells.map { String(format: "%.2f", $0) }.joined(separator: " | ") + " |")
        }
    }

    private static func seconds(_ body: () async throws -> Void) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try await body()
        return start.duration(to: clock.now) / .seconds(1)
    }
}

/// A re-key that loses peers is fast, and has lost.
struct WrongAnswer: Error {}
