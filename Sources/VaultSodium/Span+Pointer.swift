/// libsodium's headers demand pointers that are not null, for no bytes too.
extension Span where Element == UInt8 {
    func withPointer<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        unsafe withUnsafeBufferPointer { bytes in
            if let base = bytes.baseAddress { return unsafe body(base) }
            return unsafe withUnsafePointer(to: 0, body)
        }
    }
}

extension MutableSpan where Element == UInt8 {
    mutating func withPointer<Result>(_ body: (UnsafeMutablePointer<UInt8>) -> Result) -> Result {
        unsafe withUnsafeMutableBufferPointer { bytes in
            if let base = bytes.baseAddress { return unsafe body(base) }
            var nothing: UInt8 = 0
            return unsafe withUnsafeMutablePointer(to: &nothing, body)
        }
    }
}
