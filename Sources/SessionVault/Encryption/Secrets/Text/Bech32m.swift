internal import VaultSodium

/// Text for keys and codes of one length: a prefix, `1`, the bytes five bits a character, and six characters that show
/// every wrong character and nearly every other error (BIP 350,
/// <https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki>).
///
/// What it carries is a secret, so it is read into guarded memory and written there, and a character is found by a look
/// at all 32 and not in a table, whose cache lines would tell it. One case is taken, the one that is written.
struct Bech32m: Sendable {
    /// What stands before the data, the `1` included, in the case that all of the text has.
    let prefix: [UInt8]
    /// How many bytes it carries.
    let count: Int
    /// Whether it is written in groups of four characters behind the prefix, and read with or without them.
    let isGrouped: Bool
    /// What is thrown where the text is of another kind.
    let otherKind: VaultError
    /// The 32 characters by their values.
    private let alphabet: [UInt8]

    private static let separator = UInt8(ascii: "-")
    private static let checksumCount = 6
    private static let checksumOfAll: UInt32 = 0x2BC8_30A3

    init(prefix: StaticString, count: Int, isGrouped: Bool = false, otherKind: VaultError) {
        self.prefix = Array(prefix.description.utf8)
        self.count = count
        self.isGrouped = isGrouped
        self.otherKind = otherKind
        let isUpperCase = self.prefix.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        alphabet = Array((isUpperCase ? "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" : "qpzry9x8gf2tvdw0s3jn54khce6mua7l").utf8)
    }

    private var dataCount: Int { (count * 8 + 4) / 5 }
    private var textCount: Int { prefix.count + dataCount + Self.checksumCount }

    /// How many characters it is written with.
    var writtenCount: Int { isGrouped ? textCount + (dataCount + Self.checksumCount + 3) / 4 : textCount }

    /// The bytes that the text carries. White space and quotes around it are taken off.
    ///
    /// - Throws: ``otherKind`` where the prefix, or its case, is another; ``VaultError/typo(missing:)`` where a
    ///   character is wrong, missing or too much.
    func decode(_ text: Span<UInt8>) throws -> SecretBytes {
        let whole = text.extracting(text.withoutOuterSpaceAndQuotes)
        guard hasPrefix(whole) else { throw otherKind }
        let text = whole.extracting(droppingFirst: prefix.count)
        let missing = dataCount + Self.checksumCount - text.indices.count { !isSeparator(text[$0]) }
        guard missing == 0 else { throw VaultError.typo(missing: missing) }
        var bytes = try SecretBytes(count: count)
        var checksum = checksumOfPrefix
        try bytes.withMutableBytes { bytes in
            var place = 0
            var bits = Bech32mBits()
            for index in text.indices where !isSeparator(text[index]) {
                defer { place += 1 }
                let value = value(of: text[index])
                guard value < 32 else { throw VaultError.typo(missing: 0) }
                checksum.add(value)
                guard place < dataCount else { continue }
                if let byte = bits.byte(adding: value) { bytes[bits.bytes - 1] = byte }
            }
            guard checksum.value == Self.checksumOfAll else { throw VaultError.typo(missing: 0) }
            // With the right checksum this is no typing error: another program wrote it.
            guard bits.isRestZero else { throw otherKind }
        }
        return bytes
    }

    /// Writes the text of `bytes`, which are as many as it carries; `text` has room for exactly
    /// ``writtenCount`` characters.
    func encode(_ bytes: Span<UInt8>, into text: inout MutableSpan<UInt8>) {
        for index in prefix.indices { text[index] = prefix[index] }
        var checksum = checksumOfPrefix
        for place in 0..<dataCount {
            let value = Self.value(at: place, in: bytes)
            checksum.add(value)
            put(value, at: place, into: &text)
        }
        for _ in 0..<Self.checksumCount { checksum.add(0) }
        let sum = checksum.value ^ Self.checksumOfAll
        for place in 0..<Self.checksumCount {
            put(sum >> UInt32(5 * (Self.checksumCount - 1 - place)) & 31, at: dataCount + place, into: &text)
        }
    }

    /// The text in guarded memory.
    func encode(_ bytes: borrowing SecretBytes) throws -> SecretBytes {
        var text = try SecretBytes(count: writtenCount)
        try text.withMutableBytes { text in try bytes.withBytes { encode($0, into: &text) } }
        return text
    }

    /// The text of bytes that are no secret.
    func text(of bytes: [UInt8]) -> String {
        var text = [UInt8](repeating: 0, count: writtenCount)
        var output = text.mutableSpan
        encode(bytes.span, into: &output)
        return String(decoding: text, as: UTF8.self)
    }

    // MARK: Characters

    private func isSeparator(_ byte: UInt8) -> Bool {
        isGrouped && (byte == Self.separator || byte == UInt8(ascii: " "))
    }

    private func hasPrefix(_ text: Span<UInt8>) -> Bool {
        text.count >= prefix.count && prefix.indices.allSatisfy { text[$0] == prefix[$0] }
    }

    private func put(_ value: UInt32, at place: Int, into text: inout MutableSpan<UInt8>) {
        var offset = prefix.count + place
        if isGrouped {
            offset += place / 4 + 1
            if place % 4 == 0 { text[offset - 1] = Self.separator }
        }
        text[offset] = character(for: value)
    }

    private func character(for value: UInt32) -> UInt8 {
        var character: UInt32 = 0
        for index in 0..<32 { character |= UInt32(alphabet[index]) & Self.mask(value, UInt32(index)) }
        return UInt8(truncatingIfNeeded: character)
    }

    /// 0 to 31, or more where the character is none of the alphabet's.
    private func value(of character: UInt8) -> UInt32 {
        var value: UInt32 = 0
        var isFound: UInt32 = 0
        for index in 0..<32 {
            let mask = Self.mask(UInt32(character), UInt32(alphabet[index]))
            value |= UInt32(index) & mask
            isFound |= mask
        }
        return value | 32 & ~isFound
    }

    /// All ones where the two are equal, else 0; both are below 2³¹.
    private static func mask(_ left: UInt32, _ right: UInt32) -> UInt32 {
        UInt32(bitPattern: Int32(bitPattern: (left ^ right) &- 1) >> 31)
    }

    /// Five bits of the bytes, those beyond the end 0.
    private static func value(at place: Int, in bytes: Span<UInt8>) -> UInt32 {
        let (index, shift) = (place * 5 / 8, place * 5 % 8)
        let pair = UInt32(bytes[index]) << 8 | (index + 1 < bytes.count ? UInt32(bytes[index + 1]) : 0)
        return pair >> UInt32(11 - shift) & 31
    }

    // MARK: Checksum

    private var checksumOfPrefix: Bech32mChecksum {
        var checksum = Bech32mChecksum()
        let human = prefix.dropLast().map { $0 | 0x20 }
        for byte in human { checksum.add(UInt32(byte >> 5)) }
        checksum.add(0)
        for byte in human { checksum.add(UInt32(byte & 31)) }
        return checksum
    }
}
