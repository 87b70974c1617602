public import SessionVault

/// The contract of `Storage`, sentence by sentence, to run against an engine or wrapper of your own in any test
/// framework:
///
/// ```swift
/// try await StorageConformance { MyStorage() }.run()
/// ```
public struct StorageConformance: Sendable {
    let makeStorage: @Sendable () async throws -> any Storage
    let options: Options

    struct Options {
        let ordered: Bool
        let persists: Bool
        let storesSealed: Bool
        let storesEnvelopes: Bool
    }

    /// A suite for the storages that `makeStorage` makes, each fresh, empty and not yet open. Every check makes one,
    /// and deletes it afterwards.
    ///
    /// - Parameters:
    ///   - ordered: Whether the storage keeps ids and names as they are given: pages ascend by id, and names are
    ///     compared byte for byte. False for a wrapper that gives its engine tokens of canonical values in their place.
    ///   - persists: Whether what was stored is there when the same storage is closed and opened again.
    ///   - storesSealed: Whether the rows' `sealed` bytes are kept. False for a wrapper that uses them itself.
    ///   - storesEnvelopes: Whether the auth key can be an envelope. False for a wrapper that makes those itself.
    ///   - makeStorage: Makes a storage in a place of its own.
    public init(
        ordered: Bool = true, persists: Bool = true, storesSealed: Bool = true, storesEnvelopes: Bool = true,
        makeStorage: @escaping @Sendable () async throws -> any Storage
    ) {
        self.makeStorage = makeStorage
        options = Options(
            ordered: ordered, persists: persists, storesSealed: storesSealed, storesEnvelopes: storesEnvelopes)
    }

    /// Runs every check, one after the other.
    ///
    /// - Returns: How many checks were run.
    /// - Throws: ``StorageConformanceError`` with every check that failed.
    @discardableResult
    public func run() async throws -> Int {
        let checks = Check.all.filter { $0.applies(options) }
        var failures: [StorageConformanceError.Failure] = []
        for check in checks {
            if let reason = await failure(of: check) {
                failures.append(StorageConformanceError.Failure(check: check.name, reason: reason))
            }
        }
        guard failures.isEmpty else { throw StorageConformanceError(failures: failures, checkCount: checks.count) }
        return checks.count
    }

    private func failure(of check: Check) async -> String? {
        do {
            let storage = try await makeStorage()
            do {
                try await check.body(Subject(storage: storage, options: options))
            } catch {
                try? await storage.delete()
                throw error
            }
            try await storage.delete()
            return nil
        } catch let failure as Check.Failure {
            return failure.reason
        } catch {
            return "it threw \(error)"
        }
    }
}

/// The checks that a storage failed.
public struct StorageConformanceError: Error, CustomStringConvertible {
    /// A check and what was found.
    public struct Failure: Sendable, Hashable {
        /// The check's name: a sentence of the contract.
        public let check: String
        /// What was found instead.
        public let reason: String
    }

    /// The checks that failed, in the order in which they were run.
    public let failures: [Failure]
    /// How many checks were run.
    public let checkCount: Int

    /// Every failure on a line of its own.
    public var description: String {
        "\(failures.count) of \(checkCount) checks failed:\n"
            + failures.map { "- \($0.check): \($0.reason)" }.joined(separator: "\n")
    }
}
