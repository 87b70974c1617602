import SessionVault
import SessionVaultTesting
import Testing

// The code of the article *WritingAnEngine*, in its order.

actor NotebookStorage: Storage {
    private var isOpen = false
    private var record: SessionRecord?
    private var rows: [Int64: PeerRecord] = [:]
    private var states: [Int64: UpdateStateRecord] = [:]

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

    private func requireOpen() throws {
        guard isOpen else { throw VaultError.notOpen }
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
        let later = rows.values.filter { row in id.map { row.id > $0 } ?? true }
        return Array(later.sorted { $0.id < $1.id }.prefix(limit))
    }

    func updateStates() throws -> [UpdateStateRecord] {
        try requireOpen()
        return Array(states.values)
    }

    private func latest(_ matches: (PeerRecord) -> Bool) -> PeerRecord? {
        rows.values.filter(matches).max { $0.date < $1.date }
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
}

@Suite struct EngineSnippets {
    @Test func `the engine of the article keeps the contract`() async throws {
        let count =
            try await StorageConformance { NotebookStorage() }.run()
        #expect(count > 30)
    }

    @Test func `the engine of the article keeps the contract when it is sealed`() async throws {
        let passphrase = try Passphrase("correct horse battery staple")
        try await StorageConformance(ordered: false, storesSealed: false, storesEnvelopes: false) {
            NotebookStorage().encrypted(with: passphrase, derivation: .minimum)
        }.run()
    }
}
