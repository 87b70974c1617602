#if CLI
internal import SessionVault

extension SecretChoice {
    /// The secret that seals `subject`: this one, which was called new, or else the other one, since there is nothing yet
    /// that it could open.
    func sealing(_ subject: String, or other: SecretChoice) async throws -> VaultSecret {
        guard !other.given.contains(where: \.isIdentity) || other.keyring != nil else {
            throw Failure.usage(
                "an identity opens, and seals nothing",
                hint: "seal it with another secret; `session-vault slots add NAME --to svpub1…` lets its holder in")
        }
        guard isEmpty || other.isEmpty else {
            throw Failure.usage("two secrets were given, and one seals; leave out the --new-… options or the others")
        }
        return try await (isEmpty ? other : self).secret(for: subject, isNew: true)
    }
}
#endif
