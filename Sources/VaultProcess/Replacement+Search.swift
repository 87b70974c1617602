#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Replacement {
    /// Whether there is anything where a command's program is looked for. What can be executed, the system says when it is
    /// to be.
    package static func isThere(_ program: String) -> Bool {
        ProgramSearch.candidates(program.utf8CString.map(\.self)).contains { path in
            // What may not be looked at may be there.
            unsafe access(path, F_OK) == 0 || errno == EACCES
        }
    }
}
