import Foundation
import SessionVault
import Support

/// Times exports beside libsodium's own calls for them, and the stream of an export's file.
@main
enum ExportBenchmark {
    static func main() async throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        var (peers, rounds) = (200_000, 15)
        while arguments.count >= 2, let value = Int(arguments[1]), value > 0 {
            switch arguments[0] {
            case "--peers": peers = value
            case "--rounds": rounds = value
            default: usage()
            }
            arguments.removeFirst(2)
        }
        if !arguments.isEmpty { usage() }
        var table = Table()
        try await measureStrings(rounds, into: &table)
        try await measureProtection(rounds, into: &table)
        try await withBenchmarkDirectory { directory in
            for round in 0..<max(1, rounds / 5) {
                try await measureFile(directory.appending(path: "\(round)"), peers, into: &table)
            }
        }
        print("\(peers) peers in a file, medians of \(rounds) rounds (files: \(max(1, rounds / 5)))\n\n\(table)")
    }

    private static func usage() -> Never {
        FileHandle.standardError.write(Data("usage: ExportBenchmark [--peers N] [--rounds N]\n".utf8))
        exit(2)
    }

    /// To one recipient and back, as text, in turns with libsodium alone.
    private static func measureStrings(_ rounds: Int, into table: inout Table) async throws {
        let batch = 200
        let identity = try Identity.generate()
        let session = try await sample(MemoryStorage())
        let secret = VaultSecret.identity(identity)
        let calls = try LibsodiumCalls()
        for _ in 0..<rounds {
            var text = ""
            let sealing = try await seconds {
                for _ in 0..<batch { text = try await session.export(sealedTo: [identity.recipient]).text }
            }
            let opening = try await seconds {
                // It has that session already, so nothing is written.
                for _ in 0..<batch {
                    try await session.import(try ProtectedString(text), with: secret, origin: .acceptUnverified)
                }
            }
            let bareSealing = try await seconds { for _ in 0..<batch { try calls.seal() } }
            let bareOpening = try await seconds { for _ in 0..<batch { try calls.open() } }
            let each = 1e6 / Double(batch)
            table.add("seal to one recipient, µs", sealing * each)
            table.add("seal: libsodium alone, µs", bareSealing * each)
            table.add("seal: ratio", sealing / bareSealing)
            table.add("open as a recipient, µs", opening * each)
            table.add("open: libsodium alone, µs", bareOpening * each)
            table.add("open: ratio", opening / bareOpening)
        }
    }

    /// Under a passphrase and back, in turns with the derivation alone. That runs on a thread of its own too, as it has to
    /// where tasks share threads; what the way there and back takes has a row of its own.
    private static func measureProtection(_ rounds: Int, into table: inout Table) async throws {
        let passphrase = try Passphrase(Sample.passphrase)
        let session = try await sample(MemoryStorage())
        var differences: (protecting: [Double], opening: [Double], thread: [Double]) = ([], [], [])
        for _ in 0..<(rounds * 10) {
            let here = try await seconds { try LibsodiumCalls.derive(.minimum, Sample.passphrase) }
            let before = try await seconds { try await LibsodiumCalls.deriveElsewhere(.minimum, Sample.passphrase) }
            var text = ""
            let protecting = try await seconds {
                text = try await session.export(protectedBy: passphrase, derivation: .minimum).text
            }
            let between = try await seconds { try await LibsodiumCalls.deriveElsewhere(.minimum, Sample.passphrase) }
            let opening = try await seconds { try await session.import(try ProtectedString(text), with: passphrase) }
            let after = try await seconds { try await LibsodiumCalls.deriveElsewhere(.minimum, Sample.passphrase) }
            differences.protecting.append(protecting - (before + between) / 2)
            differences.opening.append(opening - (between + after) / 2)
            differences.thread.append((before + between + after) / 3 - here)
        }
        for value in differences.protecting { table.add("protect, beside the derivation, µs", value * 1e6) }
        for value in differences.opening { table.add("open a protected one, beside the derivation, µs", value * 1e6) }
        for value in differences.thread { table.add("a thread for the derivation, µs", value * 1e6) }
    }

    private static func measureFile(_ directory: URL, _ peers: Int, into table: inout Table) async throws {
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: directory) }
        let identity = try Identity.generate()
        let sample = Sample(count: peers)
        let plain = FileStorage(path: directory.appending(path: "plain.session").path)
        let sealed = FileStorage(path: directory.appending(path: "sealed.session").path)
        let storages: [(String, any Storage)] = [
            ("plain", plain), ("sealed", sealed.encrypted(with: .rawKey(try .generate()))),
        ]
        for (name, storage) in storages {
            let session = try await self.sample(storage)
            try await session.update(sample.peers)
            let path = directory.appending(path: "\(name).svault").path
            let before = ProcessMemory.resetPeak()
            let exporting = try await seconds {
                try await session.export(to: path, sealedTo: [identity.recipient], includingPeers: true)
            }
            table.add("export from a \(name) file, peers/s", Double(peers) / exporting)
            table.add("export from a \(name) file: memory more at its peak, MiB", ProcessMemory.peak() - before)
            try await session.close()
        }
        let target = Session(MemoryStorage())
        try await target.open()
        let path = directory.appending(path: "sealed.svault").path
        var count = 0
        let importing = try await seconds {
            count = try await target.import(from: path, with: .identity(identity), origin: .acceptUnverified).peers
        }
        guard count == peers, try await target.peer(id: sample.peers[peers / 2].id) != nil else { throw WrongAnswer() }
        table.add("import into memory, peers/s", Double(peers) / importing)
        try await target.close()
    }

    private static func sample(_ storage: any Storage) async throws -> Session {
        let session = Session(storage)
        try await session.open()
        try await session.replace(
            authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1), apiID: 1)
        return session
    }

    private static func seconds(_ body: () async throws -> Void) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try await body()
        return start.duration(to: clock.now) / .seconds(1)
    }
}

/// An export that loses peers is fast, and has lost.
struct WrongAnswer: Error {}
