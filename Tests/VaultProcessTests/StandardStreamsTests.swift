import Testing

@Suite struct StandardStreamsTests {
    @Test func `what is written arrives`() throws {
        #expect(try Shell(#""$driver" write as it is"#).output == "as it is")
    }

    @Test func `a closed standard output is an error`() throws {
        let shell = try Shell(#""$driver" write lost >&-"#)
        #expect(shell.status == 74)
        #expect(shell.error == "bad file descriptor\n")
    }

    @Test func `a full disk is an error`() throws {
        let shell = try Shell(#""$driver" write lost > /dev/full"#)
        #expect(shell.status == 74)
        #expect(shell.error == "no space left on device\n")
    }

    @Test func `a pipe that nobody reads is an error`() throws {
        let shell = try Shell(
            #"mkfifo p; { exec 4<>p 5>p 4<&-; "$driver" write lost >&5; echo $?; } 2>error; cat error; rm p"#)
        #expect(shell.output.contains("74"))
        #expect(shell.output.contains("broken pipe"))
    }

    @Test func `a closed standard input has nothing in it`() throws {
        let shell = try Shell(#""$driver" read <&-"#)
        #expect(shell.status == 74)
        #expect(shell.error == "empty\n")
    }

    @Test func `standard input is read to its end`() throws {
        #expect(try Shell(#"(printf one; sleep 0.1; printf two) | "$driver" read"#).output == "onetwo")
    }

    @Test func `the next program finds closed what was closed`() throws {
        let look = "for n in 0 1 2; do test -e /proc/$$/fd/$n && echo $n >&2; done"
        #expect(try Shell(#""$driver" become fd 9 '' /bin/sh -c '\#(look)' <&- >&-"#).error == "2\n")
    }
}
