/// How often a vault was re-keyed and written: what tells an older state of it from a newer.
public struct VaultVersion: Sendable, Hashable {
    /// One more at each re-key.
    public let epoch: UInt32
    /// One more at each write of the envelope.
    public let generation: UInt64

    init(epoch: UInt32, generation: UInt64) {
        self.epoch = epoch
        self.generation = generation
    }
}

extension VaultVersion: CustomStringConvertible {
    /// `epoch 2, generation 17`.
    public var description: String { "epoch \(epoch), generation \(generation)" }
}
