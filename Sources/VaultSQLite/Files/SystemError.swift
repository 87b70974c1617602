#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What the operating system refused.
package struct SystemError: Error, Hashable {
    /// The call's `errno`.
    package let code: Int32
    /// The call's name.
    package let call: String
    /// The path it was about.
    package let path: String

    package init(code: Int32, call: StaticString, path: String) {
        self.code = code
        self.call = call.description
        self.path = path
    }

    /// The error of the call that just failed.
    static func last(_ call: StaticString, _ path: String) -> SystemError {
        SystemError(code: errno, call: call, path: path)
    }

    /// What a caller tells apart.
    package enum Kind { case noSpace, tooManyFiles, missing, other }

    /// What kind of refusal the code is.
    package var kind: Kind { Self.kind(code) }

    /// What kind of refusal an `errno` is.
    package static func kind(_ code: Int32) -> Kind {
        switch code {
        case ENOSPC, EDQUOT: .noSpace
        case EMFILE, ENFILE: .tooManyFiles
        case ENOENT: .missing
        default: .other
        }
    }

    /// The error of a path where nothing is.
    package static func missing(_ path: String) -> SystemError {
        SystemError(code: ENOENT, call: "lstat", path: path)
    }

    /// The error of a file that may not be written.
    package static func notWritable(_ path: String) -> SystemError {
        SystemError(code: EACCES, call: "open", path: path)
    }
}
