/// What a storage must no longer hold in the clear once it is sealed.
public struct RemnantPatterns: Sendable {
    /// The auth key: searched for by every 16 bytes of it that begin at a multiple of 16.
    public var authKey: AuthKey?
    /// Phone numbers, searched for as their digits.
    public var phoneNumbers: [String]
    /// Usernames, searched for byte for byte but without regard to the case of ASCII letters. One that is given twice
    /// counts once; two that differ only in how Unicode writes them are two.
    public var usernames: [String]

    /// Patterns of the values given.
    public init(authKey: AuthKey?, phoneNumbers: [String] = [], usernames: [String] = []) {
        self.authKey = authKey
        self.phoneNumbers = phoneNumbers
        self.usernames = usernames
    }
}

/// What a search for remnants covered, and what it found.
public struct RemnantReport: Sendable, Hashable {
    /// A kind of remnant: how many values were searched for, and how many of them were found at least once.
    public struct Count: Sendable, Hashable {
        /// Values searched for. For the auth key, its sixteen parts of 16 bytes.
        public var searched: Int
        /// Values found, 0 where the storage is clean.
        public var found: Int

        /// A count of the values given.
        public init(searched: Int, found: Int) {
            self.searched = searched
            self.found = found
        }
    }

    /// Parts of the auth key.
    public var authKey: Count
    /// Phone numbers.
    public var phoneNumbers: Count
    /// Usernames.
    public var usernames: Count
    /// How many bytes were read, over all files of the storage.
    public var bytesRead: Int

    /// A report of the counts given.
    public init(authKey: Count, phoneNumbers: Count, usernames: Count, bytesRead: Int) {
        self.authKey = authKey
        self.phoneNumbers = phoneNumbers
        self.usernames = usernames
        self.bytesRead = bytesRead
    }

    /// Whether nothing was found.
    public var isClean: Bool { authKey.found == 0 && phoneNumbers.found == 0 && usernames.found == 0 }
}

extension RemnantReport: CustomStringConvertible {
    /// The counts as a line.
    public var description: String {
        "remnants: auth key \(authKey.found) of \(authKey.searched) parts, phone numbers \(phoneNumbers.found) of "
            + "\(phoneNumbers.searched), usernames \(usernames.found) of \(usernames.searched); "
            + "\(bytesRead) bytes read"
    }
}
