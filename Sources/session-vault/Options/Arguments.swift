#if CLI
public import ArgumentParser
public import SessionVault

// How values of the library are written on the command line. None of them is a secret.

extension VaultID: ExpressibleByArgument {
    /// 32 hexadecimal digits.
    public init?(argument: String) { self.init(argument) }
}

extension SlotID: ExpressibleByArgument {
    /// 16 hexadecimal digits.
    public init?(argument: String) { self.init(argument) }
}

extension SessionString.Form: ExpressibleByArgument {
    /// `pyrogram`, `pyrogram-old64` or `pyrogram-old32`.
    public init?(argument: String) {
        guard let form = Self.allCases.first(where: { $0.argument == argument }) else { return nil }
        self = form
    }

    /// What it is called on the command line.
    var argument: String {
        switch self {
        case .pyrogram: "pyrogram"
        case .pyrogramOld64: "pyrogram-old64"
        case .pyrogramOld32: "pyrogram-old32"
        }
    }

    /// As ``argument``.
    public var defaultValueDescription: String { argument }

    /// All of them.
    public static var allValueStrings: [String] { allCases.map(\.argument) }
}
#endif
