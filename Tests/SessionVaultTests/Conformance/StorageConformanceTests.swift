import SessionVault
import SessionVaultTesting
import Testing

@Suite struct StorageConformanceTests {
    @Test func `a dictionary engine in under 80 lines passes`() async throws {
        let count = try await StorageConformance { DictionaryStorage() }.run()
        #expect(count > 35)
    }

    @Test func `a suite for wrappers leaves out what they cannot keep`() async throws {
        let all = try await StorageConformance { DictionaryStorage() }.run()
        let some = try await StorageConformance(
            ordered: false, persists: false, storesSealed: false, storesEnvelopes: false
        ) { DictionaryStorage() }.run()
        #expect(some < all)
        #expect(some > 25)
    }

    /// The defect, and a check that it has to fail.
    static let failures: [(BrokenStorage.Defect, String)] = [
        (.opensTwice, "opening twice throws alreadyOpen and leaves the storage open"),
        (.answersBeforeOpen, "every call before open throws notOpen"),
        (.keepsAfterDelete, "a storage that was deleted is empty when it is opened again"),
        (.closingTwiceThrows, "closing a storage that is not open changes nothing"),
        (.forgetsOnClose, "everything is there after closing and opening"),
        (.startsWithSession, "a new storage has no session"),
        (.ignoresExpected, "replaceSession changes nothing where the record is another"),
        (.neverReplaces, "a session comes back as it was stored"),
        (.replacesAtLength, "an envelope is expected by all its bytes"),
        (.losesTestMode, "a session comes back as it was stored"),
        (.losesDate, "a session comes back as it was stored"),
        (.cutsEnvelopes, "an envelope of 16,384 bytes comes back as it was stored"),
        (.mergesPeers, "a peer replaces the whole row that had its id"),
        (.keepsUsernames, "a peer replaces the whole row that had its id"),
        (.ignoresCase, "names are compared byte for byte"),
        (.confusesNames, "a name of one kind is none of another"),
        (.zeroesAccessHash, "no access hash is not the access hash 0"),
        (.sortsUsernames, "usernames keep their order"),
        (.normalisesText, "names are compared byte for byte"),
        (.losesSealed, "an update state's sealed bytes come back as they were stored"),
        (.losesEmptySealed, "a peer's sealed bytes come back as they were stored"),
        (.answersOutOfOrder, "look-ups in one call answer in their order"),
        (.pagesUnsorted, "pages ascend by id"),
        (.pagesTooLong, "the pages hold every peer once"),
        (.pagesIncludeTheEnd, "the pages hold every peer once"),
        (.findsTheOldest, "of several peers with one name the latest is found"),
        (.mergesStates, "an update state replaces the whole row that had its id"),
        (.sharesIDs, "a peer and an update state of one id are two rows"),
        (.removesNothing, "a peer that is removed is gone with its usernames and phone number"),
        (.halfABatch, "a batch that is refused leaves nothing behind"),
        (.reversesBatches, "a batch is made in its order"),
        (.racesReplace, "of two racing replaceSession exactly one wins"),
        (.overwritesOnApply, "calls from many tasks overlap"),
    ]

    @Test(arguments: failures)
    func `an engine with one defect fails the check of that sentence`(
        _ defect: BrokenStorage.Defect, _ check: String
    ) async throws {
        let error = await #expect(throws: StorageConformanceError.self) {
            try await StorageConformance { BrokenStorage(defect) }.run()
        }
        let failed = try #require(error).failures.map(\.check)
        #expect(failed.contains(check), "failed instead: \(failed)")
    }

    @Test func `every defect is looked for`() {
        #expect(Set(Self.failures.map(\.0)) == Set(BrokenStorage.Defect.allCases))
    }

    @Test func `the error names every failed check on a line`() async throws {
        let error = await #expect(throws: StorageConformanceError.self) {
            try await StorageConformance { BrokenStorage(.losesSealed) }.run()
        }
        let lines = try #require(error).description.split(separator: "\n")
        #expect(lines.count == 1 + (error?.failures.count ?? 0))
        #expect(lines.contains { $0.hasPrefix("- a peer's sealed bytes come back as they were stored: ") })
    }
}
