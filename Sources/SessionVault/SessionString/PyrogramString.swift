internal import VaultSodium

/// The three forms of Pyrogram's family, which differ in two fields and are told apart by their length: big-endian
/// without gaps, `>BI?256sQ?`, `>B?256sQ?` and `>B?256sI?` in the words of Python's `struct`.
private struct PyrogramLayout {
    let apiID: Range<Int>
    let userID: Range<Int>

    init(_ form: SessionString.Form) {
        apiID = form == .pyrogram ? 1..<5 : 1..<1
        let key = apiID.upperBound + 1
        let user = key + AuthKey.length
        userID = user..<user + (form == .pyrogramOld32 ? 4 : 8)
    }

    var dataCenter: Int { 0 }
    var isTest: Int { apiID.upperBound }
    var authKey: Range<Int> { isTest + 1..<userID.lowerBound }
    var isBot: Int { userID.upperBound }
    var count: Int { isBot + 1 }
}

extension SessionString {
    init(pyrogram text: Span<UInt8>) throws {
        guard text[text.count - 1] != UInt8(ascii: "=") else { throw Self.flaw(.padding) }
        let form = Form.allCases.first { Base64URL.encodedCount(PyrogramLayout($0).count) == text.count }
        guard let form else { throw Self.flaw(.length(text.count)) }
        self = try VaultError.mapping {
            var cell = try SecretBytes(count: PyrogramLayout(form).count)
            try cell.withMutableBytes { bytes in
                do throws(Base64URL.Flaw) {
                    try Base64URL.decode(text, into: &bytes)
                } catch {
                    throw Self.flaw(.init(error, length: text.count))
                }
            }
            return try cell.withBytes { try SessionString(pyrogram: form, $0) }
        }
    }

    private init(pyrogram form: Form, _ bytes: Span<UInt8>) throws {
        let layout = PyrogramLayout(form)
        let dataCenter = Int(bytes[layout.dataCenter])
        guard DataCenter.isKnown(id: dataCenter) else { throw Self.flaw(.dataCenter(dataCenter)) }
        let isTest = try Self.flag(bytes[layout.isTest])
        let isBot = try Self.flag(bytes[layout.isBot])
        guard let apiID = Int32(exactly: Self.number(bytes, layout.apiID)) else { throw Self.flaw(.apiID) }
        guard let userID = Int64(exactly: Self.number(bytes, layout.userID)) else { throw Self.flaw(.userID) }
        self.init(
            form: form, authKey: try Self.key(bytes.extracting(layout.authKey)),
            dataCenter: DataCenter(id: dataCenter, isTest: isTest),
            account: userID == 0 ? nil : Account(id: userID, isBot: isBot), knownAPIID: apiID == 0 ? nil : apiID)
    }

    /// The bytes of the text, in guarded memory.
    func pyrogramBytes() throws -> SecretBytes {
        let layout = PyrogramLayout(form)
        var cell = try SecretBytes(count: layout.count)
        try cell.withMutableBytes { bytes in
            bytes[layout.dataCenter] = UInt8(truncatingIfNeeded: dataCenter.id)
            bytes[layout.isTest] = dataCenter.isTest ? 1 : 0
            Self.put(UInt64(apiID?.magnitude ?? 0), into: &bytes, layout.apiID)
            Self.put(account?.id.magnitude ?? 0, into: &bytes, layout.userID)
            bytes[layout.isBot] = account?.isBot == true ? 1 : 0
            try authKey.withBytes { key in
                for index in key.indices { bytes[layout.authKey.lowerBound + index] = key[index] }
            }
        }
        return cell
    }

    private static func key(_ bytes: Span<UInt8>) throws -> AuthKey {
        do {
            return try AuthKey(bytes)
        } catch VaultError.invalidAuthKey {
            throw flaw(.noAuthKey)
        }
    }

    private static func flag(_ byte: UInt8) throws -> Bool {
        guard byte < 2 else { throw flaw(.flag) }
        return byte == 1
    }

    private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        range.reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
    }

    private static func put(_ number: UInt64, into bytes: inout MutableSpan<UInt8>, _ range: Range<Int>) {
        for (place, index) in range.reversed().enumerated() {
            bytes[index] = UInt8(truncatingIfNeeded: number >> (8 * UInt64(place)))
        }
    }

    private static func flaw(_ flaw: VaultError.SessionStringFlaw) -> VaultError { .invalidSessionString(flaw) }
}

extension VaultError.SessionStringFlaw {
    fileprivate init(_ flaw: Base64URL.Flaw, length: Int) {
        self =
            switch flaw {
            case .length: .length(length)
            case .character(let index): .character(at: index)
            case .trailingBits: .trailingBits
            }
    }
}
