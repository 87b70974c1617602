internal import SessionVault

extension Check {
    static let lifecycle = [
        Check("every call before open throws notOpen") { subject in try await requireNotOpen(subject) },
        Check("every call after close throws notOpen") { subject in
            try await subject.openWithSession()
            try await subject.storage.close()
            try await requireNotOpen(subject)
        },
        Check("every call after delete throws notOpen") { subject in
            try await subject.openWithSession()
            try await subject.storage.delete()
            try await requireNotOpen(subject)
        },
        Check("opening twice throws alreadyOpen and leaves the storage open") { subject in
            try await subject.storage.open()
            try await subject.requireError(.alreadyOpen, from: "open()") { try await subject.storage.open() }
            try await subject.requireSession(nil, "after the second open")
        },
        Check("closing a storage that is not open changes nothing") { subject in
            try await subject.storage.close()
            try await subject.storage.open()
            try await subject.storage.close()
            try await subject.storage.close()
        },
        Check("deleting a storage that does not exist is no error") { subject in
            try await subject.storage.delete()
            try await subject.storage.open()
            try await subject.storage.delete()
            try await subject.storage.delete()
        },
        Check("a closed storage can be deleted") { subject in
            try await subject.openWithSession()
            try await subject.storage.close()
            try await subject.storage.delete()
            try await subject.storage.open()
            try await subject.requireSession(nil, "after it was deleted")
        },
        Check("a storage that was deleted is empty when it is opened again") { subject in
            try await subject.openWithSession()
            try await subject.set(Sample.peer(1))
            try await subject.set(UpdateStateRecord(id: 1, pts: 1))
            try await subject.storage.delete()
            try await subject.openWithSession()
            try await subject.require(.id(1), finds: nil)
            try await subject.requireStates([], "after it was deleted")
        },
        Check("a storage can be opened again after it was closed") { subject in
            for _ in 1...3 {
                try await subject.storage.open()
                _ = try await subject.storage.session()
                try await subject.storage.close()
            }
        },
        Check("everything is there after closing and opening", if: \.persists) { subject in
            let session = Sample.session(try Sample.key())
            try await subject.storage.open()
            _ = try await subject.storage.replaceSession(nil, with: session)
            try await subject.set(Sample.peer(1, usernames: ["b", "a"], phoneNumber: "1"))
            try await subject.set(UpdateStateRecord(id: 0, pts: 7))
            try await subject.reopen()
            try await subject.requireSession(session, "after it was opened again")
            try await subject.require(.username("a"), finds: Sample.peer(1, usernames: ["b", "a"], phoneNumber: "1"))
            try await subject.requireStates([UpdateStateRecord(id: 0, pts: 7)], "after it was opened again")
        },
    ]

    private static func requireNotOpen(_ subject: Subject) async throws {
        let storage = subject.storage
        let session = Sample.session(try Sample.key())
        try await subject.requireError(.notOpen, from: "session()") { _ = try await storage.session() }
        try await subject.requireError(.notOpen, from: "replaceSession(_:with:)") {
            _ = try await storage.replaceSession(nil, with: session)
        }
        try await subject.requireError(.notOpen, from: "peer(_:)") { _ = try await storage.peer(.id(1)) }
        try await subject.requireError(.notOpen, from: "peers(_:)") { _ = try await storage.peers([.id(1)]) }
        try await subject.requireError(.notOpen, from: "peers(after:limit:)") {
            _ = try await storage.peers(after: nil, limit: 1)
        }
        try await subject.requireError(.notOpen, from: "updateStates()") { _ = try await storage.updateStates() }
        try await subject.requireError(.notOpen, from: "apply(_:)") {
            try await storage.apply([.setPeer(Sample.peer(1))])
        }
    }
}
