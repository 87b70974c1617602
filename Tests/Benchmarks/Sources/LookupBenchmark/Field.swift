/// What a peer is looked up by.
enum Field: String, CaseIterable {
    case id, username, phone
}
