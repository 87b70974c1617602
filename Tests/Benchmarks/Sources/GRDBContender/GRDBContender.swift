import Support

/// GRDB as a contender: it answers requests for workloads, one a line, on the library's plain schema.
@main
enum GRDBContender {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let directory = arguments.first, arguments.count == 1 else { exitWithUsage("DIRECTORY") }
        try await Task.detached {
            let player = Player(directory)
            try await converse(player.play)
            try player.end()
        }.value
    }
}
