import Foundation
import Reference
import SessionVault
import Support

/// The C reference. Its texts are C's before the clock starts.
final class ReferenceContender: Contender, @unchecked Sendable {
    let name = "C"
    private let reference: OpaquePointer
    private let ids: [Int64]
    private let usernames: [UnsafeMutablePointer<CChar>?]
    private let phoneNumbers: [UnsafeMutablePointer<CChar>?]

    struct CannotOpen: Error {}

    init(_ file: SealedFile, _ sample: Sample) throws {
        guard let reference = reference_open(file.url.path, Sample.passphrase) else { throw CannotOpen() }
        self.reference = reference
        ids = sample.peers.map(\.id)
        usernames = sample.usernames.map { strdup($0) }
        phoneNumbers = sample.phoneNumbers.map { strdup($0) }
    }

    func sumOfIDs(_ field: Field, _ picks: ArraySlice<Int>) async throws -> Int64 {
        var peer = reference_peer()
        var sum: Int64 = 0
        for pick in picks {
            let found =
                switch field {
                case .id: reference_by_id(reference, ids[pick], &peer)
                case .username: reference_by_username(reference, usernames[pick], &peer)
                case .phone: reference_by_phone(reference, phoneNumbers[pick], &peer)
                }
            if found == 1 { sum &+= peer.id }
        }
        return sum
    }

    func close() async throws {
        reference_close(reference)
        for text in usernames + phoneNumbers { free(text) }
    }
}
