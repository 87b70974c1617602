import Testing

@testable import SessionVault

@Suite struct ProtectedStringTests {
    let answers = KnownAnswers.shared

    @Test(arguments: KnownAnswers.shared.envelopes)
    func `each known text is read and written to the character`(answer: KnownAnswers.EnvelopeAnswer) throws {
        let string = try ProtectedString(answer.text)
        #expect(string.envelope.bytes == answer.envelope.bytes)
        #expect(try string.text == answer.text)
        #expect(try ProtectedString(" \"\(answer.text)\"\r\n") == string)
    }

    @Test func `one character wrong, missing, doubled or swapped is a typo, before any derivation`() throws {
        let text = Array(try answers.envelope("passphrase").text.utf8)
        func read(_ text: [UInt8]) -> VaultError? {
            do {
                _ = try ProtectedString(String(decoding: text, as: UTF8.self))
                return nil
            } catch { return error as? VaultError }
        }
        #expect(read(text) == nil)
        for index in text.indices {
            var wrong = text
            wrong[index] = text[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            guard case .typo = read(wrong) else {
                Issue.record("a wrong character \(index) is \(String(describing: read(wrong)))")
                continue
            }
            var missing = text
            missing.remove(at: index)
            // Behind the length, which stands in characters 19 to 22, its absence is counted.
            let expected: VaultError = index > 23 ? .typo(missing: 1) : .typo(missing: 0)
            if index > 23 { #expect(read(missing) == expected, "character \(index)") }
            guard case .typo = read(missing) else {
                Issue.record("a missing character \(index) is \(String(describing: read(missing)))")
                continue
            }
            var doubled = text
            doubled.insert(text[index], at: index)
            guard case .typo = read(doubled) else {
                Issue.record("a doubled character \(index) is \(String(describing: read(doubled)))")
                continue
            }
            if index > 0, text[index] != text[index - 1] {
                var swapped = text
                swapped.swapAt(index, index - 1)
                guard case .typo = read(swapped) else {
                    Issue.record("swapped characters \(index) are \(String(describing: read(swapped)))")
                    continue
                }
            }
        }
        #expect(read(Array(text.dropLast(100))) == .typo(missing: 100))
        #expect(read(text + Array("AAAA".utf8)) == .typo(missing: -4))
        #expect(read(Array(text[..<400]) + [0x20] + Array(text[400...])) == .typo(missing: -1))
        #expect(read(text + [UInt8(ascii: "=")]) != nil)
    }

    @Test func `every character in every place but the right one is a typo`() throws {
        let text = Array(try answers.envelope("passphrase").text.utf8)
        // All that can be typed, and one byte beyond ASCII.
        let bytes = Array(0x20...0x7E as ClosedRange<UInt8>) + [0x00, 0x0A, 0xFF]
        var (refused, typos) = (0, 0)
        for index in text.indices {
            for byte in bytes where byte != text[index] {
                // At the ends these are taken off, and what is left is cut.
                var wrong = text
                wrong[index] = byte
                do {
                    _ = try ProtectedString(wrong.span)
                    Issue.record("byte \(byte) is taken for character \(index)")
                } catch {
                    refused += 1
                    if case VaultError.typo = error { typos += 1 }
                }
            }
        }
        #expect(refused == typos && typos > 70_000)
    }

    @Test(arguments: [0, 1, 100, 774, 21_846, 21_860, 1_000_000, 10_000_000])
    func `noise of any length is an error`(length: Int) throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<length).map { _ in alphabet[Int(generator.next() & 63)] }
        let anything = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        for noise in [letters, anything] {
            for text in [noise, Array("svault1_".utf8) + noise] {
                #expect(throws: VaultError.self) { try ProtectedString(text.span) }
                #expect(throws: VaultError.self) { try SessionString(text.span) }
            }
        }
    }

    @Test func `a plain session string is named as what it is, and the reverse`() async throws {
        let plain = try SessionString(
            form: .pyrogram, authKey: try .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1), apiID: 1)
        let text = try plain.unprotectedText()
        #expect(throws: VaultError.plainSessionString) { try ProtectedString(text) }
        let sealed = try answers.envelope("passphrase").text
        #expect(throws: VaultError.sealedString) { try SessionString(sealed) }
    }

    @Test func `an export opens with its passphrase alone, and is a vault of its own`() async throws {
        let key = try AuthKey.random()
        let session = Session(MemoryStorage())
        try await session.open()
        await #expect(throws: VaultError.noSession) {
            try await session.export(protectedBy: try Passphrase("export"), derivation: .minimum)
        }
        try await session.replace(
            authKey: key, dataCenter: DataCenter(id: 4), account: Account(id: 7, isBot: true), apiID: 5)
        let string = try await session.export(protectedBy: try Passphrase("export"), derivation: .minimum)
        let second = try await session.export(protectedBy: try Passphrase("export"), derivation: .minimum)
        #expect(string.envelope.vaultID != second.envelope.vaultID)
        #expect(string.envelope.flags == .export && string.envelope.epoch == 1 && string.envelope.generation == 1)

        let other = Session(MemoryStorage())
        try await other.open()
        let read = try ProtectedString(try string.text)
        await #expect(throws: VaultError.incorrectPassphrase) {
            try await other.import(read, with: try Passphrase("wrong"))
        }
        #expect(try !other.hasAuthKey)
        try await other.import(read, with: try Passphrase("export"))
        #expect(try other.authKey == key)
        #expect(try other.account == Account(id: 7, isBot: true))
        #expect(try other.dataCenter.id == 4)
        #expect(try other.apiID == 5)
        let third = Session(MemoryStorage())
        try await third.open()
        try await third.replace(authKey: try .random(), dataCenter: DataCenter(id: 1))
        await #expect(throws: VaultError.sessionExists) {
            try await third.import(read, with: try Passphrase("export"))
        }
    }

    @Test func `what is no export, has expired or is wrongly signed is not imported`() async throws {
        let passphrase = try Passphrase("p")
        func string(_ flags: Envelope.Flags, _ fields: [VaultRecord.Field]) async throws -> ProtectedString {
            let (vault, envelope) = try await UnlockedVault.create(
                for: .passphrase(passphrase), cost: .minimum, flags: flags)
            var record = VaultRecord(session: SessionRecord(authKey: .plain(try .random()), dcID: 2, userID: 1))
            record.fields = fields
            return ProtectedString(try vault.seal(record, into: envelope))
        }
        func seconds(_ value: UInt8) -> [VaultRecord.Field] {
            [VaultRecord.Field(type: 6, value: [value, 0, 0, 0, 0, 0, 0, 0])]
        }
        let session = Session(MemoryStorage(), clock: { 100 })
        let late = try await string(.export, seconds(101))
        await #expect(throws: VaultError.notOpen) { try await session.import(late, with: passphrase) }
        try await session.open()
        let refused: [(ProtectedString, VaultError)] = [
            (try await string([], []), .invalidEnvelope(.kind)),
            (try await string(.rowsSealed, []), .invalidEnvelope(.kind)),
            (try await string([.export, .rowsSealed], []), .invalidEnvelope(.kind)),
            (try await string(.export, seconds(100)), .expired(at: 100)),
            (
                try await string(
                    .export,
                    [
                        VaultRecord.Field(type: 5, value: [UInt8](repeating: 0, count: 96)),
                        VaultRecord.Field(type: 8, value: []),
                    ]),
                .invalidSignature
            ),
        ]
        for (string, error) in refused {
            await #expect(throws: error) { try await session.import(string, with: passphrase) }
            #expect(try !session.hasAuthKey)
        }
        try await session.import(late, with: passphrase)
        #expect(try session.hasAuthKey)
    }

    @Test func `it shows nothing of its text`() throws {
        let string = try ProtectedString(try answers.envelope("passphrase").text)
        var dumped = ""
        dump(string, to: &dumped)
        for text in ["\(string)", String(reflecting: string), dumped] { #expect(!text.contains("svault1_")) }
    }
}
