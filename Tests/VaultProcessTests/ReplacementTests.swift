import Testing

@testable import VaultProcess

@Suite struct ReplacementTests {
    @Test func `a descriptor has the secret and ends`() throws {
        #expect(try Shell(#""$driver" become fd 3 '' /bin/cat /dev/fd/3"#).output == "a secret")
        #expect(try Shell(#""$driver" become fd 200 '' /bin/cat /dev/fd/200"#).output == "a secret")
    }

    @Test func `the next program has what the caller opened, the secret, and nothing else`() throws {
        let shell = try Shell(
            #"exec 7</dev/zero; (ls /proc/self/fd; echo 100) | sort > a; "#
                + #""$driver" become fd 100 '' /bin/ls /proc/self/fd | sort > b; cmp a b && echo same"#)
        #expect(shell.output == "same\n")
    }

    @Test func `a variable has the secret and takes the place of one of its name`() throws {
        let shell = try Shell(
            #"export S=old SX=other; "$driver" become env S '' /usr/bin/env | grep ^S"#)
        #expect(shell.output.split(separator: "\n").sorted() == ["S=a secret", "SX=other"])
    }

    @Test func `a descriptor that a secret was read from does not pass on`() throws {
        let shell = try Shell(
            #"echo passphrase > f; (ls /proc/self/fd; echo 100) | sort > a; "#
                + #""$driver" become fd 100 7 /bin/ls /proc/self/fd 7<f | sort > b; cmp a b && echo same"#)
        #expect(shell.output == "same\n")
        #expect(try Shell(#"echo passphrase > f; "$driver" become fd 5 0 /bin/cat <f; echo $?"#).output == "0\n")
        let same = try Shell(#"echo passphrase > f; "$driver" become fd 3 3 /bin/cat /dev/fd/3 3<f"#)
        #expect(same.output == "a secret")
    }

    @Test func `a descriptor that the caller opened is not taken from him`() throws {
        let shell = try Shell(#""$driver" become fd 3 '' /bin/true 3</dev/null"#)
        #expect(shell.status == 64)
        #expect(shell.error == "descriptor 3 is in use: something was handed to us there\n")
    }

    @Test(arguments: ["-1", "0", "1", "2", "1000000000"]) func `numbers that no secret goes to are refused`(
        number: String
    ) throws {
        #expect(try Shell(#""$driver" become fd \#(number) '' /bin/true"#).status == 64)
    }

    @Test(arguments: ["", "1A", "A=B", "A B", "Ä", "PATH", "LD_PRELOAD", "BASH_ENV"])
    func `variables that would be misunderstood or printed are refused`(name: String) {
        #expect(throws: ReplacementError.self) {
            try Replacement(command: ArgumentVector(["true"]), handover: .variable(name))
        }
    }

    @Test func `a command that is not there, and one that cannot be executed`() throws {
        #expect(try Shell(#""$driver" become fd 3 '' no-such-command"#).status == 127)
        #expect(try Shell(#""$driver" become fd 3 '' ./no-such-command"#).status == 127)
        #expect(try Shell(#""$driver" become fd 3 '' /"#).status == 126)
        #expect(try Shell(#"echo exit > f; "$driver" become fd 3 '' ./f"#).status == 126)
        let script = try Shell(#"echo "touch ran" > f; chmod +x f; "$driver" become fd 3 '' ./f; echo $?; ls ran"#)
        #expect(script.output == "126\n")
    }

    @Test func `a program is looked for in PATH, past what cannot be executed`() throws {
        let shell = try Shell(
            #"mkdir a b; echo > a/prog; printf '#!/bin/sh\necho found\n' > b/prog; chmod +x b/prog; "#
                + #"PATH=a:b:/bin; "$driver" become fd 3 '' prog; PATH=a; "$driver" become fd 3 '' prog; echo $?"#)
        #expect(shell.output == "found\n126\n")
    }

    @Test func `arguments that are no text arrive as they are`() throws {
        let shell = try Shell(#""$driver" become fd 3 '' /usr/bin/printf %s "$(printf '\377')" | od -An -tx1"#)
        #expect(shell.output == " ff\n")
    }

    @Test func `the exit status and the process id are the command's own`() throws {
        #expect(try Shell(#""$driver" become fd 3 '' /bin/sh -c 'exit 42'"#).status == 42)
        let shell = try Shell(#"echo $$; exec "$driver" become fd 3 '' /bin/sh -c 'echo $$'"#)
        let numbers = shell.output.split(separator: "\n")
        #expect(numbers.count == 2 && numbers[0] == numbers[1])
        #expect(try Shell(#""$driver" become fd 3 '' /bin/sh -c 'kill -TERM $$'; echo $?"#).output == "143\n")
    }
}
