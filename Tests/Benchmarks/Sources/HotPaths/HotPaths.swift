import Dispatch
import LibraryWorkloads
import Support

/// The library as a contender that valgrind counts the instructions of. Its main function is not async, for one that is
/// ends its thread before the process, and valgrind dies of that; so it plays nothing on the main actor.
@main
enum HotPaths {
    static func main() {
        guard CommandLine.arguments.count == 3, let sealing = Sealing(rawValue: CommandLine.arguments[1]) else {
            exitWithUsage("plain|sealed DIRECTORY")
        }
        let directory = CommandLine.arguments[2]
        let end = DispatchSemaphore(value: 0)
        Task.detached {
            defer { end.signal() }
            do {
                try await Library.converse(in: directory, sealing)
            } catch {
                exitWithError(error)
            }
        }
        end.wait()
    }
}
