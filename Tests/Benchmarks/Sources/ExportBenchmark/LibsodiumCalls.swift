import Dispatch
import Reference
import SessionVault

/// libsodium's calls for one export, in C.
struct LibsodiumCalls {
    private let record = [UInt8](repeating: 7, count: Int(REFERENCE_EXPORT_RECORD))
    private let identity: [UInt8]
    private let recipient: [UInt8]
    private let made: UnsafeMutablePointer<reference_export>

    init() throws {
        let identity: [UInt8] = (0..<32).map { UInt8($0 + 1) }
        self.identity = identity
        recipient = try Identity(secretKey: identity.span).recipient.publicKey
        // Kept to the end of the process.
        made = .allocate(capacity: 1)
    }

    func seal() throws {
        guard reference_export_seal(made, record, recipient) == 0 else { throw WrongAnswer() }
    }

    func open() throws {
        var opened = [UInt8](repeating: 0, count: record.count)
        guard reference_export_open(&opened, made, recipient, identity) == 0, opened == record else {
            throw WrongAnswer()
        }
    }

    static func derive(_ cost: KeyDerivation, _ passphrase: String) throws {
        var key = [UInt8](repeating: 0, count: 32)
        guard reference_pwhash(&key, passphrase, UInt64(cost.passes), Int(cost.mebibytes) << 20) == 0 else {
            throw WrongAnswer()
        }
    }

    /// The same on a thread that no task runs on.
    static func deriveElsewhere(_ cost: KeyDerivation, _ passphrase: String) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue(label: "derivation").async {
                continuation.resume(with: Result { try derive(cost, passphrase) })
            }
        }
    }
}
