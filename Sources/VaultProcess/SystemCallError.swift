#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What the system refused this process.
package struct SystemCallError: Error, Hashable, CustomStringConvertible {
    /// The call's `errno`.
    package let code: Int32
    /// The call's name.
    package let call: String

    /// The error of the call that just failed.
    static func last(_ call: StaticString) -> SystemCallError { SystemCallError(code: errno, call: call.description) }

    /// Whether nobody reads the pipe any more.
    package var isBrokenPipe: Bool { code == EPIPE }

    /// What the code means, in the system's words and in lower case.
    package var description: String {
        // Of a known code, which these are, the text is a constant.
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        let words = unsafe String(cString: text)
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
