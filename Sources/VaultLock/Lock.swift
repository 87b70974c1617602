package import Synchronization

/// A value that one thread at a time can use: `Mutex`, whose calls are made and not inlined.
///
/// On Linux a `Mutex` notes by whom it is held, with the thread's id from a thread-local variable. Inlined into an async
/// function, Swift 6.3 takes that variable's address before a suspension and reads it after, maybe on another thread: the
/// mutex is then held in the other one's name, and the process ends as soon as anybody has to wait for it.
package struct Lock<Value: ~Copyable>: ~Copyable, Sendable {
    @usableFromInline let mutex: Mutex<Value>

    @inlinable
    package init(_ value: consuming sending Value) { mutex = Mutex(value) }

    /// Waits for the lock, and runs `body` with it.
    @inlinable @inline(never)
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try mutex.withLock(body)
    }

    /// Runs `body` with the lock, or gives nil where somebody has it.
    @inlinable @inline(never)
    package borrowing func withLockIfAvailable<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result? {
        try mutex.withLockIfAvailable(body)
    }
}
