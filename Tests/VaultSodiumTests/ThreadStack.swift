import CVaultSodium
import Foundation
import Glibc

@testable import VaultSodium

/// A thread whose whole stack can be read once it has ended.
enum ThreadStack {
    static let size = 1 << 18

    private final class Work {
        let body: () throws -> Void
        var error: (any Error)?
        init(_ body: @escaping () throws -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own and gives back every byte that its stack held at the end.
    ///
    /// It runs once before, elsewhere: the dynamic linker saves the vector registers, with what a cipher left there, to
    /// the stack when a function is called for the first time.
    static func after(_ body: @escaping () throws -> Void) throws -> [UInt8] {
        try body()
        let stack = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 65_536)
        defer { unsafe stack.deallocate() }
        unsafe stack.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        let work = Work(body)
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_setstack(&attributes, stack, size)
        var thread = pthread_t()
        let context = unsafe Unmanaged.passUnretained(work).toOpaque()
        let status = unsafe pthread_create(
            &thread, &attributes,
            { context in
                guard let context = unsafe context else { return nil }
                let work = unsafe Unmanaged<Work>.fromOpaque(context).takeUnretainedValue()
                do { try work.body() } catch { work.error = error }
                return nil
            }, context)
        precondition(status == 0)
        pthread_join(thread, nil)
        unsafe pthread_attr_destroy(&attributes)
        if let error = work.error { throw error }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: stack, count: size))
    }

    /// How many of the needle's runs of 8 bytes occur in the haystack.
    static func parts(of needle: [UInt8], in haystack: [UInt8]) -> Int {
        let stack = Data(haystack)
        return stride(from: 0, through: needle.count - 8, by: 8).count { start in
            stack.range(of: Data(needle[start..<(start + 8)])) != nil
        }
    }
}

extension SecretBytes {
    /// A cell with a copy of an array.
    init(_ bytes: [UInt8]) throws { try self.init(copying: bytes.span) }
}
