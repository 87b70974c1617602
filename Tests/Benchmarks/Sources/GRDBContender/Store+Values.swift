import Foundation
import GRDB
import Support

extension Store {
    func authKey() async throws -> Data? {
        try await queue.read { db in
            try Data.fetchOne(db.cachedStatement(sql: "SELECT auth_key FROM sessions"))
        }
    }

    func dataCenter() async throws -> Int? {
        try await queue.read { db in try Int.fetchOne(db.cachedStatement(sql: "SELECT dc_id FROM sessions")) }
    }

    func set(apiID: Int) async throws {
        try await queue.write { db in
            try db.cachedStatement(sql: "UPDATE sessions SET api_id = ?").execute(arguments: [apiID])
        }
    }

    func setSynchronous(_ mode: String) async throws {
        try await queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous=\(mode)") }
    }

    func set(_ state: UpdateState) async throws {
        try await set([state])
    }

    func set(_ states: [UpdateState]) async throws {
        try await queue.write { db in
            let replace = try db.cachedStatement(
                sql: "REPLACE INTO update_state (id, pts, qts, date, seq) VALUES (?, ?, ?, ?, ?)")
            for state in states {
                try replace.execute(arguments: [state.id, state.pts, state.qts, state.date, state.seq])
            }
        }
    }

    func states() async throws -> [UpdateState] {
        try await queue.read { db in
            let select = try db.cachedStatement(sql: "SELECT id, pts, qts, date, seq FROM update_state ORDER BY id")
            return try UpdateState.fetchAll(select)
        }
    }
}

struct UpdateState: Sendable, Equatable {
    var id: Int64
    var pts, qts, date, seq: Int64?

    init(_ state: NumberedState) {
        (id, pts, qts, date, seq) = (state.id, state.pts, state.qts, state.date, state.seq)
    }
}

extension UpdateState: FetchableRecord {
    init(row: Row) { (id, pts, qts, date, seq) = (row[0], row[1], row[2], row[3], row[4]) }
}
