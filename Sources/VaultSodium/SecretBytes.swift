internal import CVaultSodium

/// A cell of guarded memory: locked, left out of core dumps, wiped on fork, wiped when it goes.
///
/// There is one owner and no copy. The bytes are reached inside a closure only, and the closure is not run in a process
/// forked from the one that filled the cell: it would find zeros there, and a key of zeros is worse than an error.
@safe package struct SecretBytes: ~Copyable, @unchecked Sendable {
    package let count: Int
    private let cell: UnsafeMutableRawPointer
    private let mark: UnsafeRawPointer

    /// A cell of `count` zero bytes.
    ///
    /// - Throws: ``SodiumError/outOfMemory(bytes:)``, ``SodiumError/unavailable``.
    package init(count: Int) throws(SodiumError) {
        let allocation = try SecretPool.shared.allocate(count)
        self.count = count
        unsafe cell = allocation.cell
        unsafe mark = allocation.mark
    }

    /// A cell of `count` random bytes.
    package static func random(count: Int) throws(SodiumError) -> SecretBytes {
        let bytes = try SecretBytes(count: count)
        unsafe randombytes_buf(bytes.cell, count)
        return bytes
    }

    /// A cell with a copy of the bytes given.
    package init(copying source: Span<UInt8>) throws(SodiumError) {
        try self.init(count: source.count)
        unsafe source.withUnsafeBytes { source in
            if let base = source.baseAddress { unsafe cell.copyMemory(from: base, byteCount: source.count) }
        }
    }

    /// Another cell with the same bytes.
    package func copy() throws -> SecretBytes {
        try withBytes { try SecretBytes(copying: $0) }
    }

    deinit { unsafe SecretPool.shared.release(cell, count) }

    /// Lends the bytes for reading.
    package func withBytes<Result: ~Copyable>(_ body: (Span<UInt8>) throws -> Result) throws -> Result {
        try checkOwner()
        let bytes = unsafe UnsafeBufferPointer(start: cell.assumingMemoryBound(to: UInt8.self), count: count)
        return try body(unsafe bytes.span)
    }

    /// Lends the bytes for writing.
    package mutating func withMutableBytes<Result: ~Copyable>(
        _ body: (inout MutableSpan<UInt8>) throws -> Result
    ) throws -> Result {
        try checkOwner()
        let bytes = unsafe UnsafeMutableBufferPointer(start: cell.assumingMemoryBound(to: UInt8.self), count: count)
        var span = unsafe bytes.mutableSpan
        return try body(&span)
    }

    /// Whether two cells hold the same bytes, in constant time for one length.
    package func isEqual(to other: borrowing SecretBytes) throws -> Bool {
        try withBytes { mine in try other.withBytes { Sodium.areEqual(mine, $0) } }
    }

    /// The address, for a C call. Only this target sees it.
    func pointer() throws(SodiumError) -> UnsafeMutablePointer<UInt8> {
        try checkOwner()
        return unsafe cell.assumingMemoryBound(to: UInt8.self)
    }

    @inline(__always)
    private func checkOwner() throws(SodiumError) {
        guard unsafe mark.load(as: UInt64.self) != 0 else { throw .wipedByFork }
    }
}
