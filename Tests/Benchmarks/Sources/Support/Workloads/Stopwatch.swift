internal import Marks

/// How long calls take, without what is done between them.
package struct Stopwatch {
    package private(set) var seconds = 0.0

    package init() {}

    package mutating func time<Result>(_ body: () async throws -> Result) async throws -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        marks_begin()
        let result = try await body()
        marks_end()
        seconds += start.duration(to: clock.now) / .seconds(1)
        return result
    }
}
