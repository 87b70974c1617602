import Foundation
import VaultSQLite

@testable import SessionVault

/// Numbers that a seed gives again (SplitMix64, <https://prng.di.unimi.it/splitmix64.c>).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// One random change of a session's file: half of them of its bytes, as a disk or an attacker would make it, and half
/// by SQL, as another program would.
struct Mutation {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Writes `original`, changed, to `path`, where nothing is yet.
    mutating func write(_ original: [UInt8], to path: String) throws {
        var bytes = original
        let changesBytes = Bool.random(using: &random)
        if changesBytes {
            for _ in 0..<Int.random(in: 1...3, using: &random) { changeBytes(&bytes) }
        }
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes), attributes: attributes) else {
            throw CocoaError(.fileWriteUnknown)
        }
        if !changesBytes { try changeRows(path) }
    }

    private mutating func index(_ bytes: [UInt8]) -> Int { Int.random(in: 0..<max(1, bytes.count), using: &random) }

    private mutating func changeBytes(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let pageSize = 4096
        let page = index(bytes) / pageSize * pageSize
        switch Int.random(in: 0..<9, using: &random) {
        case 0:
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[index(bytes)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            }
        case 1: overwrite(&bytes, at: index(bytes), count: Int.random(in: 1...64, using: &random))
        case 2: bytes.removeLast(bytes.count - index(bytes))
        case 3:
            let other = index(bytes) / pageSize * pageSize
            for offset in 0..<pageSize where max(page, other) + offset < bytes.count {
                bytes.swapAt(page + offset, other + offset)
            }
        case 4: overwrite(&bytes, at: Int.random(in: 0..<100, using: &random), count: 4)
        case 5:
            for offset in page..<min(page + pageSize, bytes.count) { bytes[offset] = 0 }
        // The head of a page of a tree, and the places of its cells.
        case 6: overwrite(&bytes, at: page + (page == 0 ? 100 : 0) + Int.random(in: 0..<40, using: &random), count: 2)
        // The schema.
        case 7: overwrite(&bytes, at: Int.random(in: 0..<pageSize, using: &random), count: 1)
        default:
            let start = index(bytes)
            let count = Int.random(in: 1...16, using: &random)
            if Bool.random(using: &random) {
                bytes.insert(contentsOf: [UInt8](repeating: 0, count: count), at: start)
            } else {
                bytes.removeSubrange(start..<min(start + count, bytes.count))
            }
        }
    }

    private mutating func overwrite(_ bytes: inout [UInt8], at start: Int, count: Int) {
        let fill: UInt8? = [0, 0xFF, nil].randomElement(using: &random) ?? nil
        for offset in start..<start + count where offset < bytes.count {
            bytes[offset] = fill ?? UInt8.random(in: 0...255, using: &random)
        }
    }
}

// By SQL.
extension Mutation {
    private static let columns: [String: [String]] = [
        "sessions": [
            "dc_id", "api_id", "test_mode", "auth_key", "date", "user_id", "is_bot", "server_address", "port",
        ],
        "peers": ["id", "access_hash", "type", "username", "phone_number", "last_update_on", "sealed"],
        "usernames": ["id", "username", "peer_id"], "update_state": ["id", "pts", "qts", "date", "seq", "sealed"],
        "version": ["number", "version"], "entities": ["id", "hash", "username", "phone", "name", "date"],
    ]
    private static let values = [
        "NULL", "''", "'text'", "'12'", "x'00'", "1.5", "-1", "0", "1", "7", "300", "9223372036854775807", "1e300",
        "zeroblob(256)", "zeroblob(20000)", "CAST(x'FF' AS TEXT)", "hex(zeroblob(3000))", "'a' || char(0) || 'b'",
        "'2026-11-24'",
    ]

    private mutating func changeRows(_ path: String) throws {
        guard let identity = try FileFacts.of(path)?.identity, let claim = try FileClaim(identity) else { return }
        let connection = try Connection(path: path, claim: claim)
        defer { connection.close() }
        try connection.execute("PRAGMA synchronous=OFF", "prepare")
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            // Not every statement fits every schema.
            try? connection.execute(statement(), "mutate")
        }
    }

    private mutating func pick(_ values: [String]) -> String { values.randomElement(using: &random) ?? "NULL" }

    /// SQLite's own random functions do not follow the seed.
    private mutating func value() -> String {
        switch Int.random(in: 0..<Self.values.count + 3, using: &random) {
        case 0: "x'\(hexadecimal(256))'"
        case 1: "x'\(hexadecimal(600))'"
        // The envelope's magic, or a part of it.
        case 2: "x'\(pick(["89535654", "895356540D0A1A"]))\(hexadecimal(600))'"
        default: pick(Self.values)
        }
    }

    private mutating func hexadecimal(_ count: Int) -> String {
        (0..<2 * count).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }.joined()
    }

    private mutating func statement() -> String {
        let table = pick(Self.columns.keys.sorted())
        let columns = Self.columns[table] ?? []
        let (column, other, value) = (pick(columns), pick(columns), value())
        let place = "\(Int.random(in: 0..<1_000, using: &random)) % max(1, (SELECT count(*) FROM \(table)))"
        let one = "rowid = (SELECT rowid FROM \(table) ORDER BY rowid LIMIT 1 OFFSET \(place))"
        switch Int.random(in: 0..<16, using: &random) {
        case 0...4: return "UPDATE \(table) SET \(column) = \(value) WHERE \(one)"
        case 5: return "UPDATE \(table) SET \(column) = \(other)"
        case 6: return "DELETE FROM \(table) WHERE \(one)"
        case 7: return "INSERT INTO \(table) (\(column), \(other)) VALUES (\(value), \(self.value()))"
        case 8: return "DROP TABLE \(table)"
        case 9: return "ALTER TABLE \(table) ADD COLUMN \(pick(["more", "sealed BLOB", "username TEXT", "port"]))"
        case 10: return "ALTER TABLE \(table) DROP COLUMN \(column)"
        case 11: return "CREATE \(pick(["", "UNIQUE"])) INDEX more ON \(table) (\(column), lower(\(other)))"
        case 12: return "CREATE VIEW seen AS SELECT \(column), random() FROM \(table)"
        case 13:
            return "CREATE TRIGGER more AFTER \(pick(["UPDATE", "INSERT", "DELETE"])) ON \(table) BEGIN "
                + "UPDATE \(table) SET \(column) = \(value); END"
        case 14: return "UPDATE version SET number = \(Int.random(in: -1...9, using: &random))"
        default:
            let root = Int.random(in: 0..<20, using: &random)
            let edit = pick(["rootpage = \(root)", "sql = replace(sql, 'INTEGER', 'TEXT')", "name = 'x'"])
            return "PRAGMA writable_schema=ON; UPDATE sqlite_master SET \(edit) WHERE name = '\(table)'"
        }
    }
}
