internal import VaultSQLite

// Columns as what they may hold. SQLite lets any column hold anything, and other programs write these files, so each
// value is asked for its type before it is read.
extension Statement {
    /// An integer, or nil for NULL.
    func integer(_ index: Int32, or column: String) throws -> Int64? {
        switch type(index) {
        case .integer: integer(index)
        case .null: nil
        default: throw VaultError.invalidValue(column: column)
        }
    }

    /// An integer in the bounds of its type, 0 for NULL.
    func number<Number: FixedWidthInteger>(_ index: Int32, _ column: String) throws -> Number {
        guard let number = Number(exactly: try integer(index, or: column) ?? 0) else {
            throw VaultError.invalidValue(column: column)
        }
        return number
    }

    /// A flag, false for NULL.
    func flag(_ index: Int32, _ column: String) throws -> Bool {
        let value: Int64 = try number(index, column)
        guard value == 0 || value == 1 else { throw VaultError.invalidValue(column: column) }
        return value == 1
    }

    /// Text, or nil for NULL.
    func text(_ index: Int32, _ column: String) throws -> String? {
        switch type(index) {
        case .null: return nil
        case .text:
            if let text = text(index) { return text }
            fallthrough
        default: throw VaultError.invalidValue(column: column)
        }
    }

    /// The bytes of a wrapping layer, or nil for NULL.
    func sealed(_ index: Int32) throws -> [UInt8]? {
        switch type(index) {
        case .null: nil
        case .blob: bytes(index)
        default: throw VaultError.invalidValue(column: "sealed")
        }
    }
}

extension [UInt8]? {
    /// The most bytes that a row's `sealed` may have.
    private static var longest: Int { 4096 }

    /// Binds the bytes of a wrapping layer, where there are any.
    func bindSealed(to statement: Statement, _ index: Int32) throws {
        guard let self else { return }
        guard self.count <= Self.longest else { throw VaultError.unstorableValue(field: "sealed") }
        try statement.bind(index, blob: self.span)
    }
}
