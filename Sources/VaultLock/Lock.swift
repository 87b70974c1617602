#if canImport(Glibc)
public import Glibc
#elseif canImport(Musl)
public import Musl
#elseif canImport(Darwin)
public import Darwin
#endif

/// A value that one thread at a time can use.
///
/// It is not the standard library's `Mutex`. On Linux that notes by whom it is held, with the thread's id from a
/// thread-local variable. Inlined into an async function, Swift 6.3 takes that variable's address before a suspension and
/// reads it after, maybe on another thread: the mutex is then held in the other one's name, and the process ends as soon
/// as anybody has to wait for it. A call of the C library's is not inlined.
///
/// The module is no product's; it is public because what is `package` is not inlined into other modules, and a call by way
/// of generic metadata takes as long as the rest of a look-up.
@safe public struct Lock<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    @unsafe @usableFromInline struct Contents: ~Copyable {
        @usableFromInline var mutex = unsafe pthread_mutex_t()
        @usableFromInline var value: Value

        @usableFromInline init(_ value: consuming Value) { unsafe self.value = value }
    }

    /// A mutex stays where it is, so it is in memory of its own, before the value.
    @usableFromInline let contents: UnsafeMutablePointer<Contents>

    /// A value that nobody else has.
    public init(_ value: consuming sending Value) {
        unsafe contents = .allocate(capacity: 1)
        unsafe contents.initialize(to: Contents(value))
        // It fails for attributes alone, and these are none.
        unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        // In a forked child a thread of the parent may have it: it is let go all the same.
        unsafe pthread_mutex_destroy(mutex)
        unsafe contents.deinitialize(count: 1)
        unsafe contents.deallocate()
    }

    @inlinable var mutex: UnsafeMutablePointer<pthread_mutex_t> {
        unsafe UnsafeMutableRawPointer(contents).assumingMemoryBound(to: pthread_mutex_t.self)
    }

    /// Waits for the lock, and runs `body` with it.
    @inlinable @inline(__always)
    public borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return unsafe try body(&contents.pointee.value)
    }

    /// Runs `body` with the lock, or gives nil where somebody has it.
    @inlinable @inline(__always)
    public borrowing func withLockIfAvailable<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result? {
        guard unsafe pthread_mutex_trylock(mutex) == 0 else { return nil }
        defer { unsafe pthread_mutex_unlock(mutex) }
        return unsafe try body(&contents.pointee.value)
    }
}
