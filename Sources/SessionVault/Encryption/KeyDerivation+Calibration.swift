internal import VaultSodium

extension KeyDerivation {
    /// The derivation that takes about `duration` on this machine, as it is loaded now: memory first, then passes.
    ///
    /// It has 2 passes and as much memory as the duration allows; where `maximumMemory`, what is available now or the
    /// ceiling of ``Limits/standard`` allows no more, it has more passes. Memory is rounded down to a whole MiB and passes
    /// to a whole number, so the derivation may take a third less than was asked for, and no more but by chance. It is
    /// never below ``minimum``, which is the result where even that takes longer, and never above the ceiling, which
    /// leaves no room for another passphrase slot of that cost in one vault where it is reached.
    ///
    /// Whatever opens the vault has to have the memory: calibrate on the smallest machine. Some derivations are run to
    /// measure, off the threads that tasks run on, in some two to four times the duration in all.
    ///
    /// - Parameters:
    ///   - duration: What one derivation is to take. 0.1 to 1 s is usual; a guess costs the attacker as much.
    ///   - maximumMemory: The most memory of a derivation, in bytes.
    /// - Throws: ``VaultError/notEnoughMemory(needs:has:)`` where not even ``minimum`` fits, `CancellationError`.
    public static func calibrated(
        for duration: Duration, maximumMemory: Int = 256 * 1_048_576
    ) async throws -> KeyDerivation {
        try await calibrated(
            for: duration, maximumMemory: maximumMemory, available: AvailableMemory.bytes(),
            measuring: { try await $0.measured() })
    }

    /// As ``calibrated(for:maximumMemory:)``, with what is available and how long each derivation takes given.
    static func calibrated(
        for duration: Duration, maximumMemory: Int, available: Int?,
        measuring measure: (KeyDerivation) async throws -> Duration
    ) async throws -> KeyDerivation {
        let memory = min(maximumMemory, available.map { $0 - DerivationThread.reserve } ?? .max)
        guard memory >= minimum.memory else {
            throw VaultError.notEnoughMemory(needs: minimum.memory, has: max(0, memory))
        }
        let ceiling = min(memory / 1_048_576, Limits.standard.mebibytes)
        var (best, cost) = (minimum, try await measure(minimum))
        func next() -> KeyDerivation {
            // A clock too coarse for what it measured shows nothing.
            fitting(best.units * (duration / max(cost, .microseconds(1))), mebibytes: ceiling)
        }
        // Each step is nearer to what is wanted, where a pass over a MiB costs what it will cost.
        for _ in 0..<3 where cost > duration || cost < duration * 0.9 {
            let step = next()
            guard step != best else { break }
            (best, cost) = (step, try await measure(step))
        }
        return cost > duration ? next() : best
    }

    /// Passes times MiB.
    private var units: Double { Double(passes * mebibytes) }

    /// The derivation of at most so many passes times MiB with the most memory.
    private static func fitting(_ units: Double, mebibytes ceiling: Int) -> KeyDerivation {
        let limits = Limits.standard
        let units = Int(max(minimum.units, min(units, Double(limits.totalCost))))
        let mebibytes = min(ceiling, units / minimum.passes)
        return KeyDerivation(uncheckedPasses: min(limits.passes, units / mebibytes), mebibytes: mebibytes)
    }

    /// How long one derivation takes, on the thread where they run.
    package func measured() async throws -> Duration {
        let passphrase = try Passphrase("how long does this take")
        return try await DerivationThread.run(memory: memory) {
            let salt = [UInt8](repeating: 0, count: Argon2id.saltLength)
            return try ContinuousClock().measure {
                _ = try Argon2id.derive(passphrase.cell, salt: salt.span, passes: passes, memory: memory)
            }
        }
    }
}
