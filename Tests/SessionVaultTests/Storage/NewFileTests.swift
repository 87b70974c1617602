import Foundation
import Testing
import VaultSQLite

@testable import SessionVault

/// How a file comes to be: in a forked child, since what is tried is the process's own (its mask, its end).
@Suite(.serialized) struct NewFileTests {
    private static let names = ["x.session", "x.session-journal", "x.session-wal"]

    @Test(arguments: [0o000, 0o777] as [mode_t], [FileStorage.Journal.writeAheadLog, .rollback])
    func `a new file and what is beside it have mode 0600 under any mask`(
        _ mask: mode_t, _ journal: FileStorage.Journal
    ) async throws {
        try await Scratch.run { scratch in
            // As it is made, before an open could put the mode right.
            let made = try await Fork.run {
                umask(mask)
                let bytes: [UInt8] = [1]
                let isNew = try NewFile.create(scratch.path("bytes"), in: scratch.directory, bytes.span)
                return try isNew && scratch.mode("bytes") == 0o600
            }
            #expect(made == .succeeded)
            let ending = try await Fork.retrying {
                umask(mask)
                var store = SessionStore(place: .file(scratch.path("x.session"), .init(journal: journal)))
                _ = try store.open()
                try store.write { try $0.apply([.setUpdateState(UpdateStateRecord(id: 0, pts: 7))]) }
                let modes = try Self.names.compactMap { try scratch.mode($0) }
                try store.delete()
                return modes == [0o600, 0o600]
            }
            #expect(ending == .succeeded)
        }
    }

    @Test func `a crash while a file is made leaves the temporary one alone, and nothing of the name`() async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("x.session")
            let ending = try await Fork.run {
                // The system ends the process at the write that goes beyond.
                var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
                _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                var signals = sigset_t()
                unsafe sigemptyset(&signals)
                unsafe sigaddset(&signals, SIGXFSZ)
                unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
                let bytes = [UInt8](repeating: 1, count: 8192)
                return try NewFile.create(path, in: scratch.directory, bytes.span)
            }
            #expect(ending == .crashed(signal: SIGXFSZ))
            let left = try scratch.names
            try #require(left.count == 1 && left[0].hasPrefix(".sessionvault-"))
            try #expect(FileFacts.of(scratch.path(left[0]))?.size == 4096)
            try #expect(scratch.mode(left[0]) == 0o600)
            // It stands in nobody's way.
            let storage = FileStorage(path: path)
            try await storage.open()
            try await storage.close()
            try #expect(scratch.names == left + ["x.session"])
        }
    }

    @Test func `of many who make one file at once one does, and all find it whole`() async throws {
        try await Scratch.run { scratch in
            let path = scratch.path("x.session")
            for _ in 1...20 {
                let outcomes = await withTaskGroup(of: Bool.self) { group in
                    for _ in 1...4 {
                        group.addTask {
                            do {
                                let storage = FileStorage(path: path)
                                try await storage.open()
                                try await storage.close()
                                return true
                            } catch { return error as? VaultError == .locked(pid: getpid()) }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes == [true, true, true, true])
                try #expect(scratch.names == ["x.session"])
                try FileManager.default.removeItem(atPath: path)
            }
        }
    }
}
