import SessionVault
import Support

/// What the workloads share: the main file, which stays open between them, and what was made for them once.
package final class Library {
    let files: Files
    let authKey: AuthKey
    private(set) var main: Session?
    /// What lies in the directory by now.
    var made: Set<String> = []
    /// Counted up, so that each value that is written is another.
    var lastAPIID = Values.apiID

    struct NotPrepared: Error {}

    /// Answers requests on sessions in a directory, one a line, until there are no more.
    package static func converse(in directory: String, _ sealing: Sealing) async throws {
        let library = try Library(try await Files(in: directory, sealing))
        try await Support.converse(library.play)
        try await library.end()
    }

    init(_ files: Files) throws {
        self.files = files
        authKey = try AuthKey(Values.authKey)
    }

    func play(_ request: Request) async throws -> Reply {
        switch request.workload {
        case "create": try await create(request)
        case "prepare": try await prepare(request)
        case "open": try await openPrepared()
        case "reopen": try await reopen(request)
        case "insert": try await insert(request)
        case "unchanged": try await update(request, version: 0)
        case "changed": try await update(request, version: request.version)
        case "id", "username", "phone": try await lookUp(request)
        case "id-main", "username-main", "phone-main": try await lookUpOnMainActor(request)
        case "field": try await readField(request)
        case "field-write", "envelope": try await writeField(request)
        case "state": try await setStates(request)
        case "states": try await listStates(request)
        case "export": try await export(request)
        case "parse": try await parse(request)
        case "import": try await `import`(request)
        case "seal": try await seal(request)
        case "unseal": try await unseal(request)
        case "protect": try await protect(request)
        case "files": try await openFiles(request)
        case "memory": try await measureMemory(request)
        case "tasks": try await lookUpInTasks(request)
        case "encrypt": try await encrypt(request)
        case "rekey": try await rekey(request)
        default: .unavailable
        }
    }

    /// The main file's session, open.
    var session: Session {
        get throws {
            guard let main else { throw NotPrepared() }
            return main
        }
    }

    func openMain() async throws -> Session {
        let session = files.session("main")
        try await session.open()
        main = session
        return session
    }

    func end() async throws {
        try await main?.close()
        main = nil
    }
}
