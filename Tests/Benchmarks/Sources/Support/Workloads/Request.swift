/// One line from whoever plays: a workload and its counts, `id peers=10000 count=2000 seed=1`.
package struct Request: Sendable {
    package struct Malformed: Error {}

    /// A count that the workload needs, and that was not given.
    package struct Missing: Error {
        package var name: String
    }

    package let workload: String
    private var counts: [String: Int] = [:]

    package init(_ line: String) throws {
        var words = line.split(separator: " ")[...]
        guard let workload = words.popFirst() else { throw Malformed() }
        self.workload = String(workload)
        for word in words {
            let pair = word.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let count = Int(pair[1]), count >= 0 else { throw Malformed() }
            counts[String(pair[0])] = count
        }
    }

    package subscript(name: String) -> Int {
        get throws {
            guard let count = counts[name] else { throw Missing(name: name) }
            return count
        }
    }

    package var count: Int { get throws { try self["count"] } }
    package var peers: Int { get throws { try self["peers"] } }
    package var version: Int { get throws { try self["version"] } }

    /// What the request looks up, or where its batches begin.
    package var picks: Picks { get throws { Picks(seed: counts["seed"] ?? 0, among: max(1, try peers)) } }

    package func picks(among count: Int) -> Picks { Picks(seed: counts["seed"] ?? 0, among: count) }
}
