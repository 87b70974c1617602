import Foundation
import SessionVault
import Support

/// Times a re-key beside the first sealed writing of the same peers, and changes of key slots, in interleaved rounds.
@main
enum RekeyBenchmark {
    static func main() async throws {
        let options = Options(["peers": 100_000, "rounds": 3])
        try await withBenchmarkDirectory { try await run(in: $0, options["peers"], options["rounds"]) }
    }

    private static func run(in directory: URL, _ peers: Int, _ rounds: Int) async throws {
        let sample = Sample(count: peers)
        var figures = Figures()
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
            figures.add("first write, peers/s", Double(peers) / writing)
            figures.add("re-key, peers/s", Double(peers) / rekeying)
            figures.add("re-key in parts of the first write's speed", writing / rekeying)
            let vault = try session.vault
            for _ in 0..<20 {
                var id: SlotID?
                let adding = try await seconds { id = try await vault.add(.rawKey(try .generate())) }
                let removing = try await seconds { if let id { try await vault.remove(id) } }
                figures.add("add a slot, ms", adding * 1e3)
                figures.add("remove a slot, ms", removing * 1e3)
            }
            try await session.close()
            try FileManager.default.removeItem(atPath: path)
        }
        print("\(peers) peers, medians of \(rounds) rounds\n\n\(figures)")
    }
}

/// A re-key that loses peers is fast, and has lost.
struct WrongAnswer: Error {}
