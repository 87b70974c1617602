import Foundation
import Testing
import VaultSodium

@testable import SessionVault

/// Keyrings, ledgers, and the text of keys.
extension KitFile {
    func openKeyring(_ scratch: Scratch) async throws -> [String: String] {
        try Data(body).write(to: URL(filePath: scratch.path("keyring")))
        try scratch.setMode(0o600, "keyring")
        let keyring = try await Keyring.unlock(
            at: scratch.path("keyring"), with: try secret(scratch), derivation: .minimum, origin: try origin)
        let roots = try keyring.read().record.roots.map { root in
            let key = try root.key.cell.withBytes { Hexadecimal.text([UInt8](copying: $0)) }
            return "\(Hexadecimal.text(root.id.bytes)) \(root.state == .active ? "active" : "retiring") \(key)"
        }
        return ["id": "\(keyring.id)", "roots": roots.joined(separator: ", ")]
    }

    func openLedger() throws -> [String: String] {
        let key = try #require(Hexadecimal.bytes(try line("data key")))
        let record: LedgerRecord
        do {
            record = try LedgerRecord(
                body, of: try #require(VaultID(try line("keyring"))), epoch: try #require(UInt32(try line("epoch"))),
                with: DataKey(try SecretBytes(copying: key.span)))
        } catch VaultError.changedMeanwhile {
            // Of a later epoch, and nobody rotates the keyring meanwhile: as an unlock takes it.
            throw VaultError.tampered(.ledger)
        }
        let entries = record.states.map { vault, state in
            "\(vault) \(state.version.epoch) \(state.version.generation) \(Hexadecimal.text(state.mac))"
        }
        return ["entries": entries.isEmpty ? "none" : entries.sorted().joined(separator: ", ")]
    }

    func openKey(_ format: String) throws -> [String: String] {
        let text = String(decoding: body, as: UTF8.self)
        func hex(_ cell: borrowing SecretBytes) throws -> String {
            try cell.withBytes { Hexadecimal.text([UInt8](copying: $0)) }
        }
        switch format {
        case "recipient": return ["bytes": Hexadecimal.text(try Recipient(text).publicKey)]
        case "signer": return ["bytes": Hexadecimal.text(try Signer(text).publicKey)]
        case "raw key": return ["bytes": try hex(try RawKey(text).slotKey.cell)]
        case "recovery code": return ["bytes": try hex(try RecoveryCode(text).cell)]
        case "identity":
            let identity = try Identity(text)
            return ["bytes": try hex(identity.cell), "public": Hexadecimal.text(identity.recipient.publicKey)]
        case "signing identity":
            let identity = try SigningIdentity(text)
            return ["bytes": try hex(identity.seed), "public": Hexadecimal.text(identity.signer.publicKey)]
        default: throw KnownAnswers.Missing(name: "a format that is known")
        }
    }
}
