import Foundation
import Testing

/// A script that starts the driver, and what came of it.
struct Shell {
    let output: String
    let error: String
    let status: Int32

    /// What other tests have open in this process at the moment may come along, and would stand where a script's own goes.
    private static let closing = (3...9).map { "exec \($0)>&-; " }.joined()

    /// Runs a script in which `$driver` is the driver, in a directory of its own.
    init(_ script: String, environment: [String: String] = [:]) throws {
        let directory = URL(filePath: NSTemporaryDirectory()).appending(path: "process-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", Self.closing + script]
        process.currentDirectoryURL = directory
        process.environment = ["PATH": "/usr/bin:/bin", "driver": try Self.driver()].merging(environment) { $1 }
        // Files, since a pipe would have to be emptied meanwhile.
        let (output, error) = (directory.appending(path: "output"), directory.appending(path: "error"))
        try Data().write(to: output)
        try Data().write(to: error)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        try process.run()
        process.waitUntilExit()
        self.output = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        self.error = String(decoding: try Data(contentsOf: error), as: UTF8.self)
        status = process.terminationStatus
    }

    /// It lies beside the bundle of the tests.
    private static func driver() throws -> String {
        let bundles = [Bundle.main] + Bundle.allBundles
        for place in bundles.map(\.bundleURL) + [URL(filePath: CommandLine.arguments[0])] {
            for directory in [place, place.deletingLastPathComponent()] {
                let path = directory.appending(path: "ProcessDriver").path()
                if FileManager.default.isExecutableFile(atPath: path) { return path }
            }
        }
        throw Missing()
    }

    struct Missing: Error {}
}
