/// Where a database is.
enum SessionPlace: Sendable {
    case memory
    /// A file, by its path as it was given.
    case file(String)

    /// The path for errors.
    var path: String {
        switch self {
        case .memory: ":memory:"
        case .file(let path): path
        }
    }
}
