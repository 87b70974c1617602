/// Numbers of peers that are written together.
package enum Batches {
    private static let size = 100

    /// All numbers in their order.
    package static func inOrder(_ peers: Int) -> [Range<Int>] {
        stride(from: 0, to: peers, by: size).map { $0..<min($0 + size, peers) }
    }

    /// So many peers of those that are stored.
    package static func picked(_ request: Request) throws -> [Range<Int>] {
        let picks = try request.picks
        return try (0..<request.count / size).map { k in
            let first = picks[k] / size * size
            return first..<first + size
        }
    }
}
