#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The chunks of the pool of secrets, behind a lock; a forked child begins with none and with a free lock, whatever the
/// other threads of its parent did at that moment.
///
/// The fork wiped the chunks, so nothing is lost with them. The standard library's `Mutex` remembers the thread that
/// holds it, which the child does not have, and ends the process that waits for it.
@safe enum PoolState {
    private nonisolated(unsafe) static var lock = unsafe makeLock()
    /// What a thread of the parent's was changing is left behind as it was.
    private nonisolated(unsafe) static var chunks = unsafe makeChunks()

    private static let isRenewedByForks =
        pthread_atfork(
            nil, nil,
            {
                unsafe PoolState.lock = unsafe PoolState.makeLock()
                unsafe PoolState.chunks = unsafe PoolState.makeChunks()
            }) == 0

    static func withLock<Result, Failure: Error>(
        _ body: (inout [Chunk]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        _ = isRenewedByForks
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return try unsafe body(&chunks.pointee)
    }

    private static func makeLock() -> UnsafeMutablePointer<pthread_mutex_t> {
        let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        unsafe pthread_mutex_init(lock, nil)
        return unsafe lock
    }

    private static func makeChunks() -> UnsafeMutablePointer<[Chunk]> {
        let chunks = UnsafeMutablePointer<[Chunk]>.allocate(capacity: 1)
        unsafe chunks.initialize(to: [])
        return unsafe chunks
    }
}
