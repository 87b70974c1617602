import Testing

@testable import VaultProcess

@Suite struct InterruptionTests {
    /// Sends signals to the driver, one after the other, once it is at work.
    private static func script(_ signals: String...) -> String {
        #""$driver" defer >log & until grep -q working log; do sleep 0.02; done; "#
            + signals.map { "kill -\($0) $!; sleep 0.1; " }.joined() + "wait $!; echo $?; cat log"
    }

    @Test(arguments: [("TERM", 143), ("HUP", 129)])
    func `a signal has what runs undone, and then ends the process`(signal: String, status: Int) throws {
        #expect(try Shell(Self.script(signal)).output == "\(status)\nworking\nundone\nending\n")
    }

    @Test func `a signal that is ignored stays so`() throws {
        // A shell without job control has what it starts in the background ignore SIGINT.
        #expect(try Shell(Self.script("INT", "TERM")).output == "143\nworking\nundone\nending\n")
        #expect(try Shell("trap '' HUP; " + Self.script("HUP", "TERM")).output == "143\nworking\nundone\nending\n")
    }
}
