import Testing
import VaultSodium

@testable import SessionVault

@Suite struct SealedRowTests {
    let answers = KnownAnswers.shared

    private func keys(epoch: UInt32 = 3, vaultID: [UInt8]? = nil) throws -> RowKeys {
        let dataKey = DataKey(try SecretBytes(copying: answers.data_key.bytes.span))
        return try RowKeys(dataKey, vaultID: vaultID ?? answers.vault_id.bytes, epoch: epoch)
    }

    private let peer = PeerRecord(
        id: 1001, accessHash: -77, type: "user", usernames: ["demo_u", "second_u"], phoneNumber: "15550001",
        date: 1_700_000_000)
    private let state = UpdateStateRecord(id: 0, pts: 10, qts: 20, date: 30, seq: nil)

    private func token(_ bytes: [UInt8]) -> Int64 {
        Int64(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }

    @Test func `a row of names in whatever form is that of their canonical forms, and no longer than it was said`()
        throws
    {
        let names = ["name", "@name", "Name", "@", "", "@@a", "a@B", "É", "ünï", "_1"]
        for first in names {
            for second in names {
                let peer = PeerRecord(
                    id: 1, accessHash: nil, type: "user", usernames: [first, second], phoneNumber: "+1 5", date: 2)
                var canonical = peer
                canonical.usernames = peer.usernames.compactMap(CanonicalForm.username)
                canonical.phoneNumber = "15"
                let row = try peer.encodedRow()
                #expect(try PeerRecord(row: row) == canonical)
                #expect(row.count <= peer.rowLength)
                #expect(row.count == canonical.rowLength)
                var behind: [UInt8] = [7, 7]
                try peer.appendRow(to: &behind)
                #expect(behind == [7, 7] + row)
            }
        }
    }

    @Test(arguments: [0, 1, 37, 38, 64, 200, 4_000])
    func `a row is sealed in the memory that was taken for it`(count: Int) throws {
        let keys = try keys()
        var place: UnsafeRawPointer?
        var row = try SealedRow.seal(
            upTo: count, table: .peers, token: 1, nonce: [UInt8](repeating: 2, count: 24)[...], with: keys
        ) { row in
            unsafe row.withUnsafeBytes { unsafe place = $0.baseAddress }
            for byte in 0..<count { row.append(UInt8(truncatingIfNeeded: byte)) }
        }
        unsafe row.withUnsafeMutableBytes { unsafe #expect(place == UnsafeRawPointer($0.baseAddress)) }
        #expect(row.count == SealedRow.length(ofPlain: count))
        let (bytes, plain) = try SealedRow.open(row, table: .peers, token: 1, with: keys)
        #expect(Array(bytes[plain]) == (0..<count).map { UInt8(truncatingIfNeeded: $0) })
    }

    @Test func `tokens are the known ones`() throws {
        let keys = try keys()
        for answer in answers.tokens {
            let hex = answer.token.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            switch (answer.field, answer.value) {
            case ("id", .number(let id)): #expect(try keys.token(peer: id) == token(answer.token.bytes))
            case ("state", .number(let id)): #expect(try keys.token(state: id) == token(answer.token.bytes))
            case ("username", .text(let name)): #expect(try keys.token(username: name) == hex)
            case ("phone", .text(let number)): #expect(try keys.token(phoneNumber: number) == hex)
            default: Issue.record("an answer of an unknown kind: \(answer.field)")
            }
        }
        #expect(try keys.token(username: "@") == nil)
        #expect(try keys.token(phoneNumber: "+") == nil)
    }

    @Test func `rows are encoded, sealed and opened to the known bytes`() throws {
        let keys = try keys()
        #expect(answers.rows.count == 2)
        for answer in answers.rows {
            let table: SealedRow.Table = answer.table == "peer" ? .peers : .updateStates
            let plain = answer.table == "peer" ? try peer.encodedRow() : state.encodedRow()
            #expect(plain == answer.plain.bytes)
            let nonce = Array(answer.row.bytes[5..<29])
            let token = token(answer.token.bytes)
            let sealed = try SealedRow.seal(
                upTo: plain.count, table: table, token: token, nonce: nonce[...], with: keys
            ) { $0 += plain }
            #expect(sealed == answer.row.bytes)
            let opened = try SealedRow.open(answer.row.bytes, table: table, token: token, with: keys)
            #expect(Array(opened.bytes[opened.plain]) == plain)
        }
        #expect(try PeerRecord(row: answers.rows[0].plain.bytes) == peer)
        let plainState = answers.rows[1].plain.bytes
        #expect(try UpdateStateRecord(row: plainState.span) == state)
    }

    @Test func `any byte changed, cut or added in a row is tampering`() throws {
        let keys = try keys()
        let row = answers.rows[0].row.bytes
        let token = token(answers.rows[0].token.bytes)
        func open(_ row: [UInt8]) throws { _ = try SealedRow.open(row, table: .peers, token: token, with: keys) }
        try open(row)
        for index in row.indices {
            var changed = row
            changed[index] ^= 0x10
            #expect(throws: VaultError.tampered(.row)) { try open(changed) }
            #expect(throws: VaultError.tampered(.row)) { try open(Array(row[..<index])) }
        }
        #expect(throws: VaultError.tampered(.row)) { try open(row + [0]) }
    }

    @Test func `padding of a row is one bit and zeros, and no block too many`() throws {
        let keys = try keys()
        func open(padded: [UInt8]) throws -> ArraySlice<UInt8> {
            let nonce = [UInt8](repeating: 9, count: 24)
            var row: [UInt8] = [1, 3, 0, 0, 0] + nonce + [UInt8](repeating: 0, count: padded.count + 16)
            var context = Array("SVT1row".utf8) + keys.vaultID
            context.append(littleEndian: keys.epoch)
            context.append(1)
            context.append(littleEndian: Int64(77))
            var output = row.mutableSpan
            try XChaCha20Poly1305.seal(
                padded.span, authenticating: context.span, nonce: nonce.span, using: keys.row, into: &output, at: 29)
            let opened = try SealedRow.open(row, table: .peers, token: 77, with: keys)
            return opened.bytes[opened.plain]
        }
        let zeros = [UInt8](repeating: 0, count: 64)
        #expect(try open(padded: [7, 0x80] + zeros.dropLast(2)) == [7])
        #expect(try open(padded: [0x80] + zeros.dropLast()) == [])
        for padded in [
            [7, 0x80] + zeros.dropLast(2) + zeros, [7, 0x81] + zeros.dropLast(2), Array(zeros),
            [7, 0x80] + zeros.dropLast(),
        ] {
            #expect(throws: VaultError.tampered(.row)) { try open(padded: padded) }
        }
    }

    @Test func `a row is bound to its token, table, vault and epoch`() throws {
        let row = answers.rows[0].row.bytes
        let token = token(answers.rows[0].token.bytes)
        let keys = try keys()
        #expect(throws: VaultError.tampered(.row)) {
            try SealedRow.open(row, table: .peers, token: token + 1, with: keys)
        }
        #expect(throws: VaultError.tampered(.row)) {
            try SealedRow.open(row, table: .updateStates, token: token, with: keys)
        }
        let elsewhere = try self.keys(vaultID: [UInt8](repeating: 7, count: 16))
        #expect(throws: VaultError.tampered(.row)) {
            try SealedRow.open(row, table: .peers, token: token, with: elsewhere)
        }
        let later = try self.keys(epoch: 4)
        #expect(throws: VaultError.tampered(.row)) {
            try SealedRow.open(row, table: .peers, token: token, with: later)
        }
    }

    @Test func `peers of every shape come back as they were`() throws {
        let longest = String(repeating: "x", count: 255)
        let peers = [
            PeerRecord(id: .min, accessHash: nil, type: "group", date: 0),
            PeerRecord(id: .max, accessHash: 0, type: "", date: .max),
            PeerRecord(
                id: -1_001_234_567_890, accessHash: .min, type: longest, usernames: ["ünïcode", longest],
                phoneNumber: String(repeating: "1", count: 255), date: .min),
            PeerRecord(id: 0, accessHash: 1, type: "user", usernames: (0..<255).map { "u\($0)" }, date: -1),
        ]
        let keys = try keys()
        for peer in peers {
            let nonce = [UInt8](repeating: 1, count: 24)
            let stored = try keys.seal(peer, nonce: nonce[...])
            #expect(stored.sealed?.count ?? 0 > 0)
            #expect(stored.accessHash == 0 && stored.type == "0" && stored.date == 0)
            #expect(try keys.open(stored) == peer)
        }
    }

    @Test func `what has no sealed form is refused by its field`() throws {
        let tooLong = String(repeating: "x", count: 256)
        let cases: [(PeerRecord, String)] = [
            (PeerRecord(id: 1, accessHash: 1, type: tooLong, date: 0), "type"),
            (PeerRecord(id: 1, accessHash: 1, type: "usér", date: 0), "type"),
            (PeerRecord(id: 1, accessHash: 1, type: "user", usernames: [tooLong], date: 0), "usernames"),
            (
                PeerRecord(id: 1, accessHash: 1, type: "user", usernames: (0..<256).map { "u\($0)" }, date: 0),
                "usernames"
            ),
            (
                PeerRecord(
                    id: 1, accessHash: 1, type: "user", phoneNumber: String(repeating: "1", count: 256), date: 0),
                "phoneNumber"
            ),
        ]
        for (peer, field) in cases {
            #expect(throws: VaultError.unstorableValue(field: field)) { try peer.encodedRow() }
        }
    }
}
