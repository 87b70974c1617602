internal import SessionVault

extension Check {
    static let updateStates = [
        Check("update states come back as they were stored") { subject in
            try await subject.openWithSession()
            try await subject.requireStates([], "in a new storage")
            let states = [
                UpdateStateRecord(id: 0, pts: 1, qts: 2, date: 3, seq: 4),
                UpdateStateRecord(id: 1, pts: 0, qts: 0, date: 0, seq: 0),
                UpdateStateRecord(id: 2),
                UpdateStateRecord(id: 3, qts: 5),
                UpdateStateRecord(id: .min, pts: .min, qts: .min, date: .min, seq: .min),
                UpdateStateRecord(id: .max, pts: .max, qts: .max, date: .max, seq: .max),
                UpdateStateRecord(id: -1_000_000_000_009, pts: 7),
            ]
            try await subject.storage.apply(states.map { .setUpdateState($0) })
            try await subject.requireStates(states, "at once")
            try await subject.reopen()
            try await subject.requireStates(states, "after closing and opening")
        },
        Check("an update state replaces the whole row that had its id") { subject in
            try await subject.openWithSession()
            try await subject.set(UpdateStateRecord(id: 1, pts: 1, qts: 2, date: 3, seq: 4))
            try await subject.set(UpdateStateRecord(id: 1, qts: 9))
            try await subject.requireStates([UpdateStateRecord(id: 1, qts: 9)], "last")
        },
        Check("an update state that is removed is gone") { subject in
            try await subject.openWithSession()
            try await subject.set(UpdateStateRecord(id: 1, pts: 1), UpdateStateRecord(id: 2, pts: 2))
            try await subject.storage.apply([.removeUpdateState(id: 1)])
            try await subject.requireStates([UpdateStateRecord(id: 2, pts: 2)], "and not removed")
            try await subject.reopen()
            try await subject.requireStates([UpdateStateRecord(id: 2, pts: 2)], "and not removed")
        },
        Check("a peer and an update state of one id are two rows") { subject in
            try await subject.openWithSession()
            try await subject.set(Sample.peer(1))
            try await subject.set(UpdateStateRecord(id: 1, pts: 1))
            try await subject.storage.apply([.removePeer(id: 1)])
            try await subject.requireStates([UpdateStateRecord(id: 1, pts: 1)], "beside a peer that was removed")
            try await subject.set(Sample.peer(1))
            try await subject.storage.apply([.removeUpdateState(id: 1)])
            try await subject.require(.id(1), finds: Sample.peer(1), "beside an update state that was removed")
        },
        Check("an update state's sealed bytes come back as they were stored", if: \.storesSealed) { subject in
            try await subject.openWithSession()
            let kinds: [[UInt8]?] = [nil, [], [0], Array(0...255), [UInt8](repeating: 0xFF, count: 4_096)]
            let states = kinds.enumerated().map { UpdateStateRecord(id: Int64($0), pts: 1, sealed: $1) }
            try await subject.storage.apply(states.map { .setUpdateState($0) })
            try await subject.reopen()
            try await subject.requireStates(states, "with sealed bytes")
        },
    ]
}
