import Foundation
import SessionVault
import SessionVaultTesting
import Testing

/// The engines of the library, bare and sealed, against the whole contract.
@Suite struct EngineConformanceTests {
    enum Engine: String, CaseIterable, Sendable {
        case file, rollbackFile, sharedFile, sharedRollbackFile, memory, dictionary

        func make(in directory: String) -> any Storage {
            switch self {
            case .file: FileStorage(UUID().uuidString, directory: directory)
            case .rollbackFile: FileStorage(UUID().uuidString, directory: directory, journal: .rollback)
            case .sharedFile: FileStorage(UUID().uuidString, directory: directory, locking: .shared)
            case .sharedRollbackFile:
                FileStorage(UUID().uuidString, directory: directory, locking: .shared, journal: .rollback)
            case .memory: MemoryStorage()
            case .dictionary: DictionaryStorage()
            }
        }

        /// What is stored in memory by SQLite is gone when it is closed.
        var persists: Bool { self != .memory }
    }

    @Test(arguments: Engine.allCases)
    func `an engine keeps the contract`(_ engine: Engine) async throws {
        try await Scratch.run { scratch in
            let count = try await StorageConformance(persists: engine.persists) { engine.make(in: scratch.directory) }
                .run()
            #expect(count > 30)
        }
    }

    @Test(arguments: Engine.allCases)
    func `an engine that is sealed keeps the contract`(_ engine: Engine) async throws {
        let passphrase = try Passphrase("conformance")
        try await Scratch.run { scratch in
            let count = try await StorageConformance(
                ordered: false, persists: engine.persists, storesSealed: false, storesEnvelopes: false
            ) {
                engine.make(in: scratch.directory).encrypted(with: passphrase, derivation: .minimum)
            }.run()
            #expect(count > 25)
        }
    }

    @Test(arguments: Engine.allCases)
    func `an engine whose auth key alone is sealed keeps the contract`(_ engine: Engine) async throws {
        let passphrase = try Passphrase("conformance")
        try await Scratch.run { scratch in
            let count = try await StorageConformance(
                persists: engine.persists, storesSealed: false, storesEnvelopes: false
            ) {
                engine.make(in: scratch.directory).encrypted(with: passphrase, coverage: .authKey, derivation: .minimum)
            }.run()
            #expect(count > 25)
        }
    }
}
