/// A root of a keyring as it can be shown: never its key.
public struct KeyringRoot: Sendable, Hashable {
    /// What a root is for.
    public enum State: Sendable, Hashable {
        /// New slots are made for it. A keyring has one.
        case active
        /// Another took its place, and vaults that have not moved yet still need it.
        case retiring
    }

    /// Its name within the keyring.
    public let id: RootID
    /// What it is for.
    public let state: State
}
