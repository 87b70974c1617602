internal import SessionVault

extension Check {
    static let sessions = [
        Check("a new storage has no session") { subject in
            try await subject.storage.open()
            try await subject.requireSession(nil, "in a new storage")
            try await subject.reopen()
            try await subject.requireSession(nil, "in a new storage that was opened again")
        },
        Check("a session comes back as it was stored") { subject in
            try await subject.storage.open()
            var last: SessionRecord?
            for record in try samples() {
                let isDone = try await subject.storage.replaceSession(last, with: record)
                try subject.require(isDone, "replaceSession(_:with:) returned false though nobody else wrote")
                try await subject.requireSession(record, "at once")
                try await subject.reopen()
                try await subject.requireSession(record, "after closing and opening")
                last = record
            }
        },
        Check("a session's address may be left out and the record is still the expected one") { subject in
            try await subject.storage.open()
            var record = Sample.session(try Sample.key())
            record.serverAddress = "2001:67c:4e8:f002::a"
            record.port = 443
            _ = try await subject.storage.replaceSession(nil, with: record)
            try await subject.requireSession(record, "with an address")
            var next = record
            next.date += 1
            let isDone = try await subject.storage.replaceSession(record, with: next)
            try subject.require(isDone, "replaceSession(_:with:) did not know the record that was stored last")
            let read = try await subject.storage.session()
            let isDoneAgain = try await subject.storage.replaceSession(read, with: record)
            try subject.require(isDoneAgain, "replaceSession(_:with:) did not know the record that session() gave")
        },
        Check("replaceSession changes nothing where the record is another") { subject in
            let (first, second) = (Sample.session(try Sample.key()), Sample.session(try Sample.key()))
            try await subject.storage.open()
            let fromMissing = try await subject.storage.replaceSession(first, with: second)
            try subject.require(!fromMissing, "it returned true where there was no record")
            try await subject.requireSession(nil, "after a refused change")
            _ = try await subject.storage.replaceSession(nil, with: first)
            for expected in try others(than: first) {
                let isDone = try await subject.storage.replaceSession(expected, with: second)
                try subject.require(!isDone, "it returned true where another record was expected")
                try await subject.requireSession(first, "after a refused change")
            }
        },
        Check("an envelope of 16,384 bytes comes back as it was stored", if: \.storesEnvelopes) { subject in
            try await subject.storage.open()
            var last: SessionRecord?
            for length in [8, 255, 257, 600, 16_384] {
                let record = Sample.session(Sample.envelope(length: length), userID: 0)
                let isDone = try await subject.storage.replaceSession(last, with: record)
                try subject.require(isDone, "replaceSession(_:with:) returned false for \(length) bytes")
                try await subject.reopen()
                try await subject.requireSession(record, "as an envelope of \(length) bytes")
                last = record
            }
        },
        Check("an envelope is expected by all its bytes", if: \.storesEnvelopes) { subject in
            try await subject.storage.open()
            let first = Sample.session(Sample.envelope(length: 600))
            let second = Sample.session(Sample.envelope(length: 600, fill: 0xA6))
            _ = try await subject.storage.replaceSession(nil, with: first)
            let isDone = try await subject.storage.replaceSession(second, with: second)
            try subject.require(!isDone, "it returned true where another envelope was expected")
            try await subject.requireSession(first, "after a refused change")
        },
    ]

    /// Records with every value at its ends. An account of id 0 is none, and so no bot.
    private static func samples() throws -> [SessionRecord] {
        [
            SessionRecord(authKey: try Sample.key(), dcID: 1),
            SessionRecord(
                authKey: try Sample.key(), dcID: .max, isTest: true, apiID: .max, userID: .max, isBot: true,
                date: .max),
            SessionRecord(authKey: try Sample.key(), dcID: 203, userID: 1, date: 1_700_000_000),
        ]
    }

    /// No record, and records that differ in one value each.
    private static func others(than record: SessionRecord) throws -> [SessionRecord?] {
        var changed = [SessionRecord](repeating: record, count: 7)
        changed[0].authKey = try Sample.key()
        changed[1].dcID += 1
        changed[2].isTest.toggle()
        changed[3].apiID += 1
        changed[4].userID += 1
        changed[5].isBot.toggle()
        changed[6].date += 1
        return [nil] + changed
    }
}
