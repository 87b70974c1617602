import LibraryWorkloads
import Support

/// The library as a contender: it answers requests for workloads, one a line, on plain or on sealed sessions.
@main
enum Contender {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard (2...3).contains(arguments.count), let sealing = Sealing(rawValue: arguments[0]) else {
            exitWithUsage("plain|sealed DIRECTORY")
        }
        if arguments.count == 3, let count = Int(arguments[2]) {
            let files = try await Files(in: arguments[1], sealing)
            return print(try await files.residentKibibytesPerSession(count: count))
        }
        // Away from the main actor, as most of a client's code is.
        try await Task.detached { try await Library.converse(in: arguments[1], sealing) }.value
    }
}
