/// What a keyring's file, or an export's, shows without a secret. Nothing of it is verified; see ``InspectedVault``.
package struct InspectedEnvelope: Sendable, Hashable {
    /// The envelope. Of an export, ``InspectedVault/rowsSealed`` says whether peers follow it.
    package let vault: InspectedVault
    /// The file's permission bits.
    package let mode: UInt16
    /// How many bytes the file has, peers included.
    package let size: Int

    /// What the file's owner should know of it.
    package var warnings: [InspectionWarning] {
        // An export is made to be seen by others.
        let isOpen = mode & (vault.kind == .export ? 0o022 : 0o077) != 0
        return vault.warnings + (isOpen ? [.readableByOthers(mode: mode)] : [])
    }
}
