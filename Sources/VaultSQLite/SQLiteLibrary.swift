internal import CVaultSQLite

/// The library itself.
package enum SQLiteLibrary {
    /// Its version, such as `3.40.1`.
    package static var version: String { unsafe String(cString: sqlite3_libversion()) }

    /// Whether it was compiled with an option (<https://sqlite.org/compile.html>), and value where one is given. It may
    /// not know its options, and has none then.
    package static func isCompiled(with option: String) -> Bool { unsafe sqlite3_compileoption_used(option) == 1 }
}
