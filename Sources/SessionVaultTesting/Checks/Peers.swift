internal import SessionVault

extension Check {
    static let peerRows = [
        Check("a peer comes back as it was stored") { subject in
            try await subject.openWithSession()
            for peer in samples {
                try await subject.set(peer)
                try await subject.require(.id(peer.id), finds: peer, "at once")
            }
            try await subject.reopen()
            for peer in samples { try await subject.require(.id(peer.id), finds: peer, "after all were stored") }
        },
        Check("text of another language comes back byte for byte") { subject in
            try await subject.openWithSession()
            let peer = Sample.peer(1, usernames: ["é", "e\u{301}", "日本", "ß", "\u{1F9C2}"])
            try await subject.set(peer)
            try await subject.reopen()
            try await subject.require(.id(1), finds: peer)
        },
        Check("no access hash is not the access hash 0") { subject in
            try await subject.openWithSession()
            var (missing, zero) = (Sample.peer(1), Sample.peer(2))
            (missing.accessHash, zero.accessHash) = (nil, 0)
            try await subject.set(missing, zero)
            try await subject.reopen()
            try await subject.require(.id(1), finds: missing)
            try await subject.require(.id(2), finds: zero)
        },
        Check("usernames keep their order") { subject in
            try await subject.openWithSession()
            let names = ["m", "z", "a", "k", "b"]
            try await subject.set(Sample.peer(1, usernames: names))
            try await subject.require(.id(1), finds: Sample.peer(1, usernames: names))
            try await subject.set(Sample.peer(1, usernames: names.reversed()))
            try await subject.reopen()
            try await subject.require(.id(1), finds: Sample.peer(1, usernames: names.reversed()))
        },
        Check("a peer replaces the whole row that had its id") { subject in
            try await subject.openWithSession()
            let sealed: [UInt8]? = subject.options.storesSealed ? [1, 2, 3] : nil
            try await subject.set(
                Sample.peer(1, usernames: ["old", "kept"], phoneNumber: "1", sealed: sealed))
            let bare = PeerRecord(id: 1, accessHash: nil, type: "bot", usernames: ["kept"], date: 5)
            try await subject.set(bare)
            try await subject.require(.id(1), finds: bare)
            try await subject.require(.username("old"), finds: nil, "of the row before")
            try await subject.require(.phoneNumber("1"), finds: nil, "of the row before")
            try await subject.require(.username("kept"), finds: bare)
        },
        Check("a peer that is removed is gone with its usernames and phone number") { subject in
            try await subject.openWithSession()
            try await subject.set(
                Sample.peer(1, usernames: ["one"], phoneNumber: "1"), Sample.peer(2, usernames: ["two"]))
            try await subject.storage.apply([.removePeer(id: 1)])
            try await subject.require(.id(1), finds: nil)
            try await subject.require(.username("one"), finds: nil)
            try await subject.require(.phoneNumber("1"), finds: nil)
            try await subject.require(.username("two"), finds: Sample.peer(2, usernames: ["two"]))
            try await subject.set(Sample.peer(1))
            try await subject.require(.id(1), finds: Sample.peer(1), "after it was removed and stored again")
        },
        Check("a peer's sealed bytes come back as they were stored", if: \.storesSealed) { subject in
            try await subject.openWithSession()
            let kinds: [[UInt8]?] = [nil, [], [0], Array(0...255), [UInt8](repeating: 0xFF, count: 4_096)]
            for (id, sealed) in kinds.enumerated() {
                try await subject.set(Sample.peer(Int64(id), sealed: sealed))
            }
            try await subject.reopen()
            for (id, sealed) in kinds.enumerated() {
                try await subject.require(.id(Int64(id)), finds: Sample.peer(Int64(id), sealed: sealed))
            }
        },
    ]

    /// Peers with every value at its ends.
    private static let samples: [PeerRecord] = [
        PeerRecord(id: 0, accessHash: 0, type: "", date: 0),
        PeerRecord(id: .min, accessHash: .min, type: "0", usernames: ["1"], phoneNumber: "0", date: .min),
        PeerRecord(id: .max, accessHash: .max, type: "channel", usernames: ["2", "3"], phoneNumber: "007", date: .max),
        PeerRecord(id: -1_002_147_483_649, accessHash: -1, type: "supergroup", usernames: ["null", "0"], date: 1),
        PeerRecord(
            id: 7, accessHash: 1, type: String(repeating: "t", count: 255),
            usernames: ["a", "b", "c"].map { String(repeating: $0, count: 255) },
            phoneNumber: String(repeating: "9", count: 255), date: 1),
    ]

    static let peerLookups = [
        Check("a look-up that nothing matches finds nil") { subject in
            try await subject.openWithSession()
            try await subject.set(Sample.peer(1, usernames: ["name"], phoneNumber: "12"))
            for lookup: PeerLookup in [
                .id(2), .id(-1), .username("nam"), .username("names"), .username(""), .phoneNumber("1"),
                .phoneNumber("123"), .phoneNumber(""),
            ] {
                try await subject.require(lookup, finds: nil)
            }
        },
        Check("a name of one kind is none of another") { subject in
            try await subject.openWithSession()
            try await subject.set(Sample.peer(1, usernames: ["12"], phoneNumber: "34"))
            try await subject.require(.username("34"), finds: nil)
            try await subject.require(.phoneNumber("12"), finds: nil)
            try await subject.require(.id(12), finds: nil)
        },
        Check("a peer is found by each of its usernames") { subject in
            try await subject.openWithSession()
            let names = (0..<40).map { "name\($0)" }
            try await subject.set(Sample.peer(1, usernames: names))
            for name in names { try await subject.require(.username(name), finds: Sample.peer(1, usernames: names)) }
        },
        // A wrapper that seals the dates leaves its engine nothing to choose by.
        Check("of several peers with one name the latest is found", if: \.ordered) { subject in
            try await subject.openWithSession()
            for (ids, name) in [([1, 2, 3] as [Int64], "x"), ([6, 5, 4], "y")] {
                for (index, id) in ids.enumerated() {
                    let date = [10, 30, 20][index]
                    try await subject.set(
                        Sample.peer(id, usernames: [name], phoneNumber: "1\(ids[0])", date: Int64(date)))
                }
                let latest = Sample.peer(ids[1], usernames: [name], phoneNumber: "1\(ids[0])", date: 30)
                try await subject.require(.username(name), finds: latest)
                try await subject.require(.phoneNumber("1\(ids[0])"), finds: latest)
                try await subject.storage.apply([.removePeer(id: ids[1])])
                let next = Sample.peer(ids[2], usernames: [name], phoneNumber: "1\(ids[0])", date: 20)
                try await subject.require(.username(name), finds: next, "after the latest was removed")
            }
        },
        Check("names are compared byte for byte", if: \.ordered) { subject in
            try await subject.openWithSession()
            let names = ["Alice", "alice", "ALICE ", "a", "A", "é", "e\u{301}", "É", "%", "_", "*", "'", "a'b"]
            for (id, name) in names.enumerated() {
                try await subject.set(Sample.peer(Int64(id), usernames: [name], phoneNumber: "+" + name))
            }
            for (id, name) in names.enumerated() {
                let peer = Sample.peer(Int64(id), usernames: [name], phoneNumber: "+" + name)
                try await subject.require(.username(name), finds: peer)
                try await subject.require(.phoneNumber("+" + name), finds: peer)
            }
            try await subject.require(.username("aLICE"), finds: nil)
            try await subject.require(.username("@alice"), finds: nil)
            try await subject.require(.phoneNumber("alice"), finds: nil)
        },
        Check("look-ups in one call answer in their order") { subject in
            try await subject.openWithSession()
            for id in 1...20 as ClosedRange<Int64> {
                try await subject.set(Sample.peer(id, usernames: ["n\(id)"], phoneNumber: "\(id)"))
            }
            let ids = (0..<1_200).map { Int64($0 * 7 % 23) }
            let lookups: [PeerLookup] = ids.map {
                [.id($0), .username("n\($0)"), .phoneNumber("\($0)")][Int($0 % 3)]
            }
            let found = try await subject.storage.peers(lookups)
            try subject.require(
                found.map { $0?.id } == ids.map { 1...20 ~= $0 ? $0 : nil },
                "peers(_:) did not answer 1,200 look-ups one for one")
            let none = try await subject.storage.peers([])
            try subject.require(none.isEmpty, "peers(_:) of no look-ups gave answers")
        },
    ]

    static let pages = [
        Check("the pages hold every peer once") { subject in
            try await subject.openWithSession()
            let empty = try await subject.storage.peers(after: nil, limit: 10)
            try subject.require(empty.isEmpty, "a storage without peers gave a page")
            let ids = pagedIDs
            try await subject.storage.apply(ids.shuffled().map { .setPeer(Sample.peer($0)) })
            let all = try await subject.allPeers()
            try subject.require(Set(all.map(\.id)) == Set(ids), "the pages do not hold every peer")
            try subject.require(all.count == ids.count, "the pages hold a peer twice")
            try subject.require(all.allSatisfy { Sample.same($0, Sample.peer($0.id)) }, "a peer differs in a page")
            let whole = try await subject.storage.peers(after: nil, limit: .max)
            try subject.require(whole.map(\.id) == all.map(\.id), "one great page is not the small ones")
            let none = try await subject.storage.peers(after: nil, limit: 0)
            try subject.require(none.isEmpty, "a page of 0 was not empty")
        },
        Check("pages ascend by id", if: \.ordered) { subject in
            try await subject.openWithSession()
            try await subject.storage.apply(pagedIDs.shuffled().map { .setPeer(Sample.peer($0)) })
            let all = try await subject.allPeers()
            try subject.require(all.map(\.id) == pagedIDs, "the ids do not ascend")
            let after = try await subject.storage.peers(after: 3, limit: 2)
            try subject.require(after.map(\.id) == [5, 7], "a page after an id that is not stored is another")
            let last = try await subject.storage.peers(after: .max, limit: 2)
            try subject.require(last.isEmpty, "there is a page after the greatest id")
        },
    ]

    private static let pagedIDs: [Int64] = [.min, -1_000_000_000_009, -4, 0, 1, 2, 5, 7] + (10...40) + [.max]
}
