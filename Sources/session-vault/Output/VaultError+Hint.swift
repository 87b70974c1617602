#if CLI
internal import SessionVault

extension VaultError {
    /// What to type next, where one thing helps.
    ///
    /// - Parameters:
    ///   - place: The session, or the file, that it is about.
    ///   - isKeyring: Whether that is a keyring's.
    func hint(about place: String?, isKeyring: Bool) -> String? {
        let name = place?.shellWord ?? "NAME"
        let slots = "`session-vault \(isKeyring ? "keyring " : "")slots list \(name)`"
        return switch self {
        case .notEncrypted:
            "`session-vault encrypt \(name)` seals it; where it was sealed before, find out who removed the encryption"
        case .encrypted: "`session-vault inspect \(name)` shows what opens it"
        case .noMatchingSlot: "`session-vault inspect \(name)` shows the kinds of secrets that open it"
        case .unsupportedSchema(.telethon, let path), .unsupportedSchema(.pyrofork, let path):
            "`session-vault import \(path.shellWord) --as NAME` takes it over, and leaves it as it is"
        case .unverifiedOrigin(let id):
            "--vault \(id) takes this one, --accept-unverified any"
        case .sealedString: "`session-vault open` reads it on standard input"
        case .plainSessionString: "`session-vault import - --as NAME` seals it"
        case .rolledBack where isKeyring:
            "`session-vault keyring ledger create \(name) --ledger NEW` begins another, which knows nothing of before"
        case .rolledBack: "`session-vault keyring ledger forget KEYRING \(name) --ledger FILE` does that"
        case .noSuchSlot: "\(slots) shows the ids"
        case .ambiguousSlot: "--slot ID says which; \(slots) shows the ids"
        case .slotSecretsMissing:
            "give them by --also-passphrase-file, --also-key-file, --also-recovery-file, or drop them by --drop ID"
        case .unsuitableSecret(.symbolicLink, let path) where path.isPipe,
            .unsuitableSecret(.notRegular, let path) where path.isPipe:
            "a passphrase is read from a pipe by --passphrase-fd: --passphrase-fd 4 4< <(COMMAND)"
        case .unsuitableSecret(.missing, "-"): "--passphrase-fd 0 reads standard input"
        case .missingValue("apiID"): "--api-id N gives it"
        case .missingValue("account"): "import it anew with --user-id N"
        default: nil
        }
    }
}

extension String {
    /// Whether it is how a shell, or the system, names a descriptor as a file.
    var isPipe: Bool { self == "/dev/stdin" || hasPrefix("/dev/fd/") || hasPrefix("/proc/self/fd/") }
}
#endif
