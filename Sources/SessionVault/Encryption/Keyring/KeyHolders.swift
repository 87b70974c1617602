/// What has keys that came out of a keyring.
protocol KeyHolder: AnyObject, Sendable {
    /// Lets go of every key that the keyring opened.
    func dropKeys()
}

/// The holders of keys that came out of a keyring, each once, and kept alive by nobody here.
struct KeyHolders: Sendable {
    private struct Weak: Sendable {
        weak let holder: (any KeyHolder)?
    }

    private static let fewest = 16

    private var holders: [ObjectIdentifier: Weak] = [:]
    /// The gone are looked for when there are more than that: after twice as many openings as there are holders, so that
    /// an opening costs the same however many there are.
    private var limit = fewest

    /// How many are remembered, some of which may be gone.
    var count: Int { holders.count }

    /// Those that are there.
    var all: [any KeyHolder] { holders.values.compactMap(\.holder) }

    /// An identifier that was of one that is gone can be this one's, and is by then.
    mutating func insert(_ holder: any KeyHolder) {
        holders[ObjectIdentifier(holder)] = Weak(holder: holder)
        guard count > limit else { return }
        holders = holders.filter { $0.value.holder != nil }
        limit = max(Self.fewest, 2 * count)
    }
}
