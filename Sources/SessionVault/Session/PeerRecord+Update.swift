extension PeerRecord {
    /// The row that `peer` asks for: canonical, each username once, dated.
    ///
    /// - Throws: ``VaultError/unstorableValue(field:)`` for what some storage could not keep.
    init(_ peer: Peer, date: Int64) throws {
        self.init(
            id: peer.id, accessHash: peer.accessHash, type: peer.kind.rawValue, usernames: peer.usernames,
            phoneNumber: peer.phoneNumber, date: date)
        makeCanonical()
        guard Self.isShort(peer.kind.rawValue), Self.isASCII(peer.kind.rawValue) else {
            throw VaultError.unstorableValue(field: "kind")
        }
        guard Self.isASCII(peer.phoneNumber ?? ""), Self.isShort(phoneNumber ?? "") else {
            throw VaultError.unstorableValue(field: "phoneNumber")
        }
        guard usernames.count <= 255, usernames.allSatisfy(Self.isShort) else {
            throw VaultError.unstorableValue(field: "usernames")
        }
        guard textLength <= Self.maximumTextLength else { throw VaultError.unstorableValue(field: "usernames") }
    }

    /// The record as a session would store it, which other clients need not have.
    ///
    /// - Throws: As ``init(_:date:)``.
    func forSession() throws -> PeerRecord {
        var record = self
        record.sealed = nil
        while true {
            // Of several @ each pass takes one off.
            let next = try PeerRecord(Peer(record), date: date)
            if next.hasValues(of: record) { return next }
            record = next
        }
    }

    /// Whether a session would store it as it is.
    var isStorableInSession: Bool { (try? PeerRecord(Peer(self), date: date).hasValues(of: self)) ?? false }

    /// The record with its names in canonical form, each once.
    var canonical: PeerRecord {
        var record = self
        record.makeCanonical()
        return record
    }

    private mutating func makeCanonical() {
        usernames = CanonicalForm.usernames(usernames).eachOnce
        if let phoneNumber { self.phoneNumber = CanonicalForm.phoneNumber(phoneNumber) }
    }

    /// What fits into a sealed row of 4 KiB beside the numbers, so that a plain session can always be sealed.
    static let maximumTextLength = 4_000

    /// All text with a byte for the length of each.
    var textLength: Int {
        usernames.reduce(type.utf8.count + (phoneNumber?.utf8.count ?? 0) + 2) { $0 + $1.utf8.count + 1 }
    }

    /// At most what a length of one byte can say, and no NUL, which not every engine's text can hold.
    private static func isShort(_ text: String) -> Bool { text.utf8.count <= 255 && text.hasOnlyBytes { $0 != 0 } }

    private static func isASCII(_ text: String) -> Bool { text.hasOnlyBytes { $0 < 0x80 } }

    func hasValues(of other: PeerRecord) -> Bool {
        id == other.id && accessHash == other.accessHash && type == other.type && phoneNumber == other.phoneNumber
            && hasUsernames(of: other)
    }

    func hasUsernames(of other: PeerRecord) -> Bool {
        usernames.elementsEqual(other.usernames) { ExactText($0) == ExactText($1) }
    }

    /// Whether the row was written less than an hour before `now`. A username lives for eight from its row's date, so a
    /// row that is not written again in that time loses an eighth of it at the most.
    func isFresh(at now: Int64) -> Bool {
        let (age, overflow) = now.subtractingReportingOverflow(date)
        return !overflow && 0..<3_600 ~= age
    }
}

extension [String] {
    /// The texts without those that came before, compared byte for byte.
    fileprivate var eachOnce: [String] {
        // As nearly all are; a set of their own would cost more than all the rest of an update.
        if count < 2 || count == 2 && ExactText(self[0]) != ExactText(self[1]) { return self }
        var seen: Set<ExactText> = []
        return filter { seen.insert(ExactText($0)).inserted }
    }
}
