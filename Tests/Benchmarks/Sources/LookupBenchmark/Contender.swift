/// One way to look peers up.
protocol Contender: Sendable {
    var name: String { get }
    /// Looks up the peers with these indices in the sample, one after the other, and adds up the ids that it finds.
    func sumOfIDs(_ field: Field, _ picks: ArraySlice<Int>) async throws -> Int64
    func close() async throws
}
