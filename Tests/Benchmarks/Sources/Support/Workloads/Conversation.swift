internal import Foundation

/// Answers requests, one a line, until there are no more.
package func converse(_ answer: (Request) async throws -> Reply) async throws {
    while let line = readLine() {
        let reply: Reply
        do {
            reply = try await answer(try Request(line))
        } catch {
            reply = .failed("\(error)")
        }
        try FileHandle.standardOutput.write(contentsOf: Data("\(reply)\n".utf8))
    }
}

/// Says how the contender is called, and ends the process.
package func exitWithUsage(_ arguments: String) -> Never {
    let name = URL(filePath: CommandLine.arguments[0]).lastPathComponent
    FileHandle.standardError.write(Data("usage: \(name) \(arguments)\n".utf8))
    exit(2)
}

/// Says what went wrong, and ends the process.
package func exitWithError(_ error: any Error) -> Never {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(1)
}
