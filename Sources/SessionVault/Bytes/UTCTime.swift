/// Times as people read them, without a time zone's database.
enum UTCTime {
    /// Such as `2023-11-14 22:13:20 UTC`, in the Gregorian calendar, for seconds since 1970.
    ///
    /// Days become a date by counting years from the first of March, so that a leap day is the last
    /// (Howard Hinnant, <https://howardhinnant.github.io/date_algorithms.html>).
    static func text(_ seconds: Int64) -> String {
        let (day, second) = floored(seconds, by: 86_400)
        let (era, dayOfEra) = floored(day + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = [year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1].map(twoDigits).joined(separator: "-")
        let time = [second / 3_600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
        return "\(date) \(time) UTC"
    }

    /// The quotient rounded down, and a remainder that is never negative.
    private static func floored(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let remainder = (value % divisor + divisor) % divisor
        return (value / divisor - (value % divisor < 0 ? 1 : 0), remainder)
    }

    private static func twoDigits(_ value: Int64) -> String {
        (0...9).contains(value) ? "0\(value)" : "\(value)"
    }
}
