import Foundation
import Testing

@testable import SessionVault

@Suite struct UTCTimeTests {
    @Test func `known times are written as they are known`() {
        #expect(UTCTime.text(0) == "1970-01-01 00:00:00 UTC")
        #expect(UTCTime.text(-1) == "1969-12-31 23:59:59 UTC")
        #expect(UTCTime.text(951_782_400) == "2000-02-29 00:00:00 UTC")
        #expect(UTCTime.text(1_700_000_060) == "2023-11-14 22:14:20 UTC")
        #expect(UTCTime.text(.max) == "292277026596-12-04 15:30:07 UTC")
        #expect(UTCTime.text(.min) == "-292277022657-01-27 08:29:52 UTC")
    }

    @Test func `each day of five centuries is Foundation's`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for day in stride(from: Int64(-36_525), to: 150_000, by: 1) {
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(day) * 86_400))
            let (year, month, date) = (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(date < 10 ? "0" : "")\(date) 00:00:00 UTC"
            guard UTCTime.text(day * 86_400) == text else {
                Issue.record("day \(day) is \(UTCTime.text(day * 86_400)), not \(text)")
                return
            }
        }
    }
}
