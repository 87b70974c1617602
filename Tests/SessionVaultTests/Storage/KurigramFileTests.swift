import Foundation
import SessionVaultTesting
import Testing

@testable import SessionVault

/// kurigram's files, which have the DC's address and are kept as they are.
@Suite struct KurigramFileTests {
    /// Columns as kurigram makes them, and as its migration leaves them.
    static let shapes: [[String]] = [FamilySQL.fresh(7), FamilySQL.migrated(6, to: 7, rows: [])]

    private static let row = """
        SELECT dc_id, server_address, port, length(auth_key), test_mode, user_id, is_bot, (SELECT number FROM version)
        FROM sessions
        """

    private func make(_ scratch: Scratch, _ shape: [String], rows: [String] = FamilySQL.rows(7)) throws -> FileStorage {
        try #expect(scratch.sqlite("x.session", shape + rows) == "")
        return FileStorage("x", directory: scratch.directory)
    }

    @Test(arguments: shapes)
    func `address and port are read and written, and nothing is converted`(shape: [String]) async throws {
        try await Scratch.run { scratch in
            let storage = try make(scratch, shape)
            let schema = "SELECT group_concat(sql) FROM sqlite_master"
            let before = try scratch.sqlite("x.session", schema)
            try await #expect(!storage.open().contains { if case .schemaMigrated = $0 { true } else { false } })
            let record = try #require(try await storage.session())
            #expect(record.serverAddress == "149.154.167.91" && record.port == 443 && record.apiID == 6)
            var new = record
            (new.dcID, new.serverAddress, new.port) = (5, "2001:b28:f23f:f005::a", 5222)
            try await #expect(storage.replaceSession(record, with: new))
            try await #expect(storage.session() == new)
            // The address is compared too.
            try await #expect(!storage.replaceSession(record, with: new))
            try await storage.close()
            try #expect(scratch.sqlite("x.session", Self.row) == "5|2001:b28:f23f:f005::a|5222|256|0|9|1|7")
            try #expect(scratch.sqlite("x.session", schema) == before)
        }
    }

    @Test(arguments: [("server_address = x'00'", "server_address"), ("port = 'x'", "port"), ("port = 65536", "port")])
    func `an address that is none is an error that names its column`(assignment: String, column: String) async throws {
        try await Scratch.run { scratch in
            let storage = try make(scratch, Self.shapes[0])
            try scratch.sqlite("x.session", "UPDATE sessions SET \(assignment)")
            try await storage.open()
            await #expect(throws: VaultError.invalidValue(column: column)) { try await storage.session() }
            try await storage.close()
        }
    }

    @Test func `the address is true after every change of DC`() async throws {
        try await Scratch.run { scratch in
            let session = Session(try make(scratch, Self.shapes[0]))
            try await session.open()
            for (dataCenter, address) in [
                (DataCenter(id: 1), "149.154.175.53|443"), (DataCenter(id: 2, isTest: true), "149.154.167.40|80"),
                (DataCenter(id: 3, address: "dc.example"), "dc.example|443"), (DataCenter(id: 4), "149.154.167.91|443"),
                // Another DC's, which is a mistake; one that nobody knows, which gets none.
                (DataCenter(id: 5, address: "149.154.167.91", port: 1), "91.108.56.130|443"),
                (DataCenter(id: 77), "|0"), (DataCenter(id: 4, isTest: true), "|0"),
                (DataCenter(id: 203, port: 80), "91.105.192.100|443"),
            ] {
                try await session.update(authKey: try .random(), dataCenter: dataCenter)
                try await session.close()
                try #expect(scratch.sqlite("x.session", "SELECT server_address, port FROM sessions") == address)
                try await session.open()
                let told = try session.dataCenter
                #expect("\(told.address ?? "")|\(told.port ?? 0)" == address)
            }
            try await session.close()
        }
    }

    @Test func `the address of a DC that another client changed is not handed out, and is corrected`() async throws {
        try await Scratch.run { scratch in
            let session = Session(try make(scratch, Self.shapes[0]))
            try scratch.sqlite("x.session", "UPDATE sessions SET dc_id = 5")
            try await session.open()
            #expect(try session.dataCenter.address == "91.108.56.130")
            try await session.update(apiID: 7)
            try await session.close()
            try #expect(scratch.sqlite("x.session", Self.row) == "5|91.108.56.130|443|256|0|9|1|7")
        }
    }

    @Test func `a write of what is there already changes nothing`() async throws {
        try await Scratch.run { scratch in
            let session = Session(FileStorage("new", directory: scratch.directory))
            try await session.open()
            try await session.replace(authKey: try .random(), dataCenter: DataCenter(id: 2), apiID: 1)
            try await session.close()
            try scratch.sqlite("new.session", "UPDATE sessions SET date = 5")
            // The file keeps no address, and so none was missing.
            try await session.open()
            try await session.update(apiID: 1)
            #expect(try session.date == 5)
            #expect(try session.dataCenter.address == "149.154.167.51")
            try await session.close()
        }
    }

    @Test(arguments: [EncryptedStorage.Coverage.everything, .authKey])
    func `a sealed file holds constants or mirrors, and gets its address back`(
        coverage: EncryptedStorage.Coverage
    ) async throws {
        try await Scratch.run { scratch in
            let passphrase = try Passphrase("kurigram")
            let storage = try make(scratch, Self.shapes[1])
            let sealed = storage.encrypted(with: passphrase, coverage: coverage, derivation: .minimum)
            let report = try #require(try await sealed.encrypt())
            #expect(report.isClean)
            let columns = "SELECT dc_id, server_address, port, user_id FROM sessions"
            let expected = coverage == .everything ? "0||0|0" : "4|149.154.167.91|443|9"
            try #expect(scratch.sqlite("x.session", columns) == expected)
            let session = Session(sealed)
            try await session.open()
            try #expect(session.dataCenter.address == "149.154.167.91")
            try await session.update(authKey: try .random(), dataCenter: DataCenter(id: 1))
            try await #expect(session.peer(id: 777_000)?.usernames == ["telegram"])
            try await session.close()
            let changed = coverage == .everything ? expected : "1|149.154.175.53|443|9"
            try #expect(scratch.sqlite("x.session", columns) == changed)
            try await session.open()
            try #expect(session.dataCenter.address == "149.154.175.53")
            try await session.close()
            try await sealed.decryptToPlaintext()
            try #expect(scratch.sqlite("x.session", Self.row) == "1|149.154.175.53|443|256|0|9|1|7")
            let trigger = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
            try #expect(scratch.sqlite("x.session", trigger) == FamilySQL.trigger)
        }
    }

    @Test func `the file keeps the contract of storages, plain and sealed`() async throws {
        let passphrase = try Passphrase("kurigram")
        try await Scratch.run { scratch in
            try scratch.sqlite("empty.session", Self.shapes[1])
            let make: @Sendable () throws -> FileStorage = {
                let name = UUID().uuidString
                try FileManager.default.copyItem(
                    atPath: scratch.path("empty.session"), toPath: scratch.path(name + ".session"))
                return FileStorage(name, directory: scratch.directory)
            }
            let plain = try await StorageConformance { try make() }.run()
            let sealed = try await StorageConformance(ordered: false, storesSealed: false, storesEnvelopes: false) {
                try make().encrypted(with: passphrase, derivation: .minimum)
            }.run()
            #expect(plain > 30 && sealed > 25)
        }
    }
}
