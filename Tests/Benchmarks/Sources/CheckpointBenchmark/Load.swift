import Foundation
import Meter
import SessionVault
import Support

/// A session's readers and writers.
struct Load: Sendable {
    let session: Session
    let logPath: String
    let peers: Int

    /// Writes all peers by one update, in no order.
    func fill() async throws -> Line {
        meter_reset()
        let all = (0..<peers).shuffled().map { Sample.peer($0) }
        let clock = ContinuousClock()
        let start = clock.now
        var line = Line()
        let log = Task { try await watchLog() }
        try await session.update(all)
        log.cancel()
        line.largestLog = try await log.value
        line.peersPerSecond = Double(peers) / (start.duration(to: clock.now) / .seconds(1))
        line.takeMeter()
        return line
    }

    /// Looks up known peers, one after the other, while batches are written of which one half is known.
    func run(for seconds: Double, batch size: Int) async throws -> Line {
        meter_reset()
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        let reader = Task.detached { try await lookUp(until: end) }
        var line = Line()
        var written = 0
        while size > 0, clock.now < end {
            let batch = (0..<size).map { number in
                Sample.peer(number.isMultiple(of: 2) ? .random(in: 0..<peers) : .random(in: peers..<(peers * 10)))
            }
            try await session.update(batch)
            written += size
            line.largestLog = max(line.largestLog, logSize)
        }
        line.lookups = try await reader.value
        line.peersPerSecond = Double(written) / seconds
        line.takeMeter()
        return line
    }

    private func lookUp(until end: ContinuousClock.Instant) async throws -> [Double] {
        let clock = ContinuousClock()
        var times: [Double] = []
        var start = clock.now
        while start < end {
            let peer = Sample.peer(.random(in: 0..<peers))
            start = clock.now
            guard try await session.peer(id: peer.id)?.id == peer.id else { throw WrongAnswer() }
            let now = clock.now
            times.append(start.duration(to: now) / .milliseconds(1))
            start = now
        }
        return times
    }

    /// The largest size of the log until the task is cancelled.
    private func watchLog() async throws -> Int {
        var largest = 0
        while !Task.isCancelled {
            largest = max(largest, logSize)
            try? await Task.sleep(for: .milliseconds(20))
        }
        return largest
    }

    /// By its name: a descriptor on the file's own inode is not to be opened here.
    private var logSize: Int {
        (try? FileManager.default.attributesOfItem(atPath: logPath)[.size] as? Int) ?? 0
    }
}

struct WrongAnswer: Error {}
