#if CLI
internal import SessionVault

extension VaultError {
    /// What to type next, where one thing helps.
    ///
    /// - Parameter place: The session, or the file, that it is about.
    func hint(about place: String?) -> String? {
        let name = place ?? "NAME"
        return switch self {
        case .notEncrypted:
            "`session-vault encrypt \(name)` seals it; where it was sealed before, find out who removed the encryption"
        case .encrypted: "`session-vault inspect \(name)` shows what opens it"
        case .noMatchingSlot: "`session-vault inspect \(name)` shows the kinds of secrets that open it"
        case .unsupportedSchema(.telethon, let path), .unsupportedSchema(.pyrofork, let path):
            "`session-vault import \(path) --as NAME` takes it over, and leaves it as it is"
        case .unverifiedOrigin(let id):
            "--vault \(id) takes this one, --accept-unverified any"
        case .sealedString: "`session-vault open` reads it on standard input"
        case .plainSessionString: "`session-vault import - --as NAME` seals it"
        case .rolledBack:
            "`session-vault keyring ledger forget KEYRING NAME --ledger FILE` does that"
        case .noSuchSlot: "`slots list` shows the ids"
        case .ambiguousSlot: "--slot ID says which; `slots list` shows the ids"
        case .slotSecretsMissing:
            "give them by --also-passphrase-file, --also-key-file, --also-recovery-file, or drop them by --drop ID"
        case .unsuitableSecret(.symbolicLink, let path) where path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/"):
            "--passphrase-fd reads a pipe: --passphrase-fd 4 4< <(COMMAND)"
        case .missingValue("apiID"): "--api-id N gives it"
        case .missingValue("account"): "import it anew with --user-id N"
        default: nil
        }
    }
}
#endif
