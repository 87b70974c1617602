internal import VaultSQLite

extension Session {
    /// The session in a new file that only the passphrase opens; with its peers, where that is asked for.
    ///
    /// It is an export like the text of ``export(protectedBy:signedBy:expires:note:derivation:)``. The file is private
    /// (mode 0600), and whole and durable when the call returns, or not there. Peers go into it some at a time, so any
    /// number takes little memory; one that is written meanwhile comes as it was or as it is. A signature covers them.
    ///
    /// - Parameters:
    ///   - path: Where nothing is yet. Its directory has to be there, and to be out of the reach of others.
    ///   - passphrase: Opens the file.
    ///   - includingPeers: Whether the peers go with the session. Update states never do: two hosts that have the same
    ///     ones would both miss updates.
    ///   - signer: Signs it; nil for no signature.
    ///   - expires: When it is to be no longer used, in seconds since 1970; advisory.
    ///   - note: A line for whoever opens it.
    ///   - derivation: What a guess at the passphrase costs whoever has the file.
    ///   - progress: Called after each batch of peers.
    /// - Returns: The export's id, to be pinned by whoever imports it.
    /// - Throws: As there; ``VaultError/unsuitableFile(_:path:)`` where something is there, which is not replaced, and
    ///   for an unsuitable path or directory; ``VaultError/diskFull`` and what else the system refuses; and what the
    ///   storage throws.
    @discardableResult
    public func export(
        to path: String, protectedBy passphrase: Passphrase, includingPeers: Bool = false,
        signedBy signer: SigningIdentity? = nil, expires: Int64? = nil, note: String? = nil,
        derivation: KeyDerivation = .standard, progress: @escaping @Sendable (RowProgress) -> Void = { _ in }
    ) async throws -> VaultID {
        let terms = ExportTerms(signer: signer, expires: expires, note: note)
        let record = try recordToExport(terms)
        return try await write(to: path, includingPeers, progress) {
            try await NewExport(of: record, protectedBy: passphrase, cost: derivation, terms)
        }
    }

    /// The session in a new file that only the recipients' identities open; with its peers, where that is asked for.
    ///
    /// - Parameters:
    ///   - path: As in ``export(to:protectedBy:includingPeers:signedBy:expires:note:derivation:progress:)``.
    ///   - recipients: 1 to 16, each once.
    ///   - includingPeers: Whether the peers go with the session.
    ///   - signer: Signs it; nil for no signature.
    ///   - expires: When it is to be no longer used, in seconds since 1970; advisory.
    ///   - note: A line for whoever opens it.
    ///   - progress: Called after each batch of peers.
    /// - Returns: The export's id, to be pinned by whoever imports it.
    /// - Throws: As that call, and as ``export(sealedTo:signedBy:expires:note:)``.
    @discardableResult
    public func export(
        to path: String, sealedTo recipients: [Recipient], includingPeers: Bool = false,
        signedBy signer: SigningIdentity? = nil, expires: Int64? = nil, note: String? = nil,
        progress: @escaping @Sendable (RowProgress) -> Void = { _ in }
    ) async throws -> VaultID {
        let terms = ExportTerms(signer: signer, expires: expires, note: note)
        let record = try recordToExport(terms)
        return try await write(to: path, includingPeers, progress) {
            try await NewExport(of: record, sealedTo: recipients, terms)
        }
    }

    private func write(
        to path: String, _ includingPeers: Bool, _ progress: (RowProgress) -> Void, _ make: () async throws -> NewExport
    ) async throws -> VaultID {
        let location = try VaultError.mapping(path) {
            let location = try SessionFile.Location(path)
            try location.checkDirectory()
            guard try FileFacts.of(location.path) == nil else { throw VaultError.unsuitableFile(.exists, path: path) }
            return location
        }
        let export = try await make()
        let isWritten =
            if includingPeers {
                try await write(export, withPeersTo: location, progress)
            } else {
                try VaultError.mapping(path) {
                    try NewFile.create(location.path, in: location.directory, try export.sealed().bytes.span)
                }
            }
        guard isWritten else { throw VaultError.unsuitableFile(.exists, path: path) }
        return VaultID(export.vaultID)
    }

    private func write(
        _ export: NewExport, withPeersTo location: SessionFile.Location, _ progress: (RowProgress) -> Void
    ) async throws -> Bool {
        var isWritten = false
        // After a re-key, which gave the peers another order, from the beginning: what was written goes unread.
        try await storage.untilUnchanged {
            let writer = try VaultError.mapping(location.given) {
                try ExportFileWriter(export, into: try NewFile(in: location.directory))
            }
            var state = RowProgress(rowsDone: 0, rowsTotal: try await storage.engineBelow.countRows().peers)
            try await storage.forEachPage { page in
                try VaultError.mapping(location.given) { try writer.add(page) }
                state.advance(by: page.count)
                progress(state)
            }
            try requireOpen()
            isWritten = try VaultError.mapping(location.given) { try writer.finish(at: location.path) }
        }
        return isWritten
    }

    /// Takes over the session in a file that ``export(to:sealedTo:includingPeers:signedBy:expires:note:progress:)`` or its like
    /// made, and the peers with it.
    ///
    /// The file is read twice: nothing is changed before all of it was opened once. Then the session is taken over, in
    /// one atomic and durable write, and its peers in batches, as by ``update(_:)-([Peer])``, with the dates that they
    /// have. After an error or a cancellation among those, import the file again. A stored peer that was seen later than
    /// the file's is kept.
    ///
    /// - Parameters:
    ///   - path: The file: a plain one, whoever owns it.
    ///   - secret: Opens the file. It has nothing to do with the storage's own.
    ///   - origin: Which exports an identity may open.
    ///   - replacing: Whether a session with another auth key may be replaced.
    ///   - limits: What the file's derivation may cost at most.
    ///   - progress: Called after each batch of peers that was taken over.
    /// - Returns: What the export said besides the session.
    /// - Throws: As ``import(_:with:origin:replacing:limits:)``; ``VaultError/unsuitableFile(_:path:)`` where the file is
    ///   missing, no plain file, no export's, or cut;
    ///   ``VaultError/locked(pid:)`` where it is a session's file that this process has open; `CancellationError`.
    @discardableResult
    public func `import`(
        from path: String, with secret: VaultSecret, origin: OriginPolicy = .refuseUnverified,
        replacing: Bool = false, limits: KeyDerivation.Limits = .standard,
        progress: @escaping @Sendable (RowProgress) -> Void = { _ in }
    ) async throws -> ImportedExport {
        try requireOpen()
        let file = try ExportFileReader(path)
        let export = try await OpenedExport(file.envelope, with: secret, origin: origin, limits: limits, at: now())
        var isAdopted = false
        func adoptOnce() async throws {
            if !isAdopted { try await adopt(export.record.session, replacing: replacing) }
            isAdopted = true
        }
        var state = RowProgress(rowsDone: 0, rowsTotal: Int(clamping: export.record.peers?.count ?? 0))
        let count = try await file.forEachPart(of: export) { peers in
            try await adoptOnce()
            try await restore(peers)
            state.advance(by: peers.count)
            progress(state)
        }
        try await adoptOnce()
        return ImportedExport(export, peers: count)
    }
}
