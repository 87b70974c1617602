import Synchronization
import Testing

@testable import SessionVault

@Suite struct FIFOSemaphoreTests {
    /// Holds the lock until it is told to let go.
    private final class Holder: Sendable {
        private let isReleased = Mutex(false)
        let task = Mutex<Task<Void, any Error>?>(nil)

        init(_ lock: FIFOSemaphore) async {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                let held = Task {
                    try await lock.withPermit {
                        continuation.resume()
                        while !self.isReleased.withLock({ $0 }) { await Task.yield() }
                    }
                }
                task.withLock { $0 = held }
            }
        }

        func release() async throws {
            isReleased.withLock { $0 = true }
            try await task.withLock { $0 }?.value
        }
    }

    private func waitUntil(_ lock: FIFOSemaphore, hasWaiters count: Int) async {
        while lock.waiterCount != count { await Task.yield() }
    }

    @Test func `waiters get the lock in the order in which they asked`() async throws {
        let lock = FIFOSemaphore(permits: 1)
        let holder = await Holder(lock)
        let order = Order()
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<50 {
            tasks.append(Task { try await lock.withPermit { order.append(number) } })
            await waitUntil(lock, hasWaiters: number + 1)
        }
        try await holder.release()
        for task in tasks { try await task.value }
        #expect(order.numbers == Array(0..<50))
    }

    private final class Order: Sendable {
        private let list = Mutex<[Int]>([])
        var numbers: [Int] { list.withLock { $0 } }
        func append(_ number: Int) { list.withLock { $0.append(number) } }
    }

    @Test func `a waiter that is cancelled gives up its place at once and nobody else's`() async throws {
        let lock = FIFOSemaphore(permits: 1)
        let holder = await Holder(lock)
        let order = Order()
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<5 {
            tasks.append(Task { try await lock.withPermit { order.append(number) } })
            await waitUntil(lock, hasWaiters: number + 1)
        }
        tasks[1].cancel()
        tasks[3].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[1].value }
        await #expect(throws: CancellationError.self) { try await tasks[3].value }
        #expect(lock.waiterCount == 3)
        try await holder.release()
        for number in [0, 2, 4] { try await tasks[number].value }
        #expect(order.numbers == [0, 2, 4])
    }

    @Test func `a cancelled task does not get the lock`() async throws {
        let lock = FIFOSemaphore(permits: 1)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await lock.withPermit { Issue.record("it did") }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await lock.withPermit {}
    }

    @Test func `an error lets go of the lock`() async throws {
        struct Failure: Error {}
        let lock = FIFOSemaphore(permits: 1)
        await #expect(throws: Failure.self) { try await lock.withPermit { throw Failure() } }
        #expect(try await lock.withPermit { 1 } == 1)
    }

    private final class Counts: Sendable {
        let inside = Atomic(0)
        let runs = Atomic(0)
    }

    @Test func `no two hold it at once while tasks come and are cancelled`() async throws {
        let lock = FIFOSemaphore(permits: 1)
        let counts = Counts()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<400 {
                group.addTask {
                    let task = Task {
                        try await lock.withPermit {
                            #expect(counts.inside.add(1, ordering: .relaxed).newValue == 1)
                            await Task.yield()
                            counts.inside.subtract(1, ordering: .relaxed)
                            counts.runs.add(1, ordering: .relaxed)
                        }
                    }
                    if number % 3 == 0 { task.cancel() }
                    _ = await task.result
                }
            }
        }
        #expect(counts.runs.load(ordering: .relaxed) >= 266)
        #expect(lock.waiterCount == 0)
        try await lock.withPermit {}
    }
}
