internal import CVaultSodium

/// Words to make passphrases of: ASCII, one space or line feed between two of them.
@safe package struct WordList: Sendable {
    package let text: StaticString
    /// How many there are.
    package let count: Int
    /// The length of the longest in bytes.
    package let longest: Int

    package init(_ text: StaticString) {
        self.text = text
        let lengths = text.withUTF8Buffer { unsafe $0.split(whereSeparator: Self.isSeparator).map(\.count) }
        count = lengths.count
        longest = lengths.max() ?? 0
    }

    /// So many words, each drawn from all of them with the same chance, in guarded memory.
    ///
    /// For each, all of the list is read in the same way, so that no cache line tells which was drawn. Where the words
    /// end is told by the result's length.
    ///
    /// - Throws: ``SodiumError/invalidArgument`` for no words, ``SodiumError/outOfMemory(bytes:)``.
    @inline(never)
    package func phrase(of words: Int, separatedBy separator: UInt8) throws -> SecretBytes {
        try Sodium.ensureReady()
        guard words > 0, count > 0 else { throw SodiumError.invalidArgument }
        defer { sodium_stackzero(StackWipe.symmetric) }
        var slots = try SecretBytes(count: words * longest)
        try slots.withMutableBytes { slots in
            for word in 0..<words { copy(randombytes_uniform(UInt32(count)), to: &slots, at: word * longest) }
        }
        return try slots.withBytes { slots in
            var phrase = try SecretBytes(count: slots.indices.count { slots[$0] != 0 } + words - 1)
            try phrase.withMutableBytes { phrase in
                var end = 0
                for index in slots.indices {
                    if index > 0, index.isMultiple(of: longest) {
                        phrase[end] = separator
                        end += 1
                    }
                    if slots[index] != 0 {
                        phrase[end] = slots[index]
                        end += 1
                    }
                }
            }
            return phrase
        }
    }

    private func copy(_ wanted: UInt32, to slots: inout MutableSpan<UInt8>, at start: Int) {
        let bytes = unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        var word: UInt32 = 0
        var place = start
        for index in bytes.indices {
            let byte = unsafe bytes[index]
            if Self.isSeparator(byte) {
                word += 1
                place = start
            } else {
                // All ones in the word that is wanted, else 0.
                let mask = UInt8(truncatingIfNeeded: Int32(bitPattern: (word ^ wanted) &- 1) >> 31)
                slots[place] |= byte & mask
                place += 1
            }
        }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }
}
