internal import Synchronization

/// When a task that asks for one thing after the other is to let the others have the thread: what waits for nobody would
/// keep it for as long as it goes on, and there are as many threads as processors.
struct Pace: ~Copyable, Sendable {
    /// What is done at a stretch: so many look-ups, which take a tenth of a millisecond.
    private static let stretch: UInt32 = 64
    /// What a write counts for. To let others have the thread wakes another one, which takes as long as a write.
    static let write: UInt32 = 2
    /// What a batch of peers counts for, or a listing of update states, which takes a millisecond or two.
    static let batch: UInt32 = 16

    private static let begun = Atomic<UInt32>(0)
    /// Of many sessions each begins elsewhere, or who goes through them would not have done a stretch on any.
    private let steps = Atomic<UInt32>(Pace.begun.wrappingAdd(1, ordering: .relaxed).oldValue &* 37 % Pace.stretch)

    /// Notes what was done; whether a stretch is over by that.
    func isOver(after weight: UInt32 = 1) -> Bool {
        let (old, new) = steps.wrappingAdd(weight, ordering: .relaxed)
        return old / Self.stretch != new / Self.stretch
    }
}
