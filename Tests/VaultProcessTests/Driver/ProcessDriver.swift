internal import VaultProcess
internal import VaultSodium

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What the tests of `VaultProcess` start: a process that is hardened and does one thing.
@main
enum ProcessDriver {
    static func main() async {
        Hardening.begin()
        do {
            try StandardStreams.occupyClosed()
            let arguments = CommandLine.arguments.dropFirst()
            if arguments.first == "defer" { try await deferring() } else { try run(arguments) }
        } catch let came as Interruption.Came {
            say("ending\n", .output)
            Interruption.end(by: came.signal)
        } catch {
            say("\(error)\n", .error)
            exit(status(error))
        }
    }

    private static func run(_ arguments: ArraySlice<String>) throws {
        guard let verb = arguments.first else { return }
        let rest = Array(arguments.dropFirst())
        switch verb {
        case "write": try StandardStreams.write(Array(rest.joined(separator: " ").utf8).span, to: .output)
        case "read":
            let input = try StandardStreams.readInput(limit: 1_000)
            try input.withBytes { try StandardStreams.write($0, to: .output) }
        case "limits": say(ResourceLimit.Kind.allCases.map(describe).joined(), .output)
        case "dumpable": say("\(Hardening.isDumpable.map(String.init) ?? "unknown")\n", .output)
        case "memory": say(AvailableMemory.bytes() == nil ? "unknown\n" : "known\n", .output)
        case "crash": preconditionFailure("as asked for")
        // become (fd N | env VAR) SPENT COMMAND…
        case "become":
            let spent = Set(rest[2].split(separator: ",").compactMap { Int32($0) })
            let isDescriptor = rest[0] == "fd"
            let replacement = try Replacement(
                command: ArgumentVector(lastOfOwn: rest.count - 3),
                handover: isDescriptor ? .descriptor(Int32(rest[1]) ?? -1) : .variable(rest[1]), spent: spent)
            for descriptor in spent { _ = try SecretInput.bytes(ofDescriptor: descriptor, limit: 1_000) }
            try replacement.become(handing: try SecretBytes(copying: Array("a secret".utf8).span))
        default: say("no such thing\n", .error)
        }
    }

    /// Waits until a signal cancels it, and undoes what it does.
    private static func deferring() async throws {
        let work = Task {
            do {
                try await Task.sleep(for: .seconds(60))
            } catch {
                say("undone\n", .output)
                throw error
            }
        }
        try await Interruption.deferring({ work.cancel() }) {
            // From here on no signal ends it.
            say("working\n", .output)
            try await work.value
        }
    }

    private static func describe(_ kind: ResourceLimit.Kind) -> String {
        guard let limit = ResourceLimit.current(kind) else { return "\(kind) unknown\n" }
        return "\(kind) \(limit.soft) \(limit.hard)\n"
    }

    private static func say(_ text: String, _ stream: StandardStreams.Stream) {
        try? StandardStreams.write(Array(text.utf8).span, to: stream)
    }

    private static func status(_ error: any Error) -> Int32 {
        switch error {
        case ReplacementError.notFound: 127
        case ReplacementError.notExecutable: 126
        case is ReplacementError: 64
        default: 74
        }
    }
}
