/// Where a database is.
enum SessionPlace: Sendable {
    case memory
    /// A file, by its path as it was given.
    case file(String, FileStorage.Options = .init())

    /// The path for errors.
    var path: String {
        switch self {
        case .memory: ":memory:"
        case .file(let path, _): path
        }
    }

    /// Whether other processes may have it open too.
    var isShared: Bool {
        switch self {
        case .memory: false
        case .file(_, let options): options.isShared
        }
    }
}
