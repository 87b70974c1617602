internal import VaultSQLite

extension SessionFile {
    /// What lies beside a database at one moment: SQLite's log, journal and shared memory, each where it is there.
    struct Companions {
        let log, journal, sharedMemory: FileFacts?

        /// Whether there is a log or journal that SQLite would write into the file.
        var haveContent: Bool {
            Self.holdsSomething(log) || Self.holdsSomething(journal) || Self.holdsSomething(sharedMemory)
        }

        var areThere: Bool { log != nil || journal != nil || sharedMemory != nil }

        fileprivate static func holdsSomething(_ facts: FileFacts?) -> Bool { facts.map { $0.size > 0 } ?? false }
    }
}

extension SessionFile.Location {
    /// What lies beside the file, looked at once: all of it is ours alone, as SQLite reads it, plays it into the file and
    /// writes keys into it. Where the directory is sticky, others can put it there.
    ///
    /// - Throws: ``VaultError/unsuitableFile(_:path:)`` with the companion's path.
    func checkedCompanions() throws -> SessionFile.Companions {
        func facts(_ path: String) throws -> FileFacts? { try Self.checkedFacts(path, shown: path) }
        return try SessionFile.Companions(
            log: facts(log), journal: facts(journal), sharedMemory: facts(sharedMemory))
    }

    /// As ``checkedCompanions()``, of whatever lies there.
    func checkCompanions() throws { _ = try checkedCompanions() }

    /// The paths of those that hold something.
    func paths(ofContentIn companions: SessionFile.Companions) -> [String] {
        [(log, companions.log), (journal, companions.journal), (sharedMemory, companions.sharedMemory)]
            .filter { SessionFile.Companions.holdsSomething($0.1) }.map(\.0)
    }
}
