import Foundation
import SessionVault

/// What the file holds: the records of a storage, each value under a name of its own.
struct Contents: Codable {
    var session: Session?
    /// By id, as text, since the names of JSON are.
    var peers: [String: Peer] = [:]
    /// As ``peers``.
    var updateStates: [String: UpdateState] = [:]

    struct Session: Codable {
        /// The key's 256 bytes, or an envelope: to an engine they are bytes. These here are not in guarded memory,
        /// which is one more reason to seal them before they get this far.
        var authKey: Data
        var dcID: Int16
        var isTest: Bool
        var apiID: Int32
        var userID: Int64
        var isBot: Bool
        var date: Int64
        var serverAddress: String
        var port: UInt16
    }

    struct Peer: Codable {
        var id: Int64
        var accessHash: Int64?
        var type: String
        var usernames: [String]
        var phoneNumber: String?
        var date: Int64
        var sealed: Data?
    }

    struct UpdateState: Codable {
        var id: Int64
        var pts: Int64?
        var qts: Int64?
        var date: Int64?
        var seq: Int64?
        var sealed: Data?
    }
}

extension Contents.Session {
    init(_ record: SessionRecord) throws {
        let key = try record.authKey.withBytes { bytes in Data(bytes.indices.map { bytes[$0] }) }
        self.init(
            authKey: key, dcID: record.dcID, isTest: record.isTest, apiID: record.apiID, userID: record.userID,
            isBot: record.isBot, date: record.date, serverAddress: record.serverAddress, port: record.port)
    }

    func record() throws -> SessionRecord {
        let key = Array(authKey)
        return SessionRecord(
            authKey: try StoredKey(key.span), dcID: dcID, isTest: isTest, apiID: apiID, userID: userID, isBot: isBot,
            date: date, serverAddress: serverAddress, port: port)
    }
}

extension Contents.Peer {
    init(_ record: PeerRecord) {
        self.init(
            id: record.id, accessHash: record.accessHash, type: record.type, usernames: record.usernames,
            phoneNumber: record.phoneNumber, date: record.date, sealed: record.sealed.map { Data($0) })
    }

    var record: PeerRecord {
        PeerRecord(
            id: id, accessHash: accessHash, type: type, usernames: usernames, phoneNumber: phoneNumber, date: date,
            sealed: sealed.map { Array($0) })
    }
}

extension Contents.UpdateState {
    init(_ record: UpdateStateRecord) {
        self.init(
            id: record.id, pts: record.pts, qts: record.qts, date: record.date, seq: record.seq,
            sealed: record.sealed.map { Data($0) })
    }

    var record: UpdateStateRecord {
        UpdateStateRecord(id: id, pts: pts, qts: qts, date: date, seq: seq, sealed: sealed.map { Array($0) })
    }
}
