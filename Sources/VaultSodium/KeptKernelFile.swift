#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file that the kernel writes anew for each reader, kept open: to open it takes several times as long as to read it.
///
/// A descriptor is kept only as long as it certainly is the one that was opened. Programs close descriptors that are not
/// theirs, and the number is another file's then: that one is neither read nor closed here. A child opens its own, since
/// some of these files are about the process that opened them.
final class KeptKernelFile {
    private let path: [CChar]
    private var kept: Kept?

    private struct Kept {
        let descriptor: Int32
        let identity: Identity
        let process: pid_t
    }

    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t

        init?(_ descriptor: Int32) {
            var facts = stat()
            guard unsafe fstat(descriptor, &facts) == 0 else { return nil }
            (device, inode) = (facts.st_dev, facts.st_ino)
        }
    }

    init(_ path: [UInt8]) {
        self.path = path.map(CChar.init(bitPattern:)) + [0]
    }

    deinit { forget() }

    /// Its first bytes, at most `limit` of them; nil where it cannot be read. The kernel writes what fits at once.
    func text(_ limit: Int) -> [UInt8]? {
        if let kept, isStill(kept), let text = Self.read(kept.descriptor, limit) { return text }
        forget()
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard let identity = Identity(descriptor) else {
            close(descriptor)
            return nil
        }
        kept = Kept(descriptor: descriptor, identity: identity, process: getpid())
        return Self.read(descriptor, limit)
    }

    private func isStill(_ kept: Kept) -> Bool {
        kept.process == getpid() && Identity(kept.descriptor) == kept.identity
    }

    private func forget() {
        if let kept, Identity(kept.descriptor) == kept.identity { close(kept.descriptor) }
        kept = nil
    }

    private static func read(_ descriptor: Int32, _ limit: Int) -> [UInt8]? {
        let text = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = unsafe max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
        }
        return text.isEmpty ? nil : text
    }
}
