internal import CVaultSQLite

/// How much a statement may do for a file of its size.
///
/// In a damaged tree many pages can lead to the same one, so that a few of them hold more rows than there are atoms:
/// SQLite reads on, and does not look. Of a sound file, nothing that this library asks takes more than half a step of
/// SQLite's machine for each byte.
enum WorkLimit {
    /// How many steps are made between two looks.
    static let stepsAtOnce: Int32 = 10_000
    /// What a statement may do whatever the size: a schema is looked into, a plan is made.
    static let leastSteps = 2_000_000
    static let stepsPerByte = 4
}

extension Connection {
    /// From now on, a statement that does what no sound file of this size needs ends with `SQLITE_INTERRUPT`, a scan
    /// without an end among them (<https://sqlite.org/c3ref/progress_handler.html>).
    package func limitWork() {
        let context = unsafe Unmanaged.passUnretained(handle).toOpaque()
        // It runs within a statement of this connection, which keeps the handle.
        unsafe sqlite3_progress_handler(
            handle.database, WorkLimit.stepsAtOnce,
            { context in
                guard let context = unsafe context else { return 0 }
                return unsafe Unmanaged<Handle>.fromOpaque(context).takeUnretainedValue().hasWorkedEnough() ? 1 : 0
            }, context)
    }
}

extension Connection.Handle {
    /// Counts the work of what `body` runs; a statement within another one works for that.
    func working<Result>(_ body: () throws -> Result) rethrows -> Result {
        if depth == 0 { steps = 0 }
        depth += 1
        defer { depth -= 1 }
        return try body()
    }

    fileprivate func hasWorkedEnough() -> Bool {
        steps += Int(WorkLimit.stepsAtOnce)
        guard steps > WorkLimit.leastSteps else { return false }
        // The file can have grown meanwhile, and the log may hold what is not in it yet.
        let sizes = [RawFile.Kind.database, .journal].map { (try? RawFile(self, $0)?.size()) ?? 0 }
        return steps > WorkLimit.leastSteps + WorkLimit.stepsPerByte * sizes.reduce(0, +)
    }
}
