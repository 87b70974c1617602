import SessionVault
import Support

extension ExportBenchmark {
    /// To one recipient and back, as text, in turns with libsodium alone.
    static func measureSealing(_ rounds: Int, into figures: inout Figures) async throws {
        let batch = 200
        let identity = try Identity.generate()
        let session = try await session(MemoryStorage())
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
            figures.add("seal to one recipient, µs", sealing * each)
            figures.add("seal: libsodium alone, µs", bareSealing * each)
            figures.add("seal: ratio", sealing / bareSealing)
            figures.add("open as a recipient, µs", opening * each)
            figures.add("open: libsodium alone, µs", bareOpening * each)
            figures.add("open: ratio", opening / bareOpening)
        }
    }
}
