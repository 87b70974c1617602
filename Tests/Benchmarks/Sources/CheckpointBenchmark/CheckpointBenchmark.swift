import Foundation
import Meter
import SessionVault
import Support

/// Looks peers up in a session of many while batches of peers are written to it, and says how long the look-ups, the
/// transactions and the checkpoints took and how far the log grew. The figures are for reading.
@main
enum CheckpointBenchmark {
    static func main() async throws {
        let options = Options(["peers": 200_000], seconds: 5)
        meter_install()
        say("\(options["peers"]) peers, \(options.seconds) s a line; times in ms, the log in MiB\n\n\(Line.header)")
        try await withBenchmarkDirectory { directory in
            for isSealed in [false, true] { try await run(in: directory, isSealed, options) }
        }
    }

    private static func run(in directory: URL, _ isSealed: Bool, _ options: Options) async throws {
        let name = isSealed ? "sealed" : "plain"
        let file = SealedFile(url: directory.appending(path: name + ".session"))
        let session = Session(isSealed ? try file.storage() : FileStorage(path: file.url.path))
        let load = Load(session: session, logPath: file.url.path + "-wal", peers: options["peers"])
        try await session.open()
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1), apiID: 1)
        say(try await load.fill().row("\(name), filling"))
        for size in [0, 100, 1_000] {
            let writer = size == 0 ? "no writer" : "batches of \(size)"
            say(try await load.run(for: options.seconds, batch: size).row("\(name), \(writer)"))
        }
        try await session.close()
    }

    /// At once, also where standard output is a file.
    private static func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}
