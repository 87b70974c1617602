/// The remainder of the text as a polynomial, which an encoder makes a constant.
struct Bech32mChecksum {
    private(set) var value: UInt32 = 1

    mutating func add(_ next: UInt32) {
        let top = value >> 25
        value = (value & 0x1FF_FFFF) << 5 ^ next
        value ^= 0x3B6A_57B2 & (0 &- (top & 1))
        value ^= 0x2650_8E6D & (0 &- (top >> 1 & 1))
        value ^= 0x1EA1_19FA & (0 &- (top >> 2 & 1))
        value ^= 0x3D42_33DD & (0 &- (top >> 3 & 1))
        value ^= 0x2A14_62B3 & (0 &- (top >> 4 & 1))
    }
}
