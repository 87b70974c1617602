import SessionVault
import Support

/// ``EncryptedStorage`` over ``FileStorage``, called directly from a task.
struct StorageContender: Contender {
    let name = "EncryptedStorage"
    private let storage: EncryptedStorage
    private let sample: Sample

    init(_ file: SealedFile, _ sample: Sample) async throws {
        storage = try file.storage()
        self.sample = sample
        try await storage.open()
    }

    func sumOfIDs(_ field: Field, _ picks: ArraySlice<Int>) async throws -> Int64 {
        let (storage, sample) = (storage, sample)
        return try await Task.detached {
            var sum: Int64 = 0
            for pick in picks {
                let lookup: PeerLookup =
                    switch field {
                    case .id: .id(sample.peers[pick].id)
                    case .username: .username(sample.usernames[pick])
                    case .phone: .phoneNumber(sample.phoneNumbers[pick])
                    }
                if let peer = try await storage.peer(lookup) { sum &+= peer.id }
            }
            return sum
        }.value
    }

    func close() async throws { try await storage.close() }
}

/// ``Session`` over both, called from a task or from the main actor.
struct SessionContender: Contender {
    let name: String
    private let session: Session
    private let sample: Sample
    private let isOnMainActor: Bool

    init(_ file: SealedFile, _ sample: Sample, isOnMainActor: Bool) async throws {
        name = isOnMainActor ? "Session, on the main actor" : "Session"
        session = Session(try file.storage())
        self.sample = sample
        self.isOnMainActor = isOnMainActor
        try await session.open()
    }

    func sumOfIDs(_ field: Field, _ picks: ArraySlice<Int>) async throws -> Int64 {
        if isOnMainActor { return try await onMainActor(field, picks) }
        let copy = self
        return try await Task.detached { try await copy.lookUp(field, picks) }.value
    }

    @MainActor
    private func onMainActor(_ field: Field, _ picks: ArraySlice<Int>) async throws -> Int64 {
        try await lookUp(field, picks)
    }

    private func lookUp(_ field: Field, _ picks: ArraySlice<Int>) async throws -> Int64 {
        var sum: Int64 = 0
        for pick in picks {
            let peer =
                switch field {
                case .id: try await session.peer(id: sample.peers[pick].id)
                case .username: try await session.peer(username: sample.usernames[pick])
                case .phone: try await session.peer(phoneNumber: sample.phoneNumbers[pick])
                }
            if let peer { sum &+= peer.id }
        }
        return sum
    }

    func close() async throws { try await session.close() }
}
