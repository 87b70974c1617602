import Foundation
import SessionVault

/// A storage engine of one's own: everything in one JSON file, which each change replaces as a whole,
/// in a directory of the storage's own, which goes with it.
///
/// An engine stores records unchanged and unread. So it is done once it can put them somewhere and find them again by
/// exact values; `StorageConformance` says whether it does.
actor JSONStorage: Storage {
    private let file: PrivateFile
    private var isOpen = false
    private var contents = Contents()

    init(directory: URL) { file = PrivateFile(directory: directory) }

    func open() throws -> [StorageNotice] {
        guard !isOpen else { throw VaultError.alreadyOpen }
        if let bytes = try file.read() { contents = try JSONDecoder().decode(Contents.self, from: bytes) }
        isOpen = true
        return []
    }

    func close() {
        // Every change is on the disk already.
        isOpen = false
        contents = Contents()
    }

    func delete() throws {
        close()
        try file.remove()
    }

    func session() throws -> SessionRecord? {
        try opened().session?.record()
    }

    func replaceSession(_ expected: SessionRecord?, with new: SessionRecord) throws -> Bool {
        guard try session() == expected else { return false }
        var changed = contents
        changed.session = try Contents.Session(new)
        try save(changed)
        return true
    }

    func peer(_ lookup: PeerLookup) throws -> PeerRecord? {
        let peers = try opened().peers
        let found: Contents.Peer? =
            switch lookup {
            case .id(let id): peers["\(id)"]
            case .username(let name):
                peers.values.filter { $0.usernames.contains { $0.utf8.elementsEqual(name.utf8) } }.max(by: Self.isOlder)
            case .phoneNumber(let number):
                peers.values.filter { $0.phoneNumber?.utf8.elementsEqual(number.utf8) == true }.max(by: Self.isOlder)
            }
        return found?.record
    }

    func peers(after id: Int64?, limit: Int) throws -> [PeerRecord] {
        let later = try opened().peers.values.filter { peer in id.map { peer.id > $0 } ?? true }
        return later.sorted { $0.id < $1.id }.prefix(limit).map(\.record)
    }

    func updateStates() throws -> [UpdateStateRecord] {
        try opened().updateStates.values.map(\.record)
    }

    func apply(_ changes: [StorageChange]) throws {
        var changed = try opened()
        for change in changes {
            switch change {
            case .setPeer(let row): changed.peers["\(row.id)"] = Contents.Peer(row)
            case .removePeer(let id): changed.peers["\(id)"] = nil
            case .setUpdateState(let row): changed.updateStates["\(row.id)"] = Contents.UpdateState(row)
            case .removeUpdateState(let id): changed.updateStates["\(id)"] = nil
            }
        }
        try save(changed)
    }

    private func opened() throws -> Contents {
        guard isOpen else { throw VaultError.notOpen }
        return contents
    }

    /// The file first: where that fails, nothing has changed.
    private func save(_ changed: Contents) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try file.replace(with: try encoder.encode(changed))
        contents = changed
    }

    private static func isOlder(_ left: Contents.Peer, _ right: Contents.Peer) -> Bool { left.date < right.date }
}
