import Foundation
import SessionVault
import Support

extension ExportBenchmark {
    /// Noise of several lengths in the place of each text, until it was refused: the figures are of all kinds of noise,
    /// so the most is what the slowest takes.
    static func measureNoise(rounds: Int, into figures: inout Figures) async throws {
        let session = try await session(MemoryStorage())
        let identity = try Identity.generate()
        for (name, count) in [("nothing", 0), ("1 kB", 1_000), ("100 kB", 100_000), ("10 MB", 10_000_000)] {
            for _ in 0..<rounds {
                for noise in try Noise.all(count) {
                    func measure(_ reader: String, _ read: () async throws -> Void) async throws {
                        let time = try await seconds {
                            do {
                                try await read()
                            } catch is VaultError {
                                return
                            }
                            throw WrongAnswer()
                        }
                        figures.add("refuse \(name) as \(reader), ms", time * 1e3)
                    }
                    // As text it is valid UTF-8, where what is none was replaced.
                    let text = String(decoding: noise, as: UTF8.self)
                    try await measure("a protected string") { _ = try ProtectedString(noise.span) }
                    try await measure("a session string") { _ = try SessionString(noise.span) }
                    try await measure("a raw box") { try await session.import(unverifiedBox: text, with: identity) }
                    try await measure("a raw box's key") { _ = try await session.export(sealedToRawBoxKey: text) }
                }
            }
        }
    }
}

/// What is given in the place of a text, by mistake or on purpose.
enum Noise {
    /// Of so many bytes, with the prefix of a protected string before it too.
    static func all(_ count: Int) throws -> [[UInt8]] {
        let source = FileHandle(forReadingAtPath: "/dev/urandom")
        let bytes = Array(try source?.read(upToCount: count) ?? Data())
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        let noises =
            [bytes, bytes.map { letters[Int($0 & 63)] }]
            + "A= \"\n".utf8.map { [UInt8](repeating: $0, count: count) }
        return noises + noises.map { Array("svault1_".utf8) + $0 }
    }
}
