internal import CVaultSodium

/// Numbered keys from one key (<https://doc.libsodium.org/key_derivation>).
package enum Subkey {
    /// The subkey of 32 bytes with this number, for a context of 8 ASCII characters.
    @inline(never)
    package static func derive(
        _ number: UInt64, context: StaticString, from key: borrowing SecretBytes
    ) throws(SodiumError) -> SecretBytes {
        try Sodium.ensureReady()
        guard key.count == Int(crypto_kdf_KEYBYTES), context.utf8CodeUnitCount == Int(crypto_kdf_CONTEXTBYTES) else {
            throw .invalidArgument
        }
        let subkey = try SecretBytes(count: 32)
        defer { sodium_stackzero(StackWipe.symmetric) }
        let status = unsafe try context.utf8Start.withMemoryRebound(to: CChar.self, capacity: 8) {
            context throws(SodiumError) in
            unsafe try crypto_kdf_derive_from_key(subkey.pointer(), 32, number, context, key.pointer())
        }
        guard status == 0 else { throw .invalidArgument }
        return subkey
    }
}
