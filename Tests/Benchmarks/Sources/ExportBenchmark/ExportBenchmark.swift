import Foundation
import SessionVault
import Support

/// Times exports beside libsodium's own calls for them, the stream of an export's file, and the refusal of noise.
@main
enum ExportBenchmark {
    static func main() async throws {
        let options = Options(["peers": 200_000, "rounds": 15])
        let (peers, rounds) = (options["peers"], options["rounds"])
        let files = max(1, rounds / 5)
        var figures = Figures()
        try await measureSealing(rounds, into: &figures)
        try await measureProtection(rounds, into: &figures)
        try await withBenchmarkDirectory { directory in
            for round in 0..<files {
                try await measureFile(directory.appending(path: "\(round)"), peers, into: &figures)
            }
        }
        try await measureNoise(rounds: files, into: &figures)
        print("\(peers) peers in a file, medians of \(rounds) rounds (files, noise: \(files))\n\n\(figures)")
    }

    static func session(_ storage: any Storage) async throws -> Session {
        let session = Session(storage)
        try await session.open()
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1), apiID: 1)
        return session
    }
}

/// An export that loses peers is fast, and has lost.
struct WrongAnswer: Error {}
