import Foundation
import SessionVault

/// A session as the tests write it down.
struct Contents: Codable {
    var notices: [String]?
    var session: Values?
    var peers: [Peer]
    var updateStates: [State]

    struct Values: Codable {
        /// In hexadecimal. It is the tests' own key, which no server knows.
        var authKey: String
        var dcID: Int
        var isTest: Bool
        var apiID: Int32
        var userID: Int64
        var isBot: Bool
        var date: Int64?
        var serverAddress: String?
        var port: UInt16?
    }

    struct Peer: Codable {
        var id: Int64
        var accessHash: Int64?
        var type: String
        var usernames: [String]
        var phoneNumber: String?
        var date: Int64?
    }

    struct State: Codable {
        var id: Int64
        var pts: Int64?
        var qts: Int64?
        var date: Int64?
        var seq: Int64?
    }
}

/// One of the three is there.
struct Lookup: Codable {
    var id: Int64?
    var username: String?
    var phoneNumber: String?

    func peer(in session: Session) async throws -> Peer? {
        if let id { return try await session.peer(id: id) }
        if let username { return try await session.peer(username: username) }
        return try await session.peer(phoneNumber: phoneNumber ?? "")
    }
}

/// What a search for remnants covered and found.
struct Report: Codable {
    struct Count: Codable {
        var searched: Int
        var found: Int

        init(_ count: RemnantReport.Count) { (searched, found) = (count.searched, count.found) }
    }

    var authKey: Count
    var phoneNumbers: Count
    var usernames: Count
    var bytesRead: Int

    init(_ report: RemnantReport) {
        authKey = Count(report.authKey)
        phoneNumbers = Count(report.phoneNumbers)
        usernames = Count(report.usernames)
        bytesRead = report.bytesRead
    }
}

extension Contents.Values {
    init(_ session: Session) throws {
        let dataCenter = try session.dataCenter
        let account = try session.account
        self.init(
            authKey: try session.authKey.withBytes { Self.hexadecimal($0) }, dcID: dataCenter.id,
            isTest: dataCenter.isTest, apiID: try session.apiID ?? 0, userID: account?.id ?? 0,
            isBot: account?.isBot ?? false, date: try session.date, serverAddress: dataCenter.address ?? "",
            port: dataCenter.port ?? 0)
    }

    var account: Account? { userID == 0 ? nil : Account(id: userID, isBot: isBot) }

    func key() throws -> AuthKey { try AuthKey(Self.bytes(authKey)) }

    static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
    }

    private static func hexadecimal(_ bytes: Span<UInt8>) -> String {
        bytes.indices.map { String(bytes[$0] >> 4, radix: 16) + String(bytes[$0] & 15, radix: 16) }.joined()
    }
}

extension Contents.Peer {
    init(_ record: PeerRecord) {
        self.init(
            id: record.id, accessHash: record.accessHash, type: record.type, usernames: record.usernames,
            phoneNumber: record.phoneNumber, date: record.date)
    }

    init(_ peer: SessionVault.Peer) {
        self.init(
            id: peer.id, accessHash: peer.accessHash, type: peer.kind.rawValue, usernames: peer.usernames,
            phoneNumber: peer.phoneNumber)
    }

    var peer: SessionVault.Peer {
        SessionVault.Peer(
            id: id, accessHash: accessHash, kind: SessionVault.Peer.Kind(rawValue: type), usernames: usernames,
            phoneNumber: phoneNumber)
    }
}

extension Contents.State {
    init(_ record: UpdateStateRecord) {
        self.init(id: record.id, pts: record.pts, qts: record.qts, date: record.date, seq: record.seq)
    }

    var state: UpdateState { UpdateState(id: id, pts: pts, qts: qts, date: date, seq: seq) }
}

/// Says so at once, also into a pipe.
func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
