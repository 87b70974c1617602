internal import Marks

/// How long the call takes.
package func seconds(_ body: () async throws -> Void) async throws -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    marks_begin()
    try await body()
    marks_end()
    return start.duration(to: clock.now) / .seconds(1)
}
