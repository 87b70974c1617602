internal import VaultSodium

extension Passphrase {
    /// The longest line that a terminal is asked for, in bytes: the least of what systems collect of one.
    static let longestLine = 1023

    /// Asks for a passphrase on the terminal that the process belongs to (`/dev/tty`), and never on standard input.
    ///
    /// Nothing that is typed is shown, not its length either, and it goes from the system straight into guarded memory.
    /// What was typed before the prompt is dropped. The terminal's echo is put back on every way out: the line, an error,
    /// `exit`, and the signals `SIGINT` (Ctrl-C), `SIGTERM`, `SIGHUP`, `SIGQUIT`, `SIGTSTP` (Ctrl-Z), `SIGALRM`,
    /// `SIGPIPE`, `SIGUSR1`, `SIGUSR2` and `SIGXCPU`, unless they are ignored; they then do what they would have done
    /// otherwise, and a process that is continued asks anew. A crash, `_exit`, `SIGKILL` and `SIGSTOP` leave the echo off
    /// (`stty sane` puts it back).
    ///
    /// It blocks its thread for as long as the user takes, so call it before the work begins, or on a thread that no task
    /// runs on. Of several threads one asks at a time.
    ///
    /// - Parameters:
    ///   - prompt: What is shown, as it is: `"Passphrase: "`.
    ///   - confirming: Whether it is asked for twice, as for a new one.
    /// - Throws: ``VaultError/unsuitableSecret(_:path:)`` where there is no terminal, nothing is typed, more than 1,023
    ///   bytes are, or the second line is another; ``VaultError/invalidPassphrase`` where it is not UTF-8;
    ///   `CancellationError` where one of the first four signals came and its handler let the process go on;
    ///   ``VaultError/system(errno:call:path:)``.
    public convenience init(terminal prompt: String, confirming: Bool = false) throws {
        let place = "the passphrase"
        let line = try VaultError.mapping(source: place) {
            try Terminal.withoutEcho { terminal in
                let line = try terminal.line(prompt, limit: Self.longestLine)
                if confirming {
                    let again = try terminal.line("Again, to confirm: ", limit: Self.longestLine)
                    guard try line.isEqual(to: again) else {
                        throw VaultError.unsuitableSecret(.mismatch, path: place)
                    }
                }
                return line
            }
        }
        try self.init(line: line, place: place)
    }
}
