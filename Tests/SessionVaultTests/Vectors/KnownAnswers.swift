import Foundation
import Testing

@testable import SessionVault

/// The known answers of the format, on which two other implementations agree.
struct KnownAnswers: Decodable {
    struct SessionValues: Decodable {
        var dc_id: Int16
        var api_id: Int32
        var user_id: Int64
        var date: Int64
        var test_mode: Bool
        var is_bot: Bool
        var server_address: String
        var port: UInt16
    }

    struct IdentityValues: Decodable {
        var secret: Hex
        var `public`: Hex
        var recipient_text: String?
        var identity_text: String?
    }

    struct SecretTexts: Decodable {
        var raw_key: String
        var recovery_code: String
    }

    struct EnvelopeAnswer: Decodable, CustomTestStringConvertible {
        var name: String
        var flags: UInt8
        var epoch: UInt32
        var generation: UInt64
        var envelope: Hex
        var text: String

        var testDescription: String { name }
    }

    struct Subkeys: Decodable {
        var Khdr: Hex
        var Kpay: Hex
        var Krow: Hex
        var Kidx: Hex
        var Kled: Hex
    }

    struct TokenAnswer: Decodable {
        var field: String
        var value: Value
        var token: Hex
    }

    enum Value: Decodable {
        case number(Int64)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int64.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    struct RowAnswer: Decodable {
        var table: String
        var plain: Hex
        var token: Hex
        var epoch: UInt32
        var row: Hex
    }

    struct KeyringAnswer: Decodable {
        var payload: Hex
        var file: Hex
    }

    var auth_key: Hex
    var session: SessionValues
    var record: Hex
    var bare_record: Hex
    var data_key: Hex
    var vault_id: Hex
    var raw_key: Hex
    var root_key: Hex
    var recovery_code: Hex
    var identity: IdentityValues
    var identity2: IdentityValues
    var text: SecretTexts
    var envelopes: [EnvelopeAnswer]
    var keyring: KeyringAnswer
    var subkeys: Subkeys
    var tokens: [TokenAnswer]
    var rows: [RowAnswer]

    static let shared: KnownAnswers = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "vectors.json")
        do {
            return try JSONDecoder().decode(KnownAnswers.self, from: Data(contentsOf: file))
        } catch {
            fatalError("the known answers cannot be read: \(error)")
        }
    }()

    func envelope(_ name: String) throws -> EnvelopeAnswer {
        guard let answer = envelopes.first(where: { $0.name == name }) else { throw Missing(name: name) }
        return answer
    }

    struct Missing: Error {
        var name: String
    }

    /// The session that the answers hold.
    func sessionRecord() throws -> SessionRecord {
        SessionRecord(
            authKey: .plain(try AuthKey(auth_key.bytes)), dcID: session.dc_id, isTest: session.test_mode,
            apiID: session.api_id, userID: session.user_id, isBot: session.is_bot, date: session.date,
            serverAddress: session.server_address, port: session.port)
    }
}

/// Bytes written as hexadecimal digits.
struct Hex: Decodable {
    var bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let digits = Array(text.utf8)
        bytes = try stride(from: 0, to: digits.count, by: 2).map {
            guard let byte = UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16) else {
                throw KnownAnswers.Missing(name: "a hexadecimal digit")
            }
            return byte
        }
    }
}
