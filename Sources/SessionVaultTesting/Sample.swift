internal import SessionVault

/// Records to store, and the comparison with what comes back.
enum Sample {
    static func key() throws -> StoredKey { .plain(try AuthKey.random()) }

    /// `length` bytes that begin like an envelope.
    static func envelope(length: Int, fill: UInt8 = 0xA5) -> StoredKey {
        let magic: [UInt8] = [0x89, 0x53, 0x56, 0x54, 0x0D, 0x0A, 0x1A]
        return .envelope(magic + [UInt8](repeating: fill, count: length - magic.count))
    }

    static func session(_ key: StoredKey, userID: Int64 = 5_000_000_001) -> SessionRecord {
        SessionRecord(
            authKey: key, dcID: 2, isTest: true, apiID: 12_345, userID: userID, isBot: true, date: 1_700_000_000)
    }

    static func peer(
        _ id: Int64, usernames: [String] = [], phoneNumber: String? = nil, date: Int64 = 1_700_000_000,
        sealed: [UInt8]? = nil
    ) -> PeerRecord {
        PeerRecord(
            id: id, accessHash: id &* 31, type: "user", usernames: usernames, phoneNumber: phoneNumber, date: date,
            sealed: sealed)
    }

    /// Equal in every value and every byte of text. For `String` alone the two ways to write é are one.
    static func same(_ left: PeerRecord?, _ right: PeerRecord?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return left == right && left.usernames.elementsEqual(right.usernames) { $0.utf8.elementsEqual($1.utf8) }
    }

    /// Equal, where address and port may have been left out together.
    static func same(_ found: SessionRecord?, _ stored: SessionRecord?) -> Bool {
        guard var found, let stored else { return found == nil && stored == nil }
        if found.serverAddress.isEmpty, found.port == 0 {
            found.serverAddress = stored.serverAddress
            found.port = stored.port
        }
        return found == stored
    }

    /// What was found instead, in words that hold no stored text.
    static func show(_ found: PeerRecord?, _ expected: PeerRecord?) -> String {
        switch (found, expected) {
        case (nil, _): "nothing"
        case (_?, nil): "a row where there is none"
        case (let found?, let expected?): found.id == expected.id ? "a row that differs" : "the row of another id"
        }
    }
}
