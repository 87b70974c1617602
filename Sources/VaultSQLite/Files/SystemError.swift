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
    package enum Kind { case noSpace, tooManyFiles, missing, tooLong, tooLarge, noRights, other }

    /// What kind of refusal the code is.
    package var kind: Kind { Self.kind(code) }

    /// What kind of refusal an `errno` is.
    package static func kind(_ code: Int32) -> Kind {
        switch code {
        case ENOSPC, EDQUOT: .noSpace
        case EMFILE, ENFILE: .tooManyFiles
        case ENOENT: .missing
        case ENAMETOOLONG: .tooLong
        case EFBIG: .tooLarge
        case EACCES, EPERM, EROFS: .noRights
        default: .other
        }
    }

    /// The error of a path where nothing is.
    package static func missing(_ path: String) -> SystemError {
        SystemError(code: ENOENT, call: "lstat", path: path)
    }

    /// The error of a file that may not be written, with the reason that the system gives.
    package static func notWritable(_ path: String) -> SystemError {
        let isDenied = unsafe faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0
        return SystemError(code: isDenied ? errno : EACCES, call: "open", path: path)
    }

    /// The `errno` of a right that is missing, where SQLite does not tell which.
    package static var noRightsCode: Int32 { EACCES }

    /// What an `errno` means, in the system's words and in lower case.
    package static func text(_ code: Int32) -> String {
        // Of a known code, which these are, the text is a constant.
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        let words = unsafe String(cString: text)
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
