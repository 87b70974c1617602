internal import VaultSQLite

/// A small file of this user's alone that processes take turns to change: it is read whole and replaced whole.
///
/// Beside it lies the lock that they take turns by, `FILE.lock`, which is made with the first change and stays for ever:
/// who removed it could let two processes in. A change is made in `.FILE.svnew`. Every name that is taken has room for both. A reader needs no lock, since what has the file's name is always whole.
struct LockedFile: Sendable {
    private let location: SessionFile.Location
    private let maximumLength: Int
    /// Tasks of one owner take turns in the order in which they come; others are waited for by trying.
    private let turns = FIFOSemaphore(permits: 1)

    /// The longest time between two tries for the lock, in microseconds.
    private static let longestWait = 5_000

    /// - Parameter maximumLength: The most bytes that are read.
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where the directory is missing or not safe from others.
    init(_ path: String, maximumLength: Int) throws {
        location = try VaultError.mapping(path) {
            let location = try SessionFile.Location(path)
            try location.checkDirectory()
            return location
        }
        self.maximumLength = maximumLength
    }

    /// The path as it was given.
    var path: String { location.given }

    private var lockPath: String { location.path + ".lock" }

    /// Whether it was changed before, by any process, and so was there.
    var wasChanged: Bool {
        get throws { try VaultError.mapping(path) { try FileFacts.of(lockPath) != nil } }
    }

    /// The file's bytes; nil where it is not there.
    ///
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where it is a link, has a second name, belongs to somebody else,
    ///   or can be read by others; ``VaultError/invalidEnvelope(_:)`` where it is too long; ``VaultError/locked(pid:)``
    ///   where it is a session's file that this process has open.
    func read() throws -> [UInt8]? { try contents()?.bytes }

    /// What is known of the file without opening it; nil where it is not there.
    ///
    /// - Throws: As ``read()``.
    func facts() throws -> FileFacts? { try VaultError.mapping(path) { try checkedFacts() } }

    /// The file's bytes, with what was known of the file before they were read.
    ///
    /// - Throws: As ``read()``.
    func contents() throws -> WholeFile? {
        try VaultError.mapping(path) {
            while let facts = try checkedFacts() {
                let outcome = try FileClaim.whileUnclaimed(facts.identity) {
                    try WholeFile(location.path, upTo: maximumLength)
                }
                guard let file = outcome else { throw VaultError.locked(pid: LockHolder.ownPID) }
                // Where it is another by now, somebody has replaced it in between.
                if let file, file.facts.identity == facts.identity { return file }
            }
            return nil
        }
    }

    /// The file's first bytes, however long it is; none where it is not there, or this process has it open as a session's.
    func beginning(_ count: Int) throws -> [UInt8] {
        try VaultError.mapping(path) {
            guard let facts = try location.checkedFacts() else { return [] }
            let file = try FileClaim.whileUnclaimed(facts.identity) { try WholeFile(location.path, upTo: count) }
            return file??.bytes ?? []
        }
    }

    private func checkedFacts() throws -> FileFacts? {
        guard let facts = try location.checkedFacts() else { return nil }
        guard facts.isPrivate else { throw VaultError.unsuitableFile(.readableByOthers, path: path) }
        guard facts.size <= maximumLength else { throw VaultError.invalidEnvelope(.length) }
        return facts
    }

    /// Makes the file, durable, and replaces none.
    ///
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` with ``VaultError/FileFlaw/exists``, and what the system refuses.
    func create(_ bytes: [UInt8]) throws {
        try VaultError.mapping(path) {
            guard try NewFile.create(location.path, in: location.directory, bytes.span) else {
                throw VaultError.unsuitableFile(.exists, path: path)
            }
        }
    }

    /// Replaces the file, atomically and durably. To be called in ``withLock(_:)``.
    ///
    /// - Throws: What the system refuses; where that was the sync of the directory, the file may be the new one.
    func replace(with bytes: [UInt8]) throws {
        try VaultError.mapping(path) {
            let new = try NewFile(replacing: location.name, in: location.directory)
            try new.write(bytes.span)
            try new.replace(location.path)
        }
    }

    /// Removes the file; one that is not there is no error.
    func remove() throws {
        try VaultError.mapping(path) {
            try Directory.unlinkIfThere(location.path)
            try Directory.sync(location.directory)
        }
    }

    /// Runs `body` while nobody else changes the file. It waits for the disk, so it runs on no caller's actor.
    ///
    /// There is no limit to how long it waits for others; a cancelled task gives up.
    ///
    /// - Throws: `CancellationError`, and what `body` throws.
    @concurrent
    func withLock<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await turns.withPermit {
            var wait = 50
            while true {
                try checkLock()
                if let lock = try VaultError.mapping(path, { try FileLock(lockPath) }) {
                    // Where another lies there by now, somebody removed this one, and others wait at that.
                    if try checkLock()?.identity == lock.identity {
                        defer { withExtendedLifetime(lock) {} }
                        return try await body()
                    }
                }
                // Others have their chance when all wait for other times.
                try await Task.sleep(for: .microseconds(Int.random(in: 0...wait)))
                wait = min(2 * wait, Self.longestWait)
            }
        }
    }

    @discardableResult
    private func checkLock() throws -> FileFacts? {
        try VaultError.mapping(path) { try SessionFile.Location.checkedFacts(lockPath, shown: lockPath) }
    }
}
