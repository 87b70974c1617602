internal import CVaultSodium

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Guarded memory for secrets: a few large chunks of libsodium's, cut into cells.
///
/// A `sodium_malloc` costs some 25 µs and four pages, and goes on without a word when the limit of locked memory is
/// reached. So this pool asks for 64 KiB at a time, hands out cells of it, asks the kernel whether the lock holds, and
/// keeps every chunk until the process ends: a cell's address stays valid, and a wiped cell can be handed out again.
///
/// See <https://doc.libsodium.org/memory_management> for the guard pages and the canary.
final class SecretPool: Sendable {
    static let shared = SecretPool()

    /// Cells are multiples of this many bytes.
    static let granule = 32

    /// A zeroed run of at least `count` bytes.
    func allocate(_ count: Int) throws(SodiumError) -> Allocation {
        guard count >= 0 else { throw .invalidArgument }
        let granules = Self.granules(count)
        return try PoolState.withLock { chunks throws(SodiumError) in
            for index in chunks.indices {
                if let allocation = chunks[index].take(granules) { return allocation }
            }
            var chunk = try Chunk(atLeast: granules)
            guard let allocation = chunk.take(granules) else { throw .outOfMemory(bytes: count) }
            chunks.append(chunk)
            return allocation
        }
    }

    /// Wipes a cell and takes it back.
    func release(_ cell: UnsafeMutableRawPointer, _ count: Int) {
        unsafe sodium_memzero(cell, count)
        PoolState.withLock { chunks in
            for index in chunks.indices where unsafe chunks[index].contains(cell) {
                unsafe chunks[index].giveBack(cell, Self.granules(count))
            }
        }
    }

    private static func granules(_ count: Int) -> Int { max(1, (count + granule - 1) / granule) }

    /// What holds for the worst of the chunks in use.
    func protection() -> MemoryProtection {
        PoolState.withLock { chunks in
            chunks.reduce(into: MemoryProtection.complete) { worst, chunk in worst.lower(to: chunk.protection) }
        }
    }
}

/// A cell, and the place of its chunk's fork mark.
@safe struct Allocation {
    let cell: UnsafeMutableRawPointer
    let mark: UnsafeRawPointer
}

/// One guarded allocation and the map of its free granules.
@safe struct Chunk: @unchecked Sendable {
    /// 64 KiB with libsodium's canary of 16 bytes in front, so that canary and data fill whole pages.
    private static let usual = 64 * 1024 - 16

    private let base: UnsafeMutableRawPointer
    private var isUsed: [Bool]
    private var freeCount: Int
    /// No granule below it is free.
    private var firstFree = 1
    let protection: MemoryProtection

    /// The first granule holds a mark that a fork wipes with the rest: where it reads zero, this is a child.
    var mark: UnsafeRawPointer { unsafe UnsafeRawPointer(base) }

    init(atLeast granules: Int) throws(SodiumError) {
        try Sodium.ensureReady()
        let size = Swift.max(Self.usual, (granules + 1) * SecretPool.granule)
        guard let base = unsafe sodium_malloc(size) else { throw .outOfMemory(bytes: size) }
        unsafe sodium_memzero(base, size)
        unsafe base.storeBytes(of: 1, as: UInt64.self)
        unsafe self.base = unsafe base
        isUsed = [Bool](repeating: false, count: size / SecretPool.granule)
        isUsed[0] = true
        freeCount = isUsed.count - 1
        protection = MemoryProtection(
            // A second lock of the same pages changes nothing and tells what sodium_malloc did not: whether it holds.
            isLocked: unsafe sodium_mlock(base, size) == 0,
            isWipedOnFork: unsafe Chunk.wipeOnFork(base, size))
    }

    func contains(_ cell: UnsafeMutableRawPointer) -> Bool {
        let offset = unsafe base.distance(to: cell)
        return offset >= 0 && offset < isUsed.count * SecretPool.granule
    }

    /// First fit; nil where no run is long enough, or where a fork wiped the chunk.
    mutating func take(_ granules: Int) -> Allocation? {
        guard freeCount >= granules, unsafe mark.load(as: UInt64.self) != 0 else { return nil }
        var start = firstFree
        for index in firstFree..<isUsed.count {
            if isUsed[index] { start = index + 1 }
            if index + 1 - start == granules {
                for taken in start...index { isUsed[taken] = true }
                freeCount -= granules
                if start == firstFree { firstFree = index + 1 }
                return unsafe Allocation(cell: base + start * SecretPool.granule, mark: mark)
            }
        }
        return nil
    }

    mutating func giveBack(_ cell: UnsafeMutableRawPointer, _ granules: Int) {
        let start = unsafe base.distance(to: cell) / SecretPool.granule
        for index in start..<(start + granules) { isUsed[index] = false }
        freeCount += granules
        firstFree = min(firstFree, start)
    }

    private static func wipeOnFork(_ base: UnsafeMutableRawPointer, _ size: Int) -> Bool {
        #if os(Linux)
        let page = sysconf(Int32(_SC_PAGESIZE))
        let start = UInt(bitPattern: base) / UInt(page) * UInt(page)
        let end = UInt(bitPattern: base) + UInt(size)
        return unsafe madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_WIPEONFORK) == 0
        #else
        return false
        #endif
    }
}
