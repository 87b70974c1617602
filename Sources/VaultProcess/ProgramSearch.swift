#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Where a command's program is, as execvp(3) looks for it, but for one thing: what the system does not execute is not
/// given to a shell, which would take the file for a script.
enum ProgramSearch {
    private static let standardPath = "/bin:/usr/bin"

    /// Becomes the program.
    ///
    /// - Returns: Why that could not be.
    static func execute(
        _ command: ArgumentVector, _ environment: UnsafePointer<UnsafeMutablePointer<CChar>?>?
    ) -> ReplacementError {
        var refusal: Int32?
        for path in candidates(command.program) {
            var code: Int32 = 0
            unsafe command.withPointers {
                _ = unsafe execve(path, $0, environment)
                code = errno
            }
            switch code {
            case ENOENT, ENOTDIR, ENODEV, ESTALE, ETIMEDOUT, ENAMETOOLONG: continue
            // Perhaps there is another further on.
            case EACCES: refusal = EACCES
            default: return .notExecutable(SystemCallError(code: code, call: "execve"))
            }
        }
        return refusal.map { .notExecutable(SystemCallError(code: $0, call: "execve")) } ?? .notFound
    }

    /// The paths to try, each with a zero at its end.
    static func candidates(_ program: [CChar]) -> [[CChar]] {
        let slash = CChar(bitPattern: UInt8(ascii: "/"))
        guard program.count > 1 else { return [] }
        guard !program.contains(slash) else { return [program] }
        return searchPath.split(separator: CChar(bitPattern: UInt8(ascii: ":")), omittingEmptySubsequences: false).map {
            // No name is the current directory's.
            $0.isEmpty ? program : $0 + [slash] + program
        }
    }

    private static var searchPath: [CChar] {
        guard let path = unsafe getenv("PATH") else { return standardPath.utf8.map(CChar.init(bitPattern:)) }
        return unsafe Array(UnsafeBufferPointer(start: path, count: strlen(path)))
    }
}
