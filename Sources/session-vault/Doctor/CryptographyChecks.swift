#if CLI
internal import SessionVault
internal import VaultSQLite
internal import VaultSodium

/// How long deriving a key takes here, and with what.
enum CryptographyChecks {
    static func all() async -> [Check] { [await derivation(), libraries()] }

    private static func derivation() async -> Check {
        let id = "key-derivation"
        let cost = KeyDerivation.standard
        do {
            let time = try await cost.measured() / .milliseconds(1)
            let detail = "a passphrase of standard cost takes \(Int(time.rounded())) ms and \(cost.mebibytes) MiB"
            guard time < 2_000 else {
                return .warning(
                    id, detail + ": this machine is slow, and an attacker's is not; do not lower the cost for it")
            }
            return .ok(id, detail)
        } catch VaultError.notEnoughMemory(let needs, let has) {
            let (needs, has) = (needs / 1_048_576, has / 1_048_576)
            return .warning(id, "a passphrase of standard cost takes \(needs) MiB, and \(has) MiB are to be had here")
        } catch {
            return .unknown(id, "it could not be measured: \(Failure(error).message)")
        }
    }

    private static func libraries() -> Check {
        .ok("libraries", "libsodium \(Sodium.version), SQLite \(SQLiteLibrary.version)")
    }
}
#endif
