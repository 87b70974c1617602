import Foundation
import SessionVault

/// What the interop tests call on our side: one command a process, JSON on standard input and output, an error's
/// description on standard error.
///
/// The passphrase comes through `INTEROP_PASSPHRASE`, since arguments are everyone's to read; another secret, in its
/// place, through `INTEROP_SECRET` as its kind and hexadecimal digits (``DriverSecret``); what opens an export that is
/// imported, through `INTEROP_EXPORT_SECRET` likewise. `INTEROP_KEYRING` has the
/// sessions sealed under the keyring file that the passphrase opens, with the ledger of `INTEROP_LEDGER`; beside
/// `INTEROP_SECRET` it is only what a slot can be added for.
/// `INTEROP_COVERAGE=authKey` seals the auth key alone, `INTEROP_DERIVATION=minimum` makes the passphrase cheap,
/// `INTEROP_LOCKING=shared` and `INTEROP_JOURNAL=rollback` are the file's options, and `INTEROP_STEPS` has its steps said
/// on standard output (``AnnouncedStorage``).
@main
enum InteropDriver {
    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 2 else { throw UsageError() }
        if arguments[0] == "boxes" { return try Boxes.run(with: try DriverSecret(arguments[1])) }
        if arguments[0] == "secret" { return try await Secrets.run(Array(arguments.dropFirst())) }
        let environment = ProcessInfo.processInfo.environment
        let passphrase = try environment["INTEROP_PASSPHRASE"].map { try Passphrase($0) }
        let coverage: EncryptedStorage.Coverage = environment["INTEROP_COVERAGE"] == "authKey" ? .authKey : .everything
        let derivation: KeyDerivation = environment["INTEROP_DERIVATION"] == "minimum" ? .minimum : .standard
        let secret = try environment["INTEROP_SECRET"].map { try DriverSecret($0).secret }
        func ring(_ path: String, with secret: VaultSecret? = nil) async throws -> Ring {
            guard let secret = secret ?? passphrase.map({ .passphrase($0) }) else { throw UsageError() }
            return try await Ring(
                path: path, secret: secret, derivation: derivation, ledger: environment["INTEROP_LEDGER"])
        }
        var keyring: Keyring?
        if let path = environment["INTEROP_KEYRING"] { keyring = try await ring(path).keyring }
        let place = Place(
            path: arguments[1], passphrase: passphrase, secret: secret ?? keyring.map { .keyring($0) },
            keyring: keyring, coverage: coverage, derivation: derivation,
            isAnnounced: environment["INTEROP_STEPS"] != nil,
            locking: environment["INTEROP_LOCKING"] == "shared" ? .shared : .exclusive,
            journal: environment["INTEROP_JOURNAL"] == "rollback" ? .rollback : .writeAheadLog)
        switch arguments[0] {
        case "open": try print(await place.open())
        case "delete": try await place.delete()
        case "dump": try print(await place.dump())
        case "lookup": try print(await place.lookUp(input()))
        case "write": try print(await place.write(input()))
        case "update": try print(await place.update(input()))
        case "hold": try await place.hold(lineOfInput() ?? Contents(peers: [], updateStates: []), lineOfInput)
        case "encrypt": try print(await place.encrypt())
        case "decrypt": try await place.decrypt()
        case "keys": try await place.changeKeys()
        case "backup" where arguments.count == 3: try await place.backUp(to: arguments[2])
        case "export" where arguments.count == 3: Swift.print(try await place.export(as: arguments[2]))
        case "keyring-create":
            guard let passphrase else { throw UsageError() }
            _ = try await Keyring.create(at: arguments[1], with: .passphrase(passphrase), derivation: derivation)
        case "keyring-list": try print(await ring(arguments[1]).list())
        case "keyring-keys": try await ring(arguments[1], with: secret).changeKeys()
        case "import": try await place.importString(String(decoding: allInput(), as: UTF8.self))
        case "import-file" where arguments.count == 3: try await place.importFile(arguments[2])
        default: throw UsageError()
        }
    }

    private static func allInput() throws -> Data { try FileHandle.standardInput.readToEnd() ?? Data() }

    private static func input<Value: Decodable>() throws -> Value {
        try JSONDecoder().decode(Value.self, from: allInput())
    }

    private static func lineOfInput() throws -> Contents? {
        try readLine().map { try JSONDecoder().decode(Contents.self, from: Data($0.utf8)) }
    }

    private static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
    }
}

struct UsageError: Error, CustomStringConvertible {
    var description: String {
        "usage: InteropDriver open|dump|lookup|write|update|hold|keys|encrypt|decrypt|import|delete PATH, export PATH FORM, "
            + "backup PATH TARGET, import-file PATH SOURCE, keyring-create|keyring-list|keyring-keys KEYRING, boxes IDENTITY, or secret "
            + "ask|file|descriptor|environment|key…"
    }
}
