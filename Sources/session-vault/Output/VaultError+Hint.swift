#if CLI
internal import SessionVault

extension VaultError {
    /// What to type next, where one thing helps.
    var hint: String? {
        switch self {
        case .notEncrypted:
            "`session-vault encrypt NAME` seals it; where it was sealed before, find out who removed the encryption; "
                + "with --unencrypted it is taken as it is"
        case .encrypted: "`session-vault inspect NAME` shows what opens it"
        case .noMatchingSlot: "`session-vault inspect NAME` shows the kinds of secrets that open it"
        case .incorrectPassphrase: nil
        case .unverifiedOrigin(let id):
            "--signed-by svsig1… takes what that signer signed, --vault \(id) this one, --accept-unverified any"
        case .sealedString: "`session-vault open` reads it on standard input"
        case .plainSessionString: "`session-vault import - --as NAME` seals it"
        case .rolledBack:
            "where it was put back on purpose: `session-vault keyring ledger forget KEYRING NAME --ledger FILE`"
        case .noSuchSlot: "`session-vault slots list` shows the ids"
        case .ambiguousSlot: "--slot ID says which; `session-vault slots list` shows the ids"
        case .slotSecretsMissing:
            "give them by --also-passphrase-file, --also-key-file, --also-recovery-file, or drop them by --drop ID"
        case .unsuitableSecret(.noTerminal, _):
            "name the secret by --passphrase-file, --passphrase-fd, --passphrase-env, --key-file, --identity or --keyring"
        case .unsuitableSecret(.notRegular, let path) where path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/"):
            "--passphrase-fd reads a pipe: --passphrase-fd 4 4< <(COMMAND)"
        case .unstorableValue("apiID"): "--api-id N gives the application's id"
        default: nil
        }
    }
}
#endif
