/// The forms in which usernames and phone numbers are stored and compared.
enum CanonicalForm {
    /// One leading `@` off, ASCII letters in lower case.
    static func username(_ username: String) -> String {
        var bytes = Array(username.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes.removeFirst() }
        for index in bytes.indices where (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[index]) {
            bytes[index] += 0x20
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The ASCII digits alone.
    static func phoneNumber(_ number: String) -> String {
        let digits = number.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return String(decoding: digits, as: UTF8.self)
    }
}
