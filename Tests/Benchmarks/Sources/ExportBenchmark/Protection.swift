import SessionVault
import Shortcut
import Support

extension ExportBenchmark {
    /// Under a passphrase and back.
    ///
    /// The derivation takes some 15 ms at the least and varies by more than what is beside it, so each call is timed twice:
    /// with libsodium's derivation, and with one that returns at once. The second is all that the call does beside
    /// deriving, with the way to the derivation's thread and back, which has a row of its own too; what it does not show
    /// is that a derivation leaves the processor's caches cold.
    static func measureProtection(_ rounds: Int, into figures: inout Figures) async throws {
        let passphrase = try Passphrase(Sample.passphrase)
        let session = try await session(MemoryStorage())
        func measure(_ count: Int, _ unit: Double, _ name: String) async throws {
            for _ in 0..<count {
                var text = ""
                let protecting = try await seconds {
                    text = try await session.export(protectedBy: passphrase, derivation: .minimum).text
                }
                let opening = try await seconds {
                    try await session.import(try ProtectedString(text), with: passphrase)
                }
                let deriving = try await seconds { try LibsodiumCalls.derive(.minimum, Sample.passphrase) }
                let elsewhere = try await seconds {
                    try await LibsodiumCalls.deriveElsewhere(.minimum, Sample.passphrase)
                }
                figures.add("protect, \(name)", protecting * unit)
                figures.add("open a protected one, \(name)", opening * unit)
                if unit > 1e3 {
                    figures.add("a thread for the derivation, µs", (elsewhere - deriving) * unit)
                } else {
                    figures.add("derivation alone, ms", deriving * unit)
                }
            }
        }
        try await measure(rounds, 1e3, "ms")
        shortcut_derivations(1)
        defer { shortcut_derivations(0) }
        try await measure(rounds * 20, 1e6, "beside the derivation, µs")
    }
}
