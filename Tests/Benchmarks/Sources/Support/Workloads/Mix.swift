/// splitmix64's finalizer (<https://prng.di.unimi.it/splitmix64.c>): numbers in no order, and the same for every contender.
package func mix(_ number: UInt64) -> UInt64 {
    var mixed = number &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
}

/// What a workload looks up: the k-th of so many.
package struct Picks: Sendable {
    private let seed: UInt64
    private let count: UInt64

    package init(seed: Int, among count: Int) {
        self.seed = UInt64(seed) << 32
        self.count = UInt64(count)
    }

    package subscript(_ k: Int) -> Int { Int(mix(seed | UInt64(k)) % count) }
}
