import SessionVault
import Synchronization

/// A dictionary engine with one defect.
final class BrokenStorage: Storage {
    enum Defect: CaseIterable {
        case opensTwice, answersBeforeOpen, keepsAfterDelete, closingTwiceThrows, forgetsOnClose
        case startsWithSession, ignoresExpected, neverReplaces, replacesAtLength, losesTestMode, losesDate
        case cutsEnvelopes, mergesPeers, keepsUsernames, ignoresCase, confusesNames, zeroesAccessHash, sortsUsernames
        case normalisesText, losesSealed, losesEmptySealed, answersOutOfOrder, pagesUnsorted, pagesTooLong
        case pagesIncludeTheEnd, findsTheOldest, mergesStates, sharesIDs, removesNothing, halfABatch
        case reversesBatches, racesReplace, overwritesOnApply
    }

    private let base = DictionaryStorage()
    private let defect: Defect
    private let isOpen = Mutex(false)
    private let oldRows = Mutex<[Int64: PeerRecord]>([:])
    private let oldStates = Mutex<[Int64: UpdateStateRecord]>([:])

    init(_ defect: Defect) { self.defect = defect }

    func open() async throws -> [StorageNotice] {
        if defect == .opensTwice { _ = try? await base.open() } else { _ = try await base.open() }
        isOpen.withLock { $0 = true }
        if defect == .startsWithSession, try await base.session() == nil {
            let record = SessionRecord(authKey: .plain(try AuthKey.random()), dcID: 2)
            _ = try await base.replaceSession(nil, with: record)
        }
        return []
    }

    func close() async throws {
        let wasOpen = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if defect == .closingTwiceThrows, !wasOpen { throw VaultError.notOpen }
        if defect == .forgetsOnClose { await base.delete() } else { await base.close() }
    }

    func delete() async throws {
        isOpen.withLock { $0 = false }
        if defect == .keepsAfterDelete { await base.close() } else { await base.delete() }
    }

    func session() async throws -> SessionRecord? {
        if defect == .answersBeforeOpen, !isOpen.withLock({ $0 }) { return nil }
        guard var record = try await base.session() else { return nil }
        if defect == .losesTestMode { record.isTest = false }
        if defect == .losesDate { record.date = 0 }
        if defect == .cutsEnvelopes, case .envelope(let bytes) = record.authKey {
            record.authKey = .envelope(Array(bytes.prefix(8_000)))
        }
        return record
    }

    func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) async throws -> Bool {
        let current = try await base.session()
        switch defect {
        case .ignoresExpected: return try await base.replaceSession(current, with: new)
        case .neverReplaces: return false
        case .replacesAtLength:
            let isAlike: Bool =
                if case .envelope(let old)? = current?.authKey, case .envelope(let other)? = expected?.authKey {
                    old.count == other.count
                } else { current == expected }
            return isAlike ? try await base.replaceSession(current, with: new) : false
        case .racesReplace:
            guard current == expected else { return false }
            try await Task.sleep(for: .milliseconds(20))
            return try await base.replaceSession(try await base.session(), with: new)
        default: return try await base.replaceSession(expected, with: new)
        }
    }

    func peer(_ lookup: PeerLookup) async throws -> PeerRecord? {
        var lookup = lookup
        if defect == .ignoresCase, case .username(let name) = lookup { lookup = .username(name.lowercased()) }
        if defect == .normalisesText, case .username(let name) = lookup {
            return try await all().filter { $0.usernames.contains(name) }.max { $0.date < $1.date }.map(broken)
        }
        if defect == .findsTheOldest, case .username(let name) = lookup {
            return try await all().filter { $0.usernames.contains(name) }.min { $0.date < $1.date }.map(broken)
        }
        if defect == .keepsUsernames, case .username(let name) = lookup, try await base.peer(lookup) == nil {
            return oldRows.withLock { $0.values.first { $0.usernames.contains(name) } }
        }
        if let found = try await base.peer(lookup) { return broken(found) }
        if defect == .confusesNames, case .phoneNumber(let number) = lookup {
            return try await base.peer(.username(number))
        }
        return nil
    }

    func peers(_ lookups: [PeerLookup]) async throws -> [PeerRecord?] {
        var found: [PeerRecord?] = []
        for lookup in lookups { found.append(try await peer(lookup)) }
        return defect == .answersOutOfOrder ? found.reversed() : found
    }

    func peers(after id: Int64?, limit: Int) async throws -> [PeerRecord] {
        switch defect {
        case .pagesUnsorted:
            let rows = try await all().sorted { ($0.id % 5, $0.id) < ($1.id % 5, $1.id) }
            let start = rows.firstIndex { $0.id == id }.map { $0 + 1 } ?? 0
            return Array(rows[start...].prefix(limit))
        case .pagesTooLong:
            return try await base.peers(after: id, limit: limit == .max ? limit : limit + 1).map(broken)
        case .pagesIncludeTheEnd:
            return try await base.peers(after: id.map { $0 == .min ? $0 : $0 - 1 }, limit: limit).map(broken)
        default: return try await base.peers(after: id, limit: limit).map(broken)
        }
    }

    func updateStates() async throws -> [UpdateStateRecord] {
        try await base.updateStates().map { state in
            var state = state
            if defect == .losesSealed { state.sealed = nil }
            return state
        }
    }

    func apply(_ changes: [StorageChange]) async throws {
        var changes = changes
        switch defect {
        case .reversesBatches: changes.reverse()
        case .removesNothing: changes.removeAll { if case .removePeer = $0 { true } else { false } }
        case .halfABatch:
            for (index, change) in changes.enumerated() {
                if case .setPeer(let row) = change, (row.sealed ?? []).count > 4_096 {
                    try await base.apply(Array(changes[..<index]))
                    throw VaultError.unstorableValue(field: "sealed")
                }
                if index > 0 { try Task.checkCancellation() }
            }
        case .overwritesOnApply:
            let rows = try await all()
            try await Task.sleep(for: .milliseconds(1))
            let now = try await all().map(\.id)
            let late = Set(now).subtracting(rows.map(\.id))
            changes += late.map { .removePeer(id: $0) }
        default: break
        }
        try await base.apply(changes.flatMap(altered))
    }

    private func all() async throws -> [PeerRecord] { try await base.peers(after: nil, limit: .max) }

    /// What is stored in the change's place.
    private func altered(_ change: StorageChange) -> [StorageChange] {
        switch change {
        case .setPeer(var row):
            let old = oldRows.withLock { rows in
                let old = rows[row.id]
                rows[row.id] = defect == .keepsUsernames ? old ?? row : row
                return old
            }
            if defect == .mergesPeers { row.phoneNumber = row.phoneNumber ?? old?.phoneNumber }
            return [.setPeer(row)]
        case .setUpdateState(var state):
            let old = oldStates.withLock { $0.updateValue(state, forKey: state.id) }
            if defect == .mergesStates { state.pts = state.pts ?? old?.pts }
            return [.setUpdateState(state)]
        case .removePeer(let id):
            return defect == .sharesIDs ? [change, .removeUpdateState(id: id)] : [change]
        case .removeUpdateState: return [change]
        }
    }

    private func broken(_ row: PeerRecord) -> PeerRecord {
        var row = row
        switch defect {
        case .zeroesAccessHash: row.accessHash = row.accessHash ?? 0
        case .sortsUsernames: row.usernames.sort()
        case .losesSealed: row.sealed = nil
        case .losesEmptySealed: row.sealed = row.sealed?.isEmpty == true ? nil : row.sealed
        default: break
        }
        return row
    }
}
