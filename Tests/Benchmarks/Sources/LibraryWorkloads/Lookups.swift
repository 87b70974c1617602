import SessionVault
import Support

/// What a request looks up, as texts and numbers before the clock starts.
struct Lookups: Sendable {
    enum Names: Sendable {
        case ids([Int64])
        case usernames([String])
        case phoneNumbers([String])
    }

    let count: Int
    private let names: Names

    init(_ request: Request) throws {
        count = try request.count
        let picks = try request.picks
        let peers = (0..<count).map { NumberedPeer(picks[$0]) }
        names =
            switch request.workload.split(separator: "-")[0] {
            case "username": .usernames(peers.map(\.username))
            case "phone": .phoneNumbers(peers.map(\.phoneNumber))
            default: .ids(peers.map(\.id))
            }
    }

    /// Looks them up one after the other, and times that.
    func play(on session: Session) async throws -> Reply {
        var sum: Int64 = 0
        let time = try await seconds {
            switch names {
            case .ids(let ids):
                for id in ids { sum &+= try await session.peer(id: id)?.id ?? 0 }
            case .usernames(let usernames):
                for username in usernames { sum &+= try await session.peer(username: username)?.id ?? 0 }
            case .phoneNumbers(let numbers):
                for number in numbers { sum &+= try await session.peer(phoneNumber: number)?.id ?? 0 }
            }
        }
        return .measured(seconds: time, operations: count, check: UInt64(bitPattern: sum))
    }
}

extension Library {
    func lookUp(_ request: Request) async throws -> Reply {
        try await Lookups(request).play(on: session)
    }

    func lookUpOnMainActor(_ request: Request) async throws -> Reply {
        try await Self.play(Lookups(request), on: session)
    }

    @MainActor
    private static func play(_ lookups: Lookups, on session: Session) async throws -> Reply {
        try await lookups.play(on: session)
    }
}
