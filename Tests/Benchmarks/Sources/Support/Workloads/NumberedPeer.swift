/// The peer that a number stands for.
package struct NumberedPeer: Sendable {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    /// Of 48 bits, so that peers arrive in no order.
    package var id: Int64 { max(1, Int64(mix(UInt64(number)) >> 16)) }

    package var username: String { "name_\(number)" }

    package var usernames: [String] { [username, "other_\(number)"] }

    package var phoneNumber: String { "7\(1_000_000_000 + number)" }

    package func accessHash(version: Int) -> Int64 {
        Int64(bitPattern: mix(UInt64(number) &* 2 &+ 1 &+ UInt64(version) << 40))
    }
}
