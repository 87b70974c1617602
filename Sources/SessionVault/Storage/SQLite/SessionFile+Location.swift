internal import VaultSQLite

extension SessionFile {
    /// Where a session's file is: a path taken apart and resolved once, so that a change of the working directory, or
    /// of a link on the way, makes it no other file.
    struct Location {
        /// The directory, from the root on and without a link.
        let directory: String
        /// The file's path in it.
        let path: String
        /// The file's name in the directory.
        var name: String { String(path.utf8.dropFirst(directory == "/" ? 1 : directory.utf8.count + 1)) ?? given }
        /// The path as it was given, for errors.
        let given: String
        /// The write-ahead log's path.
        let log: String
        /// The rollback journal's path.
        let journal: String
        /// The path of what processes share that have the log open.
        let sharedMemory: String

        /// The longest path that SQLite opens, which adds `-journal` to it, and the longest name of a file.
        private static let longestPath = 512, longestName = 255, longestSuffix = "-journal".utf8.count

        init(_ given: String) throws {
            // By bytes, as the system does: a slash and a combining character are one character of a String.
            let slash = given.utf8.lastIndex(of: UInt8(ascii: "/"))
            let nameStart = slash.map(given.utf8.index(after:)) ?? given.utf8.startIndex
            let name = String(decoding: given.utf8[nameStart...], as: UTF8.self)
            let parent = String(decoding: given.utf8[..<nameStart], as: UTF8.self)
            guard !["", ".", ".."].contains(name), !given.utf8.contains(0) else {
                throw VaultError.unsuitableFile(.name, path: given)
            }
            let directory = try Self.resolve(parent.isEmpty ? "." : parent, of: given)
            self.directory = directory
            self.given = given
            // From the root on, SQLite takes no path for a URI or a special name.
            path = (directory == "/" ? "" : directory) + "/" + name
            (log, journal, sharedMemory) = (path + "-wal", path + "-journal", path + "-shm")
            guard name.utf8.count + Self.longestSuffix <= Self.longestName,
                path.utf8.count + Self.longestSuffix <= Self.longestPath
            else { throw VaultError.unsuitableFile(.tooLong, path: given) }
        }

        private static func resolve(_ directory: String, of given: String) throws -> String {
            do {
                return try Directory.resolve(directory)
            } catch let error as SystemError where error.kind == .missing {
                throw VaultError.unsuitableFile(.missingDirectory, path: given)
            }
        }

        /// SQLite's files beside the database.
        var companions: [String] { [log, journal, sharedMemory] }

        func checkDirectory() throws {
            guard let facts = try FileFacts.of(directory) else {
                throw VaultError.unsuitableFile(.missingDirectory, path: given)
            }
            guard facts.hasTrustedOwner else { throw VaultError.unsuitableFile(.foreignDirectory, path: given) }
            if facts.letsOthersReplaceFiles { throw VaultError.unsuitableFile(.sharedDirectory, path: given) }
        }

        /// The file's facts; nil where it is not there.
        ///
        /// - Throws: ``VaultError/unsuitableFile(_:path:)`` where it is not a plain file of ours alone.
        func checkedFacts() throws -> FileFacts? { try Self.checkedFacts(path, shown: given) }

        static func checkedFacts(_ path: String, shown: String) throws -> FileFacts? {
            try FileFacts.of(path).map { try checked($0, shown: shown) }
        }

        private static func checked(_ facts: FileFacts, shown: String) throws -> FileFacts {
            let flaw: VaultError.FileFlaw? =
                switch facts.kind {
                case .symbolicLink: .symbolicLink
                case .directory, .other: .notRegular
                case .regular where !facts.isOurs: .foreignOwner
                case .regular where facts.links > 1: .hardLink
                case .regular: nil
                }
            if let flaw { throw VaultError.unsuitableFile(flaw, path: shown) }
            return facts
        }

        /// Makes sure that the path names the file that was opened by it. Its companions are another's where it does
        /// not, and so are those that SQLite would write, or remove, by their names.
        ///
        /// - Throws: ``VaultError/unsuitableFile(_:path:)`` with ``VaultError/FileFlaw/replaced``.
        func require(_ identity: FileIdentity) throws { _ = try facts(of: identity) }

        /// The facts of the file that was opened before, and that it still has to be.
        ///
        /// - Throws: As ``require(_:)`` and ``checkedFacts()``.
        func checkedFacts(of identity: FileIdentity) throws -> FileFacts {
            try Self.checked(try facts(of: identity), shown: given)
        }

        private func facts(of identity: FileIdentity) throws -> FileFacts {
            guard let facts = try FileFacts.of(path), facts.identity == identity else {
                throw VaultError.unsuitableFile(.replaced, path: given)
            }
            return facts
        }

        /// Runs `body`, and where SQLite could not make a file beside the database, finds out why: it tries to read one
        /// then, and all that it reports is that nothing is there.
        func explaining<Result>(_ body: () throws -> Result) throws -> Result {
            do {
                return try body()
            } catch let error as SQLiteError where error.kind == .cannotOpen {
                guard SystemError.kind(error.systemError) == .missing,
                    let obstacle = NewFile.obstacle(in: directory)
                else { throw error }
                throw obstacle
            }
        }
    }
}
