internal import CVaultSQLite

/// A statement that is prepared once, when it is first used, and lent with ``use(_:)``.
///
/// After each use it is reset and its bindings are cleared: a statement at rest holds no value, so no secret.
/// Parameters count from 1, columns from 0, as in SQLite.
@safe package final class Statement {
    private let database: Connection.Handle
    private let sql: String
    private let operation: StaticString
    @safe private struct Prepared: ~Copyable {
        /// The prepared statement, once it is.
        var handle: OpaquePointer?
        var values = BoundValues()
    }
    /// Behind a pointer, since each look at a class's variable asks whether somebody else is at it, and a row is a dozen
    /// looks.
    private let prepared: UnsafeMutablePointer<Prepared>

    init(_ database: Connection.Handle, _ sql: String, _ operation: StaticString) {
        self.database = database
        self.sql = sql
        self.operation = operation
        unsafe prepared = .allocate(capacity: 1)
        unsafe prepared.initialize(to: Prepared())
    }

    deinit {
        unsafe prepared.pointee.values.end()
        unsafe prepared.deallocate()
    }

    private var handle: OpaquePointer? { unsafe prepared.pointee.handle }

    /// Lends the statement: bind, step, read columns.
    package func use<Result>(_ body: (Statement) throws -> Result) throws -> Result {
        let connection = try unsafe database.open(operation)
        return try database.working {
            if unsafe handle == nil { try unsafe prepare(connection) }
            return try lend(to: body)
        }
    }

    private func lend<Result>(to body: (Statement) throws -> Result) throws -> Result {
        let result: Result
        do {
            result = try body(self)
        } catch {
            _ = reset()
            throw error
        }
        // What a statement changes by itself is committed here, where not all of its rows were read.
        try check(reset())
        return result
    }

    private func reset() -> Int32 {
        let code = unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
        unsafe prepared.pointee.values.wipe()
        return code
    }

    /// Runs a statement that gives no rows.
    package func run(_ bind: (Statement) throws -> Void = { _ in }) throws {
        try use {
            try bind($0)
            while try $0.step() {}
        }
    }

    private func prepare(_ connection: OpaquePointer) throws {
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        try check(unsafe sqlite3_prepare_v3(connection, sql, -1, flags, &prepared.pointee.handle, nil))
    }

    /// Ends it, and gives back what it takes; it is prepared anew when it is used again.
    package func finalize() {
        if database.generation.isInherited { return }
        unsafe sqlite3_finalize(handle)
        unsafe prepared.pointee.handle = nil
        unsafe prepared.pointee.values.end()
    }

    /// Goes to the next row; false where there is none.
    package func step() throws -> Bool {
        let code = unsafe sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw database.error(code, operation)
        }
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw database.error(code, operation) }
    }
}

// Bindings. Text and blobs are copied, and the copies go when the bindings are cleared: those that the statement keeps are
// wiped, and SQLite's own, of what has no room there, are not.
extension Statement {
    /// SQLite's own copy, of what has no room among the statement's values.
    private static let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// How many bytes of texts and blobs it keeps.
    var boundLength: Int { unsafe prepared.pointee.values.used }

    /// Where the bytes are to be bound, and whether SQLite copies them: nil where it has no need to.
    private func place(
        of bytes: UnsafeRawBufferPointer
    ) -> (start: UnsafeRawPointer?, destructor: sqlite3_destructor_type?) {
        if let kept = unsafe prepared.pointee.values.keep(bytes) { return unsafe (kept, nil) }
        return unsafe (bytes.baseAddress, Self.transient)
    }

    /// Binds an integer, or NULL.
    package func bind(_ index: Int32, _ value: Int64?) throws {
        guard let value else { return try check(unsafe sqlite3_bind_null(handle, index)) }
        try check(unsafe sqlite3_bind_int64(handle, index, value))
    }

    /// Binds text, or NULL. The text may hold any character, NUL included.
    package func bind(_ index: Int32, text: String?) throws {
        guard var text else { return try check(unsafe sqlite3_bind_null(handle, index)) }
        let code = text.withUTF8 { bytes in
            let place = unsafe place(of: UnsafeRawBufferPointer(bytes))
            return unsafe sqlite3_bind_text(
                handle, index, place.start?.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count),
                place.destructor)
        }
        try check(code)
    }

    /// Binds bytes.
    package func bind(_ index: Int32, blob: Span<UInt8>) throws {
        guard !blob.isEmpty else { return try check(unsafe sqlite3_bind_zeroblob(handle, index, 0)) }
        let code = unsafe blob.withUnsafeBytes { bytes in
            let place = unsafe place(of: bytes)
            return unsafe sqlite3_bind_blob(handle, index, place.start, Int32(clamping: bytes.count), place.destructor)
        }
        try check(code)
    }
}

// Columns of the row that the last step reached.
extension Statement {
    /// A value's own type, whatever its column was declared as.
    package enum ValueType { case integer, real, text, blob, null }

    /// The type of a column's value. Ask before reading: a read as another type converts it.
    package func type(_ column: Int32) -> ValueType {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: .null
        }
    }

    /// The value as an integer.
    package func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    /// The value as text, or nil where its bytes are not UTF-8.
    package func text(_ column: Int32) -> String? {
        withBytes(column) { bytes in
            guard let text = try? UTF8Span(validating: bytes) else { return nil }
            return String(copying: text)
        }
    }

    /// The bytes of a text or a blob, copied.
    package func bytes(_ column: Int32) -> [UInt8] {
        let start = unsafe sqlite3_column_blob(handle, column)
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Appends the bytes of a text or a blob.
    package func appendBytes(_ column: Int32, to bytes: inout [UInt8]) {
        let start = unsafe sqlite3_column_blob(handle, column)
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Appends a value's type, length and bytes, so that no two rows of different values come to the same.
    ///
    /// - Returns: False, with nothing appended, for a real number, whose text is not exact, and where there would be more
    ///   than `limit` bytes.
    package func append(_ column: Int32, to bytes: inout [UInt8], limit: Int) -> Bool {
        let type = unsafe sqlite3_column_type(handle, column)
        let start = unsafe sqlite3_column_blob(handle, column)?.assumingMemoryBound(to: UInt8.self)
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        guard type != SQLITE_FLOAT, bytes.count + count + 4 <= limit else { return false }
        // A type takes eight bits and a length no more than the others: a value has a million bytes at the most.
        let head = UInt32(truncatingIfNeeded: type) << 24 | UInt32(truncatingIfNeeded: count)
        unsafe withUnsafeBytes(of: head.littleEndian) { unsafe bytes.append(contentsOf: $0) }
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
        return true
    }

    /// Lends the bytes of a text or a blob, where SQLite has them, for the length of the call.
    package func withBytes<Result>(_ column: Int32, _ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        let start = unsafe sqlite3_column_blob(handle, column)?.assumingMemoryBound(to: UInt8.self)
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        return try body(unsafe bytes.span)
    }
}
