#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Numbers of open files.
package enum Descriptor {
    /// The first that is not a standard stream.
    package static let firstFree: Int32 = 3

    /// Whether it is open and the process was started with it.
    package static func isInherited(_ descriptor: Int32) -> Bool {
        InheritedState.remembered?.descriptors.contains(descriptor) ?? false
    }

    static func isOpen(_ descriptor: Int32) -> Bool { fcntl(descriptor, F_GETFD) >= 0 }

    /// Has the descriptor end with this program, or pass on to the next.
    static func setClosesOnExec(_ descriptor: Int32, _ closes: Bool) throws(SystemCallError) {
        guard fcntl(descriptor, F_SETFD, closes ? FD_CLOEXEC : 0) >= 0 else { throw .last("fcntl") }
    }

    /// All that are open.
    static var allOpen: Set<Int32> {
        #if os(Linux)
        let path = "/proc/self/fd"
        #else
        let path = "/dev/fd"
        #endif
        guard let directory = unsafe opendir(path) else {
            // More than that nobody has who has no /proc.
            return Set((0..<4_096).filter(isOpen))
        }
        defer { unsafe closedir(directory) }
        var numbers: Set<Int32> = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = Int32(name) { numbers.insert(number) }
        }
        numbers.remove(unsafe dirfd(directory))
        return numbers
    }
}
