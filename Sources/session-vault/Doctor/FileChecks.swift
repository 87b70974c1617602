#if CLI
internal import VaultProcess
internal import VaultSQLite

/// Whether the current directory is a place for sessions.
enum FileChecks {
    static func all() -> [Check] { [directory(), sessions(), unfinished(), fileSystem(), openFiles()] }

    private static func directory() -> Check {
        let id = "directory"
        guard let facts = try? FileFacts.of(".") else {
            return .unknown(id, "the current directory cannot be looked at")
        }
        guard facts.hasTrustedOwner else {
            return .warning(
                id, "the current directory is somebody else's, who can replace every file in it: use one of your own")
        }
        guard !facts.letsOthersReplaceFiles else {
            return .warning(id, "others can put files in the place of yours in the current directory: chmod go-w")
        }
        return .ok(id, "nobody but its owner and root can replace files in the current directory")
    }

    /// Sessions, and what SQLite keeps beside them.
    private static func sessions() -> Check {
        let id = "session-files"
        guard let names = try? Directory.names(in: ".") else {
            return .unknown(id, "the current directory cannot be listed")
        }
        let endings = ["", "-wal", "-shm", "-journal"].map { ".session" + $0 }
        let sessions = names.filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
        let open = sessions.filter { name in
            guard let facts = try? FileFacts.of("./" + name) else { return false }
            return facts.kind == .regular && !facts.isPrivate
        }
        guard open.isEmpty else {
            let shown = open.prefix(5).map(\.withoutControls).joined(separator: ", ")
            let more = open.count > 5 ? " and \(open.count - 5) more" : ""
            return .warning(id, "others have rights to \(shown)\(more): chmod 600, or open them once, which does that")
        }
        let count = sessions.count
        return .ok(id, count == 0 ? "there are none in the current directory" : "all \(count) are their owner's alone")
    }

    /// What a process leaves that is killed while it makes a file.
    private static func unfinished() -> Check {
        let id = "unfinished-files"
        guard let left = try? NewFile.unfinished(in: ".").sorted() else {
            return .unknown(id, "the current directory cannot be listed")
        }
        guard let first = left.first else { return .ok(id, "no file is left half made in the current directory") }
        return .warning(
            id,
            "\(left.count) left half made, such as \(first.withoutControls), and perhaps with an auth key in the clear: "
                + "remove it, where nothing is being made there now")
    }

    private static func fileSystem() -> Check {
        let id = "file-system"
        switch FileSystem.of(".") {
        case .local(let name): return .ok(id, "the current directory is on \(name), where locks hold")
        case .remote(let name):
            return .warning(
                id, "the current directory is on \(name), where locks need not hold: two clients could use one session")
        case .unknown: return .unknown(id, "what the current directory is on is not known; do locks hold there?")
        }
    }

    private static func openFiles() -> Check {
        let id = "open-files"
        guard let limit = ResourceLimit.found(.openFiles) else { return .unknown(id, "the limit is not known") }
        let (soft, hard) = (Int(clamping: limit.soft), Int(clamping: limit.hard))
        let count = { (limit: Int) in limit / OpenFileLimit.descriptorsOfSession }
        return .ok(
            id, "\(soft) at once, which is some \(count(soft)) sessions; can be raised to \(hard)")
    }
}
#endif
