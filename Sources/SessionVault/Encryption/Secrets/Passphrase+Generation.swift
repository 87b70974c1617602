internal import VaultSodium

extension Passphrase {
    /// The fewest and the most words that ``generate(words:)`` takes.
    static let wordCounts = 4...64

    /// A new passphrase of random words, with a hyphen between two of them, made in guarded memory; show it by
    /// ``withText(_:)``.
    ///
    /// Each word is one of 7,776 of the EFF's large word list and worth 12.9 bits: 6 words are 77 bits, which no
    /// guessing at Argon2id's price reaches, and 4 are 51.
    ///
    /// - Throws: ``VaultError/invalidPassphrase`` for fewer than 4 words or more than 64,
    ///   ``VaultError/notEnoughMemory(needs:has:)`` where there is no guarded memory left.
    public static func generate(words: Int = 6) throws -> Passphrase {
        guard wordCounts.contains(words) else { throw VaultError.invalidPassphrase }
        return Passphrase(
            owning: try VaultError.mapping {
                try EFFLargeWordlist.words.phrase(of: words, separatedBy: UInt8(ascii: "-"))
            })
    }

    /// Lends the passphrase's bytes, UTF-8 in composed form, from guarded memory. What `body` makes of them is the
    /// caller's to wipe.
    ///
    /// - Throws: ``VaultError/inheritedByFork``, and what `body` throws.
    public func withText<Result>(_ body: (Span<UInt8>) throws -> Result) throws -> Result {
        try VaultError.mapping { try cell.withBytes(body) }
    }
}
