#if CLI
/// What one of the doctor's checks found.
struct Check: Encodable {
    enum Status: String, Encodable {
        /// It protects.
        case ok
        /// It does not, or not all.
        case warning
        /// The system does not tell.
        case unknown
    }

    /// The check's name. It stays what it is.
    let id: String
    let status: Status
    /// What was found, and where it is no good, what to do.
    let detail: String

    static func ok(_ id: String, _ detail: String) -> Check { Check(id: id, status: .ok, detail: detail) }

    static func warning(_ id: String, _ detail: String) -> Check { Check(id: id, status: .warning, detail: detail) }

    static func unknown(_ id: String, _ detail: String) -> Check { Check(id: id, status: .unknown, detail: detail) }
}

/// All that the doctor found.
struct Findings: Encodable {
    let checks: [Check]
}
#endif
