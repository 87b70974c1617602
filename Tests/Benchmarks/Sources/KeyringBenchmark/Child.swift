import Foundation
import Reference
import SessionVault
import Support

/// One contender in a process of its own, whose memory is nobody else's.
struct Child {
    enum Contender: String, CaseIterable {
        case cPlain = "C, plain"
        case plain = "library, plain"
        case cSealed = "C, sealed"
        case sealed = "library, sealed"
    }

    struct Failed: Error {
        var contender: String
    }

    let contender: Contender
    let places: Places

    init(contender: Contender, places: Places) {
        self.contender = contender
        self.places = places
    }

    init?(_ arguments: ArraySlice<String>) {
        let words = Array(arguments)
        guard words.count == 5, let contender = Contender(rawValue: words[0]), let count = Int(words[4]) else {
            return nil
        }
        self.contender = contender
        places = Places(
            plain: URL(filePath: words[1]), sealed: URL(filePath: words[2]), keyring: URL(filePath: words[3]),
            count: count)
    }

    func spawn() throws -> Measure {
        let process = Process()
        let output = Pipe()
        process.executableURL = Bundle.main.executableURL
        process.arguments = [
            "--child", contender.rawValue, places.plain.path, places.sealed.path, places.keyring.path,
            "\(places.count)",
        ]
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, let measure = Measure(line) else {
            throw Failed(contender: contender.rawValue)
        }
        return measure
    }

    func run() async throws -> Measure {
        try FileStorage.raiseOpenFileLimit(forSessions: places.count)
        let clock = ContinuousClock()
        switch contender {
        case .cPlain: return try runC(clock, places.plain, keyring: nil)
        case .cSealed: return try runC(clock, places.sealed, keyring: places.keyring)
        case .plain: return try await runLibrary(clock, places.plain) { nil }
        case .sealed:
            return try await runLibrary(clock, places.sealed) {
                try await Keyring.unlock(
                    at: places.keyring.path, with: .passphrase(try Passphrase(Sample.passphrase)))
            }
        }
    }

    private func runC(_ clock: ContinuousClock, _ directory: URL, keyring: URL?) throws -> Measure {
        let start = clock.now
        guard let many = many_open(directory.path, Int32(places.count), keyring?.path, Sample.passphrase) else {
            throw Failed(contender: contender.rawValue)
        }
        let opened = clock.now
        let memory = ProcessMemory()
        let sum = Int(many_sum(many))
        many_close(many)
        return Measure(unlocking: many_unlock_seconds(), start, opened, clock.now, memory, sum: sum)
    }

    private func runLibrary(
        _ clock: ContinuousClock, _ directory: URL, _ unlock: () async throws -> Keyring?
    ) async throws -> Measure {
        let start = clock.now
        let keyring = try await unlock()
        let unlocked = clock.now
        var sessions: [Session] = []
        for index in 0..<places.count {
            let file = FileStorage(path: directory.appending(path: "\(index).session").path)
            let session = Session(keyring.map { file.encrypted(with: $0) } ?? file as any Storage)
            try await session.open()
            sessions.append(session)
        }
        let opened = clock.now
        let memory = ProcessMemory()
        let sum = try sessions.reduce(0) { sum, session in try sum + session.authKey.withBytes { Int($0[0]) } }
        for session in sessions { try await session.close() }
        return Measure(
            unlocking: start.duration(to: unlocked) / .seconds(1), start, opened, clock.now, memory, sum: sum)
    }
}
