# Every command says what it does, with an example.
$ commands=$(session-vault --help | sed -n '/^SUBCOMMANDS:/,/^$/p' | awk '/^  [a-z]/ { print $1 }'); echo $commands

$ all() { for command in $commands; do echo "$command"; done; for command in list add remove; do echo "slots $command"; echo "keyring slots $command"; done; for command in create inspect passphrase slots rotate; do echo "keyring $command"; done; }; all | wc -l

$ all | while read -r command; do session-vault $command --help >page || echo "$command: status $?"; grep -A 1 '^EXAMPLE' page | grep -q "^  session-vault $command" || echo "$command: no example"; done

$ all | while read -r command; do session-vault help $command >page || echo "$command: status $?"; done

$ session-vault --help

# Nothing is wider than a terminal, but for a line of usage that cannot be broken.
$ (session-vault --help; all | while read -r command; do session-vault $command --help; done) | grep -v '^USAGE: ' | wc -L
80

# What is mistyped is answered in one line and a hint, in our own form.
$ all | while read -r command; do session-vault $command --no-such-option 2>&1 | head -n 1; done | sort | uniq -c
