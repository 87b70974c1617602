import Support

/// What the workloads share: the main file, which stays open between them.
final class Player {
    private let directory: String
    var main: Store?
    /// Counted up, so that each value that is written is another.
    var lastAPIID = Int(Values.apiID)

    struct NotPrepared: Error {}

    init(_ directory: String) { self.directory = directory }

    func play(_ request: Request) async throws -> Reply {
        switch request.workload {
        case "create": try await create(request)
        case "prepare": try await prepare(request)
        case "reopen": try await reopen(request)
        case "insert": try await insert(request)
        case "unchanged": try await update(request, version: 0)
        case "changed": try await update(request, version: request.version)
        case "id", "username", "phone": try await lookUp(request)
        case "field": try await readField(request)
        case "field-write": try await writeField(request)
        case "envelope": try await writeDurableField(request)
        case "state": try await setStates(request)
        case "states": try await listStates(request)
        default: .unavailable
        }
    }

    func end() throws {
        try main?.close()
        main = nil
    }

    /// The main file, open.
    var store: Store {
        get throws {
            guard let main else { throw NotPrepared() }
            return main
        }
    }

    func path(_ name: String) -> String { directory + "/" + name + ".session" }
}
