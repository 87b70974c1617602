import Foundation
import SessionVault

/// How secrets come in, for checks that need a process and a terminal of their own. What was read is written to standard
/// output: it is the test's own.
enum Secrets {
    static func run(_ arguments: [String]) async throws {
        switch arguments.first {
        case "ask": try show(try Passphrase(terminal: "Passphrase: "))
        case "ask-twice": try show(try Passphrase(terminal: "Passphrase: ", confirming: true))
        case "ask-code":
            try RecoveryCode(terminal: "Recovery code: ").withText { say(text($0)) }
        case "ask-on-a-worker": try show(try await onAWorker { try Passphrase(terminal: "Passphrase: ") })
        case "ask-and-handle":
            // A handler that lets the process go on.
            for number in [SIGINT, SIGUSR1] { signal(number) { _ in } }
            try show(try Passphrase(terminal: "Passphrase: "))
        case "ask-and-end":
            // A signal that ends the process comes while another is passed on, with the echo off.
            signal(SIGCONT) { _ in kill(getpid(), SIGTERM) }
            try show(try Passphrase(terminal: "Passphrase: "))
        case "ask-and-ignore":
            signal(SIGINT, SIG_IGN)
            try show(try Passphrase(terminal: "Passphrase: "))
        case "ask-and-exit":
            // Another thread ends the process as soon as it is told to.
            Thread {
                _ = readLine()
                exit(3)
            }.start()
            try show(try Passphrase(terminal: "Passphrase: "))
        case "ask-and-hold": try hold(try Passphrase(terminal: "Passphrase: "))
        case "file" where arguments.count == 2: try hold(try Passphrase(file: arguments[1]))
        case "descriptor": try hold(try Passphrase(descriptor: 3))
        case "environment" where arguments.count == 2:
            let passphrase = try Passphrase(environment: arguments[1])
            say(unsafe getenv(arguments[1]) == nil ? "removed" : "kept")
            try hold(passphrase)
        case "key" where arguments.count == 2: try hold(try RawKey(file: arguments[1]))
        default: throw UsageError()
        }
    }

    /// Keeps the secret, and its memory in the state that reading it left, until standard input ends.
    private static func hold(_ secret: some AnyObject) throws {
        withExtendedLifetime(secret) {
            say("held")
            _ = readLine()
        }
    }

    private static func show(_ passphrase: Passphrase) throws { try passphrase.withText { say(text($0)) } }

    private static func text(_ bytes: Span<UInt8>) -> String {
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }

    /// Runs `body` on a thread of the pool that Dispatch keeps, which blocks signals.
    private static func onAWorker<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }
}
