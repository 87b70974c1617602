/// A data center of Telegram's, by its id and environment.
///
/// Two values with one id and environment are the same DC whatever their addresses: clients disagree about those.
public struct DataCenter: Sendable, Hashable {
    /// The id: 1 to 5 and 203 in November 2026. A session can keep 1 to 32,767.
    public var id: Int
    /// Whether it is one of the test environment.
    public var isTest: Bool
    /// Its address, an IP address or a host name. A session that has none names the well-known one, where there is one.
    public var address: String?
    /// Its port, as with the address.
    public var port: UInt16?

    /// A DC of the values given. What a session cannot keep is refused when it is stored.
    public init(id: Int, isTest: Bool = false, address: String? = nil, port: UInt16? = nil) {
        self.id = id
        self.isTest = isTest
        self.address = address
        self.port = port
    }

    /// The DC with the IPv4 address and port that clients of Pyrogram's family have built in, or nil for an id that
    /// they do not know.
    public static func wellKnown(id: Int, isTest: Bool = false) -> DataCenter? {
        let addresses = isTest ? testAddresses : productionAddresses
        return addresses[id].map { DataCenter(id: id, isTest: isTest, address: $0, port: isTest ? 80 : 443) }
    }

    /// Whether the address is that of any DC whose address is well known.
    static func isWellKnown(_ address: String) -> Bool {
        productionAddresses.values.contains(address) || testAddresses.values.contains(address)
    }

    /// The ids that a session string may name.
    static func isKnown(id: Int) -> Bool { productionAddresses[id] != nil }

    private static let productionAddresses = [
        1: "149.154.175.53", 2: "149.154.167.51", 3: "149.154.175.100", 4: "149.154.167.91", 5: "91.108.56.130",
        203: "91.105.192.100",
    ]
    private static let testAddresses = [1: "149.154.175.10", 2: "149.154.167.40", 3: "149.154.175.117"]
}

extension DataCenter {
    /// Whether id and environment are the same.
    public static func == (left: DataCenter, right: DataCenter) -> Bool {
        left.id == right.id && left.isTest == right.isTest
    }

    /// Hashes id and environment.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(isTest)
    }
}
