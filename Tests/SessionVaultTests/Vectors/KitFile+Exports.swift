import Foundation
import Testing
import VaultSodium

@testable import SessionVault

/// Exports, vaults and boxes, read as a caller of the library reads them.
extension KitFile {
    func openText(_ scratch: Scratch) async throws -> [String: String] {
        let string = try ProtectedString(body.span)
        let secret = try secret(scratch)
        let (session, report) = try await importing {
            try await $0.import(string, with: secret, origin: origin)
        }
        return try await gives(string.envelope, secret, report, session)
    }

    func openFile(_ scratch: Scratch) async throws -> [String: String] {
        let path = scratch.path("export")
        try Data(body).write(to: URL(filePath: path))
        let secret = try secret(scratch)
        let (session, report) = try await importing {
            try await $0.import(from: path, with: secret, origin: origin)
        }
        return try await gives(try ExportFileReader(path).envelope, secret, report, session)
    }

    func openVault(_ scratch: Scratch) async throws -> [String: String] {
        let stored = SessionRecord(authKey: .envelope(body), dcID: 0)
        let storage = MemoryStorage().encrypted(
            with: try secret(scratch), derivation: .minimum, origin: try origin)
        let (vault, contents) = try await storage.unlock(body, of: stored, comparesMirrors: false)
        var gives = try Self.gives(contents.envelope, contents.record, storage.origin(of: vault))
        gives["retiring epoch"] = contents.record.retiringKey.map { "\($0.epoch)" }
        return gives
    }

    func openBox() async throws -> [String: String] {
        let session = try await ExportFixture.empty()
        let identity = try identity
        do {
            try await session.import(unverifiedBox: String(decoding: body, as: UTF8.self), with: identity)
        } catch {
            #expect(throws: VaultError.noSession) { _ = try session.authKey }
            throw error
        }
        var gives = try Self.gives(try #require(try session.record))
        for key in ["address", "date"] { gives[key] = nil }
        return gives
    }

    /// Imports into an empty session, which stays empty where it is refused.
    private func importing(
        _ body: (Session) async throws -> ImportedExport
    ) async throws -> (Session, ImportedExport) {
        let session = try await ExportFixture.empty(now: try now)
        do {
            return (session, try await body(session))
        } catch {
            #expect(try !session.hasAuthKey)
            throw error
        }
    }

    private func gives(
        _ envelope: Envelope, _ secret: VaultSecret, _ report: ImportedExport, _ session: Session
    ) async throws -> [String: String] {
        let export = try await OpenedExport(
            envelope, with: secret, origin: try origin, limits: .standard, at: try now)
        let stored = try #require(try session.record)
        var sealed = export.record.session
        // A session has its own date, and fills in a DC's address.
        (sealed.date, sealed.serverAddress, sealed.port) = (stored.date, stored.serverAddress, stored.port)
        #expect(stored == sealed)
        #expect(report.id == export.id && report.origin == export.origin)
        var gives = try Self.gives(envelope, export.record, report.origin)
        gives["expires"] = report.expires.map { "\($0)" }
        gives["note"] = report.note
        if export.record.peers != nil {
            gives["peers"] = "\(report.peers)"
            gives["rows"] = Hexadecimal.text(try await Self.hashOfPeers(session))
        }
        return gives
    }

    private static func hashOfPeers(_ session: Session) async throws -> [UInt8] {
        var peers: [PeerRecord] = []
        try await session.storage.forEachPage { peers += $0 }
        let rows = try peers.sorted { $0.id < $1.id }.flatMap { try $0.encodedRow() }
        return try BLAKE2b.hash(rows.span, count: 32)
    }

    private static func gives(
        _ envelope: Envelope, _ record: VaultRecord, _ origin: VaultOrigin
    ) throws -> [String: String] {
        var gives = try gives(record.session)
        gives["id"] = "\(VaultID(envelope.vaultID))"
        gives["epoch"] = "\(envelope.epoch)"
        gives["generation"] = "\(envelope.generation)"
        gives["origin"] =
            switch origin {
            case .secretHolder: "secret holder"
            case .pinned: "pinned"
            case .signed(let signer): "signed \(signer)"
            case .unverified: "unverified"
            }
        gives["record"] = Hexadecimal.text(
            try record.encoded().withBytes { try BLAKE2b.hash($0, count: 32) })
        return gives
    }

    private static func gives(_ session: SessionRecord) throws -> [String: String] {
        guard case .plain(let key) = session.authKey else { throw VaultError.encrypted }
        func said(_ flag: Bool) -> String { flag ? "yes" : "no" }
        return [
            "auth key": Hexadecimal.text((0..<8).map { UInt8(truncatingIfNeeded: key.id >> (8 * $0)) }),
            "dc": "\(session.dcID)", "test": said(session.isTest), "bot": said(session.isBot),
            "user": "\(session.userID)", "application": "\(session.apiID)", "date": "\(session.date)",
            "address": "\(session.serverAddress):\(session.port)",
        ]
    }
}
