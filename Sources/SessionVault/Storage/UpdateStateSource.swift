/// An engine that finds update states by their ids, so that to set one is not to read them all.
protocol UpdateStateSource: Storage {
    /// The states with these ids, those that there are; nil where they cannot be found so just now.
    func updateStates(ids: [Int64]) async throws -> [UpdateStateRecord]?
}
