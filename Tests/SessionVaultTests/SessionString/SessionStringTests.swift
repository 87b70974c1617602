import Testing

@testable import SessionVault

@Suite struct SessionStringTests {
    private static let known: [(SessionString.Form, String)] = [
        (.pyrogram, KnownStrings.pyrogram), (.pyrogramOld64, KnownStrings.pyrogramOld64),
        (.pyrogramOld32, KnownStrings.pyrogramOld32),
    ]

    private func flaw(_ text: String) -> VaultError.SessionStringFlaw? {
        do {
            _ = try SessionString(text)
            return nil
        } catch VaultError.invalidSessionString(let flaw) {
            return flaw
        } catch {
            Issue.record(error)
            return nil
        }
    }

    /// The text of known bytes with some of them changed.
    private func text(_ form: SessionString.Form, _ changes: [Int: UInt8]) throws -> String {
        let known = try #require(Self.known.first { $0.0 == form }).1
        var bytes = try decoded(known)
        for (index, byte) in changes { bytes[index] = byte }
        return encoded(bytes)
    }

    @Test func `Python's strings are read with every value`() throws {
        let key = try AuthKey(KnownStrings.keyBytes)
        let new = try SessionString(KnownStrings.pyrogram)
        #expect(new.form == .pyrogram)
        #expect(new.authKey == key)
        #expect(new.dataCenter == DataCenter(id: 4))
        #expect(new.account == Account(id: 5_000_000_001, isBot: true))
        #expect(new.apiID == 2040)
        let old64 = try SessionString(KnownStrings.pyrogramOld64)
        #expect(old64.form == .pyrogramOld64)
        #expect(old64.authKey == key)
        #expect(old64.dataCenter == DataCenter(id: 203, isTest: true))
        #expect(old64.account == Account(id: 5_000_000_001, isBot: false))
        #expect(old64.apiID == nil)
        let old32 = try SessionString(KnownStrings.pyrogramOld32)
        #expect(old32.form == .pyrogramOld32)
        #expect(old32.authKey == key)
        #expect(old32.dataCenter == DataCenter(id: 5))
        #expect(old32.account == Account(id: 4_294_967_295, isBot: true))
        #expect(old32.apiID == nil)
    }

    @Test(arguments: known) func `Python's strings are written bit for bit`(_ form: SessionString.Form, _ text: String)
        throws
    {
        let read = try SessionString(text)
        #expect(try read.unprotectedText() == text)
        let made = try SessionString(
            form: form, authKey: read.authKey, dataCenter: read.dataCenter, account: #require(read.account),
            apiID: read.apiID)
        #expect(made == read)
        #expect(try made.unprotectedText() == text)
        #expect(try made.withUnprotectedUTF8 { $0.count } == text.utf8.count)
    }

    @Test func `white space and quotes around the text are taken off`() throws {
        let text = KnownStrings.pyrogram
        for outer in ["\(text)\n", " \t\(text)\r\n", "\"\(text)\"", "' \(text) '", "`\(text)`"] {
            #expect(try SessionString(outer).unprotectedText() == text)
        }
    }

    @Test func `nothing but white space is empty`() {
        for text in ["", " ", "\"\"", "\n\t"] { #expect(flaw(text) == .empty) }
    }

    @Test(arguments: known) func `every other length is refused`(_ form: SessionString.Form, _ text: String) {
        for change in [1, 2, 3, 7, 100] {
            #expect(flaw(String(text.dropLast(change))) == .length(text.utf8.count - change))
            #expect(flaw(text + String(repeating: "A", count: 30 + change)) == .length(text.utf8.count + 30 + change))
        }
    }

    @Test func `padding is refused as such`() {
        #expect(flaw(KnownStrings.pyrogramOld32 + "=") == .padding)
        #expect(flaw(KnownStrings.pyrogram + "==") == .padding)
    }

    @Test(arguments: known) func `a character of no alphabet is named by its place`(
        _ form: SessionString.Form, _ text: String
    ) {
        for character in ["+", "/", " ", "\n", "=", ".", "\u{0}", "\u{7F}"] {
            for place in [0, 1, 100, text.count / 2, text.count - 2] {
                var characters = text.map(String.init)
                characters[place] = character
                // A space at the front is outer white space.
                let expected: VaultError.SessionStringFlaw =
                    place == 0 && " \n".contains(character) ? .length(text.count - 1) : .character(at: place)
                #expect(flaw(characters.joined()) == expected, "\(character.utf8.first ?? 0) at \(place)")
            }
        }
        #expect(flaw("é" + text.dropFirst(2)) == .character(at: 0))
    }

    @Test func `bits that belong to no byte are refused`() throws {
        for (text, last) in [(KnownStrings.pyrogram, "R"), (KnownStrings.pyrogramOld32, "F")] {
            #expect(flaw(String(text.dropLast()) + last) == .trailingBits)
        }
    }

    @Test func `a flag that is neither 0 nor 1 is refused`() throws {
        for (form, places) in [
            (.pyrogram, [5, 270]), (.pyrogramOld64, [1, 266]), (.pyrogramOld32, [1, 262]),
        ] as [(SessionString.Form, [Int])] {
            for place in places {
                for byte in [2, 0x80, 0xFF] as [UInt8] { #expect(flaw(try text(form, [place: byte])) == .flag) }
                #expect(flaw(try text(form, [place: 1])) == nil)
            }
        }
    }

    @Test func `a DC that does not exist is named`() throws {
        for form in SessionString.Form.allCases {
            for id in [0, 6, 202, 204, 255] as [UInt8] {
                #expect(flaw(try text(form, [0: id])) == .dataCenter(Int(id)))
            }
            for id in [1, 2, 3, 4, 5, 203] as [UInt8] { #expect(flaw(try text(form, [0: id])) == nil) }
        }
    }

    @Test func `a user id or api id beyond what a record can hold is refused`() throws {
        #expect(flaw(try text(.pyrogram, [262: 0x80])) == .userID)
        #expect(flaw(try text(.pyrogramOld64, [258: 0x80])) == .userID)
        #expect(flaw(try text(.pyrogram, [262: 0x7F])) == nil)
        #expect(flaw(try text(.pyrogram, [1: 0x80])) == .apiID)
        #expect(flaw(try text(.pyrogram, [1: 0x7F])) == nil)
    }

    @Test func `a key of zeros is none`() throws {
        for (form, start) in [(.pyrogram, 6), (.pyrogramOld64, 2), (.pyrogramOld32, 2)] as [(SessionString.Form, Int)] {
            let zeros = Dictionary(uniqueKeysWithValues: (start..<start + 256).map { ($0, 0 as UInt8) })
            #expect(flaw(try text(form, zeros)) == .noAuthKey)
        }
    }

    @Test func `0 for an id stands for none and is written again`() throws {
        let zeros = Dictionary(uniqueKeysWithValues: (Array(1...4) + Array(262...269)).map { ($0, 0 as UInt8) })
        let text = try text(.pyrogram, zeros.merging([270: 0]) { $1 })
        let string = try SessionString(text)
        #expect(string.account == nil)
        #expect(string.apiID == nil)
        #expect(try string.unprotectedText() == text)
    }

    @Test func `a sealed string is told from a plain one`() {
        for text in ["svault1_", "svault1_AAAA", " 'svault1_" + String(repeating: "A", count: 354) + "'"] {
            #expect(throws: VaultError.sealedString) { try SessionString(text) }
        }
    }

    @Test func `a form refuses what it cannot hold, and what clients would ask for`() throws {
        let key = try AuthKey.random()
        func make(_ form: SessionString.Form, dc: Int = 2, account: Int64 = 1, apiID: Int32? = 1) throws {
            _ = try SessionString(
                form: form, authKey: key, dataCenter: DataCenter(id: dc), account: Account(id: account), apiID: apiID)
        }
        for form in SessionString.Form.allCases {
            for dc in [0, -1, 6, 204, 259] {
                #expect(throws: VaultError.unstorableValue(field: "dataCenter")) { try make(form, dc: dc) }
            }
            for account in [0, -1] as [Int64] {
                #expect(throws: VaultError.unstorableValue(field: "account")) { try make(form, account: account) }
            }
        }
        for (apiID, error) in [
            (nil, .missingValue(field: "apiID")), (0, .unstorableValue(field: "apiID")),
            (-1, .unstorableValue(field: "apiID")),
        ] as [(Int32?, VaultError)] {
            #expect(throws: error) { try make(.pyrogram, apiID: apiID) }
            try make(.pyrogramOld64, apiID: apiID)
        }
        #expect(throws: VaultError.unstorableValue(field: "account")) { try make(.pyrogramOld32, account: 1 << 32) }
        try make(.pyrogramOld32, account: (1 << 32) - 1)
        try make(.pyrogramOld64, account: .max)
    }

    @Test func `a description shows the form and the key's id and nothing else`() throws {
        let string = try SessionString(KnownStrings.pyrogram)
        let expected = "pyrogram session string, \(string.authKey)"
        #expect("\(string)" == expected)
        #expect(String(reflecting: string) == expected)
        var dumped = ""
        dump(string, to: &dumped)
        #expect(dumped.contains(expected))
        #expect(!dumped.contains("5000000001"))
        #expect(!dumped.contains("2040"))
    }

    @Test func `a changed string is an error or another session, never a crash`() throws {
        for _ in 0..<3_000 {
            var bytes = Array(try #require(Self.known.randomElement()).1.utf8)
            for _ in 0...Int.random(in: 0..<3) {
                switch Int.random(in: 0..<3) {
                case 0: bytes[Int.random(in: bytes.indices)] = .random(in: 0...255)
                case 1: bytes.removeSubrange(Int.random(in: bytes.indices)...)
                default: bytes.insert(.random(in: 0...255), at: Int.random(in: bytes.startIndex...bytes.endIndex))
                }
                if bytes.isEmpty { bytes = [0] }
            }
            do {
                let changed = try SessionString(bytes.span)
                let inner = bytes.filter { $0 > 0x20 && ![0x22, 0x27, 0x60].contains($0) }
                #expect(try changed.unprotectedText() == String(decoding: inner, as: UTF8.self))
            } catch VaultError.invalidSessionString {
                // What was asked for.
            }
        }
    }

    @Test func `random sessions survive the way there and back`() throws {
        for _ in 0..<500 {
            let form = try #require(SessionString.Form.allCases.randomElement())
            let user = Int64.random(in: 1...(form == .pyrogramOld32 ? Int64(UInt32.max) : .max))
            let string = try SessionString(
                form: form, authKey: .random(),
                dataCenter: DataCenter(id: try #require([1, 2, 3, 4, 5, 203].randomElement()), isTest: .random()),
                account: Account(id: user, isBot: .random()), apiID: .random(in: 1 ... .max))
            #expect(try SessionString(string.unprotectedText()) == string)
        }
    }

    private func decoded(_ text: String) throws -> [UInt8] {
        let characters = Array(text.utf8)
        var bytes = [UInt8](repeating: 0, count: try Base64URL.decodedCount(characters.count))
        var span = bytes.mutableSpan
        try Base64URL.decode(characters.span, into: &span)
        return bytes
    }

    private func encoded(_ bytes: [UInt8]) -> String {
        var text = [UInt8](repeating: 0, count: Base64URL.encodedCount(bytes.count))
        var span = text.mutableSpan
        Base64URL.encode(bytes.span, into: &span)
        return String(decoding: text, as: UTF8.self)
    }
}
