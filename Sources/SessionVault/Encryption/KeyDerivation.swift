/// What deriving a key from a passphrase costs: passes over memory by Argon2id, with one lane.
///
/// The bounds hold for every envelope that is opened, before any work: its parameters are an attacker's until its key
/// is known. What is written always has the writer's own parameters, never those of the header it replaces.
public struct KeyDerivation: Sendable, Hashable {
    /// How often the memory is gone over.
    public let passes: Int
    /// The memory, in MiB.
    public let mebibytes: Int

    /// 3 passes over 64 MiB: some 90 ms, and fits into a container of 256 MB.
    public static let standard = KeyDerivation(uncheckedPasses: 3, mebibytes: 64)
    /// 3 passes over 256 MiB: some 0.4 s.
    public static let strong = KeyDerivation(uncheckedPasses: 3, mebibytes: 256)
    /// 2 passes over 19 MiB, the least that is opened or written. OWASP's minimum for Argon2id.
    public static let minimum = KeyDerivation(uncheckedPasses: 2, mebibytes: 19)

    init(uncheckedPasses passes: Int, mebibytes: Int) {
        self.passes = passes
        self.mebibytes = mebibytes
    }

    /// Parameters of one's own, within the bounds of ``Limits/standard``.
    ///
    /// - Throws: ``VaultError/derivationBelowPolicy(passes:mebibytes:)``,
    ///   ``VaultError/derivationAbovePolicy(passes:mebibytes:)``.
    public init(passes: Int, mebibytes: Int) throws(VaultError) {
        self.init(uncheckedPasses: passes, mebibytes: mebibytes)
        try Limits.standard.check([self])
    }

    /// What a slot says; nothing is checked yet.
    init(untrustedPasses passes: UInt8, mebibytes: UInt16) {
        self.init(uncheckedPasses: Int(passes), mebibytes: Int(mebibytes))
    }

    /// The memory in bytes.
    var memory: Int { mebibytes * 1_048_576 }

    /// The bounds that an envelope's parameters have to keep.
    public struct Limits: Sendable, Hashable {
        /// The most passes of one slot.
        public var passes: Int
        /// The most memory of one slot, in MiB.
        public var mebibytes: Int
        /// The most of passes times MiB over all passphrase slots, since each may have to be tried.
        public var totalCost: Int

        /// 16 passes, 1,024 MiB, 4,096 in all.
        public static let standard = Limits(passes: 16, mebibytes: 1024, totalCost: 4096)

        /// A ceiling of one's own. The floor stays.
        public init(passes: Int, mebibytes: Int, totalCost: Int) {
            self.passes = passes
            self.mebibytes = mebibytes
            self.totalCost = totalCost
        }

        /// - Throws: The error that names the first derivation out of bounds.
        func check(_ derivations: [KeyDerivation]) throws(VaultError) {
            var cost = 0
            for derivation in derivations {
                let (t, m) = (derivation.passes, derivation.mebibytes)
                guard t >= 2 && m >= 19 || t >= 1 && m >= 46 else {
                    throw .derivationBelowPolicy(passes: t, mebibytes: m)
                }
                guard t <= passes, m <= mebibytes else { throw .derivationAbovePolicy(passes: t, mebibytes: m) }
                // No overflow: both are at most what a slot's three bytes can say, or the caller's own.
                cost += t * m
                guard cost <= totalCost else { throw .derivationAbovePolicy(passes: t, mebibytes: m) }
            }
        }
    }
}
