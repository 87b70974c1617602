import CVaultSQLite
import Synchronization

@testable import VaultSQLite

/// What SQLite does to the files of a connection in exclusive use, in its order; a sync can be made to fail.
final class WatchedFiles: Sendable {
    enum File { case log, file }
    enum Event: Equatable { case wrote(File), synced(File) }

    private struct State {
        var events: [Event] = []
        var failing: File?
    }

    private let state = Mutex(State())

    init(_ connection: Connection) throws {
        for (request, file) in [(SQLITE_FCNTL_JOURNAL_POINTER, File.log), (SQLITE_FCNTL_FILE_POINTER, .file)] {
            var opened: UnsafeMutablePointer<sqlite3_file>?
            let database = unsafe try connection.handle.open("watch a file")
            guard unsafe sqlite3_file_control(database, "main", request, &opened) == SQLITE_OK,
                let opened = unsafe opened, let methods = unsafe opened.pointee.pMethods
            else { throw SQLiteError(code: SQLITE_MISUSE, operation: "watch a file") }
            unsafe watch(opened, methods, as: file)
        }
    }

    /// What was done since the last call; the same several times in a row is told once.
    func take() -> [Event] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    func failNextSync(of file: File) { state.withLock { $0.failing = file } }

    /// False where it is to fail.
    fileprivate func note(_ event: Event) -> Bool {
        state.withLock { state in
            if let failing = state.failing, event == .synced(failing) {
                state.failing = nil
                return false
            }
            if state.events.last != event { state.events.append(event) }
            return true
        }
    }

    /// SQLite has a table of calls for all files of a kind. This file gets one of its own, which stays.
    private func watch(
        _ opened: UnsafeMutablePointer<sqlite3_file>, _ original: UnsafePointer<sqlite3_io_methods>, as file: File
    ) {
        let table = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        unsafe table.initialize(to: original.pointee)
        unsafe table.pointee.xSync = { file, flags in
            guard let watched = unsafe Watched.find(file), watched.files.note(.synced(watched.file)) else {
                return 1034  // SQLITE_IOERR_FSYNC
            }
            return unsafe watched.original.pointee.xSync(file, flags)
        }
        unsafe table.pointee.xWrite = { file, bytes, count, offset in
            guard let watched = unsafe Watched.find(file), watched.files.note(.wrote(watched.file)) else {
                return SQLITE_IOERR
            }
            return unsafe watched.original.pointee.xWrite(file, bytes, count, offset)
        }
        unsafe opened.pointee.pMethods = unsafe UnsafePointer(table)
        let watched = unsafe Watched(files: self, file: file, original: original)
        Watched.all.withLock { $0[UInt(bitPattern: opened)] = watched }
    }
}

/// One that is watched, by its place: it is entered anew where SQLite opens another file there.
@safe private struct Watched: @unchecked Sendable {
    static let all = Mutex<[UInt: Watched]>([:])

    let files: WatchedFiles
    let file: WatchedFiles.File
    let original: UnsafePointer<sqlite3_io_methods>

    static func find(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Watched? {
        all.withLock { $0[UInt(bitPattern: file)] }
    }
}
