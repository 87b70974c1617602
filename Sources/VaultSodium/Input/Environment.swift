#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The process's environment. No other thread may change it during a call.
package enum Environment {
    /// A variable that is no secret.
    package static func text(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// Takes a variable's value out of the environment into guarded memory: it is overwritten where it stood, which is
    /// what others see of a process's environment, and the variable is removed, whatever comes of the value.
    ///
    /// - Throws: ``SecretInputError``: missing, empty, or longer than `limit` bytes.
    package static func takeSecret(_ name: String, limit: Int) throws -> SecretBytes {
        guard let value = unsafe getenv(name) else { throw SecretInputError.missing }
        let count = unsafe strlen(value)
        defer {
            unsafe overwrite(value, count)
            unsafe unsetenv(name)
        }
        guard count > 0 else { throw SecretInputError.empty }
        guard count <= limit else { throw SecretInputError.tooLong }
        return unsafe try value.withMemoryRebound(to: UInt8.self, capacity: count) { value in
            unsafe try SecretBytes(copying: UnsafeBufferPointer(start: value, count: count).span)
        }
    }

    /// The system writes the zeros: where the memory is a constant's, as `putenv` allows, it refuses, and this process
    /// would be ended.
    private static func overwrite(_ value: UnsafeMutablePointer<CChar>, _ count: Int) {
        let zeros = unsafe open("/dev/zero", O_RDONLY | O_CLOEXEC)
        guard zeros >= 0 else { return }
        defer { close(zeros) }
        var done = 0
        while done < count {
            let got = unsafe read(zeros, value + done, count - done)
            guard got > 0 || errno == EINTR else { return }
            done += max(0, got)
        }
    }
}
