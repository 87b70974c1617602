import Testing
import VaultSodium

@testable import SessionVault

@Suite struct KeyDerivationCalibrationTests {
    private static let mebibyte = 1_048_576

    /// A machine on which a pass over a MiB takes so long, and which is a fifth faster where the memory is small.
    private struct Machine {
        var unit: Duration = .microseconds(400)
        var isCaching = false

        func time(_ cost: KeyDerivation) -> Duration {
            let exact = unit * (cost.passes * cost.mebibytes)
            return isCaching && cost.mebibytes <= 32 ? exact * 4 / 5 : exact
        }

        func calibrate(_ duration: Duration, maximum: Int = 256, available: Int? = nil) async throws -> KeyDerivation {
            try await KeyDerivation.calibrated(
                for: duration, maximumMemory: maximum * mebibyte,
                available: available.map { $0 * mebibyte + DerivationThread.reserve }, measuring: { time($0) })
        }
    }

    @Test func `memory comes first, then passes`() async throws {
        let machine = Machine()
        let expected: [(Int, Int, Int)] = [
            (17, 2, 21), (41, 2, 51), (81, 2, 101), (203, 2, 253), (205, 2, 256), (307, 2, 256), (308, 3, 256),
            (410, 4, 256), (1639, 16, 256), (100_000, 16, 256),
        ]
        for (milliseconds, passes, mebibytes) in expected {
            let found = try await machine.calibrate(.milliseconds(milliseconds))
            #expect(found.passes == passes && found.mebibytes == mebibytes, "\(milliseconds) ms")
        }
    }

    @Test func `the result takes no longer than was asked for, nor a third less, between floor and ceiling`()
        async throws
    {
        for isCaching in [false, true] {
            let machine = Machine(isCaching: isCaching)
            for maximum in [19, 20, 32, 33, 64, 100, 256, 1024, 8192] {
                for milliseconds in stride(from: 20, through: 1600, by: 13) {
                    let found = try await machine.calibrate(.milliseconds(milliseconds), maximum: maximum)
                    try KeyDerivation.Limits.standard.check([found])
                    #expect(found.mebibytes <= maximum)
                    let time = machine.time(found)
                    #expect(time <= .milliseconds(milliseconds))
                    let isAtItsEnd = found.passes == 16 || found.passes * found.mebibytes == 4096
                    #expect(isAtItsEnd || time * 3 / 2 + .milliseconds(2) >= .milliseconds(milliseconds))
                }
            }
        }
    }

    @Test func `a longer time never gives less, and more memory never fewer MiB`() async throws {
        let machine = Machine()
        var last = 0
        for milliseconds in stride(from: 0, through: 3000, by: 7) {
            let found = try await machine.calibrate(.milliseconds(milliseconds))
            #expect(found.passes * found.mebibytes >= last)
            last = found.passes * found.mebibytes
        }
        last = 0
        for maximum in 19..<1200 {
            let found = try await machine.calibrate(.milliseconds(500), maximum: maximum)
            #expect(found.mebibytes >= last)
            last = found.mebibytes
        }
    }

    @Test func `where even the floor takes longer, or the clock shows nothing, the result stays within the bounds`()
        async throws
    {
        for duration: Duration in [.zero, .seconds(-1), .milliseconds(1)] {
            #expect(try await Machine().calibrate(duration) == .minimum)
        }
        let most = try await Machine(unit: .zero).calibrate(.seconds(1), maximum: 1024)
        #expect(most.passes == 4 && most.mebibytes == 1024)
        #expect(try await Machine(unit: .zero).calibrate(.zero) == .minimum)
        #expect(try await Machine(unit: .seconds(1_000_000)).calibrate(.seconds(1)) == .minimum)
        let forever = Duration(secondsComponent: .max, attosecondsComponent: 0)
        #expect(try await Machine().calibrate(forever).passes == 16)
    }

    @Test func `what is available bounds the memory, and too little for the floor is an error`() async throws {
        let machine = Machine()
        #expect(try await machine.calibrate(.seconds(1), available: 40).mebibytes == 40)
        #expect(try await machine.calibrate(.seconds(1), maximum: 30, available: 40).mebibytes == 30)
        for (maximum, available) in [(18, 40), (40, 18), (0, 40), (-1, 40)] {
            let has = max(0, min(maximum, available)) * Self.mebibyte
            await #expect(throws: VaultError.notEnoughMemory(needs: 19 * Self.mebibyte, has: has)) {
                try await machine.calibrate(.seconds(1), maximum: maximum, available: available)
            }
        }
    }

    @Test func `on this machine the result is within the bounds`() async throws {
        let found = try await KeyDerivation.calibrated(for: .milliseconds(50), maximumMemory: 32 * Self.mebibyte)
        try KeyDerivation.Limits.standard.check([found])
        #expect(found.mebibytes <= 32)
        await #expect(throws: VaultError.notEnoughMemory(needs: 19 * Self.mebibyte, has: 1)) {
            try await KeyDerivation.calibrated(for: .milliseconds(50), maximumMemory: 1)
        }
    }

    @Test func `a cancelled calibration ends`() async throws {
        let task = Task { try await KeyDerivation.calibrated(for: .seconds(60)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
