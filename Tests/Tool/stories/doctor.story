# needs: python3 -c "import pyrogram"
# What this machine really protects. What it finds differs from machine to machine; how it says it does not.
$ session-vault doctor 2>/dev/null | awk '{ print $2 }'
memory-lock
memory-fork
core-dumps
memory-readers
swap
hibernation
directory
session-files
unfinished-files
file-system
open-files
key-derivation
libraries

$ session-vault doctor 2>&1 | grep -vcE '^(ok|warning|unknown|error) +[a-z-]+ +[^ ].*[^.]$'
0
[1]

$ umask 077; mkdir open; chmod 777 open; cd open; session-vault doctor | grep '^[a-z]* *directory '; cd ..
warning  directory         others can put files in the place of yours in the current directory: chmod go-w

$ sample-session plain.session && chmod 644 plain.session && session-vault doctor | grep ' session-files '
warning  session-files     others have rights to plain.session: chmod 600, or open them once, which does that

$ session-vault doctor --json | python3 -c 'import json, sys; print(*json.load(sys.stdin)["checks"][0])'
detail id status

$ session-vault doctor something
! session-vault: error: there are more arguments than the command takes
! hint: a secret is never an argument, which everybody on this machine can see: take one that was given for leaked; `--help` says how secrets are given
[64]
