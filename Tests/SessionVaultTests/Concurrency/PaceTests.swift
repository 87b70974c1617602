import Foundation
import Testing

@testable import SessionVault

@Suite struct PaceTests {
    @Test func `a stretch ends after so many look-ups, or fewer writes`() {
        for weight in [1, Pace.write, Pace.batch] as [UInt32] {
            let pace = Pace()
            let ends = (0..<640).filter { _ in pace.isOver(after: weight) }
            #expect(ends.count == 640 * Int(weight) / 64)
            #expect(zip(ends, ends.dropFirst()).allSatisfy { $1 - $0 == 64 / Int(weight) })
        }
    }

    @Test func `of many sessions each is somewhere else in its stretch`() {
        var ended = 0
        for _ in 0..<64 {
            let pace = Pace()
            if pace.isOver() { ended += 1 }
        }
        #expect(ended < 8)
    }

    @Test(arguments: [false, true])
    func `who looks up one peer after the other does not keep others from their turn`(isSealed: Bool) async throws {
        try await Scratch.run { scratch in
            let file = FileStorage("x", directory: scratch.directory)
            let session = Session(isSealed ? file.encrypted(with: .rawKey(try .generate())) : file)
            try await session.open()
            try await session.replace(
                authKey: .random(), dataCenter: DataCenter(id: 2), account: Account(id: 1), apiID: 1)
            try await session.update([Peer(id: 1, accessHash: 2, kind: .user)])
            let (isOver, exhausted) = (Shared(false), Shared(0))
            try await withThrowingTaskGroup { group in
                // More than there are threads. Another task's turns are counted in look-ups, and not in time.
                for _ in 0..<(2 * ProcessInfo.processInfo.activeProcessorCount) {
                    group.addTask {
                        for _ in 0..<20_000 {
                            if isOver.value { return }
                            _ = try await session.peer(id: 1)
                        }
                        exhausted.change { $0 += 1 }
                    }
                }
                group.addTask {
                    for _ in 0..<20 { await Task.yield() }
                    isOver.change { $0 = true }
                }
                try await group.waitForAll()
            }
            #expect(exhausted.value == 0)
            try await session.close()
        }
    }
}
