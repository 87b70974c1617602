import Foundation
import SessionVault
import Support

extension Files {
    struct ChildFailed: Error {}

    /// As ``residentKibibytesPerSession(count:)`` in a new process, whose allocator has nothing left over.
    func residentKibibytesInChild(count: Int) throws -> Double {
        let child = Process()
        let output = Pipe()
        child.executableURL = Bundle.main.executableURL
        child.arguments = [sealing.rawValue, directory, "\(count)"]
        child.standardOutput = output
        try child.run()
        let line = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        child.waitUntilExit()
        guard child.terminationStatus == 0, let value = Double(line.filter { !$0.isWhitespace }) else {
            throw ChildFailed()
        }
        return value
    }

    /// What each of so many sessions adds to the process's memory while it is open and idle. One was opened and closed
    /// before, so that what is loaded and made once is not theirs.
    package func residentKibibytesPerSession(count: Int) async throws -> Double {
        try FileStorage.raiseOpenFileLimit(forSessions: count)
        let first = session("file-0", .ofMany)
        try await first.open()
        try await first.close()
        let before = try Self.residentKibibytes()
        var sessions: [Session] = []
        sessions.reserveCapacity(count)
        for index in 0..<count {
            let session = session("file-\(index)", .ofMany)
            try await session.open()
            sessions.append(session)
        }
        let after = try Self.residentKibibytes()
        for session in sessions { try await session.close() }
        return Double(after - before) / Double(count)
    }

    /// The second number of proc(5)'s `statm`, which counts pages.
    private static func residentKibibytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let words = text.split(separator: " ")
        guard words.count > 1, let pages = Int(words[1]) else { throw ChildFailed() }
        return pages * sysconf(Int32(_SC_PAGESIZE)) / 1024
    }
}
