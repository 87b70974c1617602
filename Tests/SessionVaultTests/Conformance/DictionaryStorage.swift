import SessionVault

/// The smallest engine there is: a few dictionaries in an actor, gone with it.
actor DictionaryStorage: Storage {
    private var isOpen = false
    private var record: SessionRecord?
    private var rows: [Int64: PeerRecord] = [:]
    private var states: [Int64: UpdateStateRecord] = [:]

    @discardableResult
    func open() throws -> [StorageNotice] {
        guard !isOpen else { throw VaultError.alreadyOpen }
        isOpen = true
        return []
    }

    func close() { isOpen = false }

    func delete() {
        isOpen = false
        (record, rows, states) = (nil, [:], [:])
    }

    func session() throws -> SessionRecord? {
        try requireOpen()
        return record
    }

    func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) throws -> Bool {
        try requireOpen()
        guard record == expected else { return false }
        record = new
        return true
    }

    func peer(_ lookup: PeerLookup) throws -> PeerRecord? {
        try requireOpen()
        return switch lookup {
        case .id(let id): rows[id]
        case .username(let name): latest { $0.usernames.contains { $0.utf8.elementsEqual(name.utf8) } }
        case .phoneNumber(let number): latest { $0.phoneNumber?.utf8.elementsEqual(number.utf8) == true }
        }
    }

    func peers(after id: Int64?, limit: Int) throws -> [PeerRecord] {
        try requireOpen()
        let later = rows.values.filter { id == nil || $0.id > id ?? 0 }
        return Array(later.sorted { $0.id < $1.id }.prefix(limit))
    }

    func updateStates() throws -> [UpdateStateRecord] {
        try requireOpen()
        return Array(states.values)
    }

    func apply(_ changes: [StorageChange]) throws {
        try requireOpen()
        for change in changes {
            switch change {
            case .setPeer(let row): rows[row.id] = row
            case .removePeer(let id): rows[id] = nil
            case .setUpdateState(let state): states[state.id] = state
            case .removeUpdateState(let id): states[id] = nil
            }
        }
    }

    private func latest(_ matches: (PeerRecord) -> Bool) -> PeerRecord? {
        rows.values.filter(matches).max { $0.date < $1.date }
    }

    private func requireOpen() throws {
        guard isOpen else { throw VaultError.notOpen }
    }
}
