/// What a storage can do beside the contract. It is asked once: to look a conformance up takes as long as to write a row.
struct StorageSources: Sendable {
    let nameOwners: (any NameOwnerSource)?
    let updateStates: (any UpdateStateSource)?

    init(_ storage: any Storage) {
        nameOwners = storage as? any NameOwnerSource
        updateStates = storage as? any UpdateStateSource
    }
}
