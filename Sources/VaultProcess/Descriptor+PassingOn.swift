#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Descriptor {
    /// Has every descriptor end with this program that it was not started with, and those that a secret was read from. A
    /// standard stream among these is at its end for the next program: a file could be read again.
    static func keepFromPassingOn(spent: Set<Int32>) throws(SystemCallError) {
        let inherited = InheritedState.remembered?.descriptors ?? []
        for descriptor in allOpen where !inherited.contains(descriptor) || spent.contains(descriptor) {
            if descriptor < firstFree, inherited.contains(descriptor) {
                try replaceByNothing(descriptor)
            } else {
                try setClosesOnExec(descriptor, true)
            }
        }
    }

    private static func replaceByNothing(_ descriptor: Int32) throws(SystemCallError) {
        let nothing = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        guard nothing >= 0 else { throw .last("open") }
        defer { close(nothing) }
        guard dup2(nothing, descriptor) == descriptor else { throw .last("dup2") }
    }
}
