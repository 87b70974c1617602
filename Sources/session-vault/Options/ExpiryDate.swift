#if CLI
internal import ArgumentParser
internal import FoundationEssentials

/// When an export is to be no longer used: a date, a time, or how long from now.
struct ExpiryDate: ExpressibleByArgument {
    /// In seconds since 1970.
    let seconds: Int64

    var isPast: Bool { seconds <= Int64(Date().timeIntervalSince1970) }

    /// `2027-01-31`, which is its first second, `2027-01-31T12:00:00Z`, both in UTC, or `30d`, `12h`.
    init?(argument: String) {
        if let unit = argument.last, let length: Int64 = ["d": 86_400, "h": 3_600][unit] {
            guard let count = Int64(argument.dropLast()), (1...100_000).contains(count) else { return nil }
            seconds = Int64(Date().timeIntervalSince1970) + count * length
        } else {
            let text = argument.contains("T") ? argument : argument + "T00:00:00Z"
            guard let date = try? Date(text, strategy: .iso8601), date.formatted(.iso8601) == text else { return nil }
            seconds = Int64(date.timeIntervalSince1970)
        }
    }
}
#endif
