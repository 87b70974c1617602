import Testing

@Suite struct HardeningTests {
    @Test func `a hardened process cannot be dumped, writes no core, and may lock what it may`() throws {
        let shell = try Shell(#"ulimit -c unlimited 2>/dev/null; "$driver" dumpable; "$driver" limits"#)
        #expect(shell.output.contains("false"))
        #expect(shell.output.contains("coreDump 0 "))
        let locked = try #require(shell.output.split(separator: "\n").first { $0.hasPrefix("lockedMemory") })
        let words = locked.split(separator: " ")
        #expect(words[1] == words[2])
    }

    @Test func `a crash says nothing of registers and memory, whatever the environment asks for`() throws {
        let shell = try Shell(#""$driver" crash"#, environment: ["SWIFT_BACKTRACE": "enable=yes,color=no"])
        #expect(shell.status != 0)
        #expect(!shell.error.contains("Registers"))
        #expect(!shell.error.contains("Thread 0"))
    }

    @Test func `the limits that were found are those of the next program`() throws {
        let shell = try Shell(
            #"ulimit -Sc 0; ulimit -Sl 64; before=$(ulimit -Sc; ulimit -Sl; ulimit -Sn); "#
                + #"after=$("$driver" become fd 9 '' /bin/sh -c 'ulimit -Sc; ulimit -Sl; ulimit -Sn'); "#
                + #"[ "$before" = "$after" ] && echo same || echo "$before / $after""#)
        #expect(shell.output == "same\n")
    }

    @Test func `signals are ignored and withheld in the next program as they were found`() throws {
        let look = #"grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status"#
        let shell = try Shell(
            #"trap '' USR1; [ "$(\#(look))" = "$("$driver" become fd 9 '' /bin/grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status)" ]"#
                + " && echo same")
        #expect(shell.output == "same\n")
    }

    @Test func `a process that cannot be dumped still finds out how much memory there is`() throws {
        #expect(try Shell(#""$driver" memory"#).output == "known\n")
    }
}
