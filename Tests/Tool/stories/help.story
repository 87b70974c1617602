# Every command says what it does, with an example.
$ below() { session-vault $* --help | sed -n '/^SUBCOMMANDS:/,/^$/p' | awk -v above="$*" '/^  [a-z]/ { print above (above ? " " : "") $1 }'; }
> all() { for command in $(below); do echo $command; below $command; done; below keyring slots; below keyring ledger; }

$ echo $(below); all | wc -l
import encrypt decrypt export open inspect verify passphrase slots rotate keygen keyring run doctor
28

$ all | while read -r command; do session-vault $command --help >"$command" || echo "$command: status $?"; done

$ all | while read -r command; do sed -n '/^EXAMPLE$/,/^$/p' "$command" | grep -q "^  session-vault $command" || echo "$command: no example"; done

# An example can be copied: none is broken into lines.
$ all | while read -r command; do sed -n '/^EXAMPLE$/,/^$/p' "$command" | sed 1d | grep -v '^  \|^$'; done; true

$ session-vault help slots add | diff - 'slots add' && echo the same
the same

# Nothing is wider than a terminal, but for a line of usage that cannot be broken.
$ cat * | grep -v '^USAGE: ' | wc -L
80

$ session-vault --help
OVERVIEW: Keep MTProto (Telegram) sessions encrypted at rest.

Results go to standard output, everything else to standard error. Passphrases
are asked for on the terminal, or read from files, descriptors and variables
that options name; they are never arguments.

EXIT STATUS
  0   done
  64  wrong usage, or a secret as an argument
  65  malformed, mistyped, tampered with, expired
  66  no such file, session or secret
  70  our own fault
  73  what is to be made is there already
  74  the system refused: disk full, no memory, broken pipe
  75  another process has it open; its id is named
  77  wrong passphrase, or no key slot for the secret
  126, 127  of run: the command cannot be executed, or is not there

EXAMPLE
  session-vault import - --as my_account < string.txt
  session-vault run my_account -- python3 bot.py

USAGE: session-vault <subcommand>

OPTIONS:
  --version               Show the version.
  -h, --help              Show help information.

SUBCOMMANDS:
  import                  Take a session over into a new sealed file.
  encrypt                 Seal plain session files in their place.
  decrypt                 Write a session in the clear into a new file.
  export                  Hand a session on: under a passphrase, to public
                          keys, or in the clear.
  open                    Open a protected string: svault1_… on standard input,
                          its session string on standard output.
  inspect                 Show what a session, a keyring, an export or a text
                          is. No secret is needed.
  verify                  Open every row of a session, and count.
  passphrase              Change a session's passphrase.
  slots                   List, add and remove the key slots that open a
                          session.
  rotate                  Seal a session anew, under a new data key.
  keygen                  Make an identity, a signing identity or a raw key.
  keyring                 Keep one file of keys that opens any number of
                          sessions.
  run                     Run a command that gets the session string, and
                          nothing else does.
  doctor                  Say what this machine really protects.

  See 'session-vault help <subcommand>' for detailed help.

# What is mistyped is answered in one line and a hint, in our own form.
$ all | while read -r command; do session-vault $command --no-such-option 2>&1 | head -n 1; done | sed "s/'<.*/'…/" | sort -u
session-vault: error: missing expected argument '…
session-vault: error: unknown option --no-such-option
