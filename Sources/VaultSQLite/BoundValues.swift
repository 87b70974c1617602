/// Where texts and bytes lie that a statement is bound to: SQLite would ask the process for memory for each of them, under
/// a lock that all its connections share, and give it back as it is. Here it is one piece, taken once, and wiped after each
/// use.
@safe struct BoundValues: ~Copyable {
    /// In bytes. A peer's row of ordinary size has less than 300.
    private static let size = 512
    private var memory: UnsafeMutableRawPointer?
    private(set) var used = 0

    /// A copy that stays where it is until ``wipe()``; nil where there is no room for it.
    mutating func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
        guard bytes.count <= Self.size - used else { return nil }
        let memory = unsafe memory ?? .allocate(byteCount: Self.size, alignment: 1)
        unsafe self.memory = memory
        let place = unsafe memory + used
        if let start = bytes.baseAddress { unsafe place.copyMemory(from: start, byteCount: bytes.count) }
        used += bytes.count
        return UnsafeRawPointer(place)
    }

    /// For when nothing is bound to them any longer.
    mutating func wipe() {
        if let memory = unsafe memory { unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: used) }
        used = 0
    }

    /// Gives the memory back.
    mutating func end() {
        wipe()
        unsafe memory?.deallocate()
        unsafe memory = nil
    }
}
