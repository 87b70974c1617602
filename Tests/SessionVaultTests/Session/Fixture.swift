import Synchronization

@testable import SessionVault

/// A session over a recording engine, with a clock that is moved by hand.
struct Fixture {
    static let start: Int64 = 1_700_000_000

    let storage = RecordingStorage()
    let session: Session
    let clock = Clock()

    final class Clock: Sendable {
        private let time = Mutex(Fixture.start)
        var now: Int64 {
            get { time.withLock { $0 } }
            set { time.withLock { $0 = newValue } }
        }
        func advance(_ seconds: Int64) { time.withLock { $0 += seconds } }
    }

    init() {
        let clock = clock
        session = Session(storage, clock: { clock.now })
    }

    /// Open, with a key and an account, and no calls recorded yet.
    static func opened() async throws -> Fixture {
        let fixture = Fixture()
        try await fixture.session.open()
        try await fixture.session.replace(
            authKey: try .random(), dataCenter: DataCenter(id: 2), account: Account(id: 7), apiID: 1)
        _ = fixture.storage.takeCalls()
        return fixture
    }

    /// Stores rows as another client would have written them.
    func seed(_ rows: PeerRecord...) async throws { try await storage.base.apply(rows.map { .setPeer($0) }) }

    func row(_ id: Int64) async throws -> PeerRecord? { try await storage.base.peer(.id(id)) }

    /// The changes of every batch since the last call.
    func batches() -> [[StorageChange]] {
        storage.takeCalls().compactMap { if case .apply(let changes) = $0 { changes } else { nil } }
    }
}

extension Peer {
    static func user(
        _ id: Int64, _ usernames: [String] = [], phoneNumber: String? = nil, accessHash: Int64? = 1
    ) -> Peer {
        Peer(id: id, accessHash: accessHash, kind: .user, usernames: usernames, phoneNumber: phoneNumber)
    }
}

extension PeerRecord {
    static func user(
        _ id: Int64, _ usernames: [String] = [], phoneNumber: String? = nil, accessHash: Int64? = 1,
        date: Int64 = Fixture.start
    ) -> PeerRecord {
        PeerRecord(
            id: id, accessHash: accessHash, type: "user", usernames: usernames, phoneNumber: phoneNumber, date: date)
    }
}
