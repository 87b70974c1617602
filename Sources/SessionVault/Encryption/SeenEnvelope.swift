/// The latest envelope of an epoch that was seen: one below its generation, or of its generation with another MAC, was
/// put there by somebody else.
struct SeenEnvelope {
    private var generation: UInt64
    private var mac: [UInt8]

    init(_ envelope: Envelope) {
        generation = envelope.generation
        mac = envelope.mac
    }

    func allows(_ envelope: Envelope) -> Bool {
        envelope.generation > generation || envelope.generation == generation && envelope.mac == mac
    }

    mutating func note(_ envelope: Envelope) {
        if envelope.generation > generation { self = SeenEnvelope(envelope) }
    }
}
