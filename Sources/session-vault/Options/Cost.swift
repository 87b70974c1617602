#if CLI
internal import ArgumentParser
internal import SessionVault

/// What a passphrase's derivation is to cost.
enum Cost: ExpressibleByArgument, Equatable {
    case minimum, standard, strong
    case milliseconds(Int)

    init?(argument: String) {
        switch argument {
        case "minimum": self = .minimum
        case "standard": self = .standard
        case "strong": self = .strong
        default:
            guard argument.hasSuffix("ms"), let time = Int(argument.dropLast(2)), (1...60_000).contains(time) else {
                return nil
            }
            self = .milliseconds(time)
        }
    }

    var defaultValueDescription: String { "standard" }

    /// Measured on this machine where it is a time.
    var derivation: KeyDerivation {
        get async throws {
            switch self {
            case .minimum: .minimum
            case .standard: .standard
            case .strong: .strong
            case .milliseconds(let time): try await Self.calibrated(time)
            }
        }
    }

    /// Half of what the passphrases of one vault may cost together, so that there is room for another.
    private static let most = KeyDerivation.Limits.standard.totalCost / 2

    private static func calibrated(_ milliseconds: Int) async throws -> KeyDerivation {
        let cost = try await Progress.during("measuring") { _ in
            try await KeyDerivation.calibrated(for: .milliseconds(milliseconds))
        }
        guard cost.passes * cost.mebibytes <= most else {
            throw Failure(
                .usage, "--cost: \(milliseconds) ms on this machine is more than a passphrase may cost",
                hint: "try half of it")
        }
        return cost
    }
}
#endif
