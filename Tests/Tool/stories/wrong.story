# What is wrong, and the exit status that says so.
$ (umask 077; echo 'correct horse battery staple' >secret; echo 'wrong horse' >wrong)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum 2>/dev/null

$ session-vault verify my_account --passphrase-file wrong
! session-vault: error: my_account: incorrect passphrase
[77]

$$ session-vault verify my_account
> Passphrase of my_account:
< wrong horse
session-vault: error: my_account: incorrect passphrase
[77]

$ session-vault verify nobody --passphrase-file secret
! session-vault: error: ./nobody.session is not there
[66]

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum
! session-vault: error: ./my_account.session is there already, and nothing is replaced; give another path
[73]

$ session-vault import nothing.txt --as other --passphrase-file secret
! session-vault: error: nothing.txt is not there
[66]

# Mistyped strings.
$ sample-string | tr 'B' '*' | session-vault import - --as other --passphrase-file secret
! session-vault: error: character 1 of the session string is none of base64url's
[65]

$ sample-string | cut -c 1-300 | session-vault import - --as other --passphrase-file secret
! session-vault: error: a session string has 351, 356 or 362 characters, this one 300
[65]

$ sample-string --dc 99 | session-vault import - --as other --passphrase-file secret
! session-vault: error: the session string names DC 99, which does not exist
[65]

$ echo hello | session-vault import - --as other --passphrase-file secret
! session-vault: error: a session string has 351, 356 or 362 characters, this one 5
[65]

$ (sample-string; echo) | session-vault import - --as other --passphrase-file secret --cost minimum 2>/dev/null && echo taken
taken

$ head -c 100000 /dev/zero | session-vault import - --as third --passphrase-file secret
! session-vault: error: standard input is longer than any session string
[65]

# Nothing is left of what failed.
$ ls
my_account.session
other.session
secret
wrong

# A changed file.
$ cp my_account.session changed.session; python3 -c '
> import sqlite3
> database = sqlite3.connect("changed.session")
> (key,) = database.execute("SELECT auth_key FROM sessions").fetchone()
> database.execute("UPDATE sessions SET auth_key = ?", [key[:-1] + bytes([key[-1] ^ 1])]); database.commit()'

$ session-vault verify changed --passphrase-file secret
! session-vault: error: changed: the envelope was changed after it was sealed
[65]

# The columns beside a sealed record are for nobody: what they say is not believed.
$ cp my_account.session changed.session; python3 -c '
> import sqlite3
> database = sqlite3.connect("changed.session")
> database.execute("UPDATE sessions SET dc_id = 5"); database.commit()'; session-vault export changed --plaintext --passphrase-file secret | cmp - <(sample-string) && echo the same
the same

# Files that are none.

$ head -c 5000 my_account.session >cut.session; session-vault verify cut --passphrase-file secret
! session-vault: error: ./cut.session is cut short; put a whole copy, such as a backup, in its place
[65]

$ session-vault inspect cut
! session-vault: error: ./cut.session is cut short; put a whole copy, such as a backup, in its place
[65]

$ : >empty.session; session-vault inspect empty
! session-vault: error: ./empty.session is empty; put a backup in its place, or remove it to start anew
[65]

$ session-vault encrypt empty --passphrase-file secret
! session-vault: error: ./empty.session is empty; put a backup in its place, or remove it to start anew
[65]

# Usage.
$ session-vault | head -n 1
OVERVIEW: Keep MTProto (Telegram) sessions encrypted at rest.

$ session-vault verify
! session-vault: error: missing expected argument '<name>'
! hint: see `session-vault verify --help`
[64]

$ session-vault encrypt --passphrase-file secret
! session-vault: error: missing expected argument '<name> ...'
! hint: see `session-vault encrypt --help`
[64]

$ session-vault export my_account --protect --cost enormous
! session-vault: error: that is no value for --cost <cost>
! hint: it takes minimum, standard, strong, or a time such as 500ms
[64]

$ session-vault export my_account --protect --cost 999999ms
! session-vault: error: that is no value for --cost <cost>
! hint: it takes minimum, standard, strong, or a time such as 500ms
[64]

$ session-vault passphrase my_account --slot 12 --passphrase-file secret
! session-vault: error: that is no value for --slot <id>
! hint: it takes 16 hexadecimal digits, as `slots list` shows them
[64]

$ session-vault keyring
OVERVIEW: Keep one file of keys that opens any number of sessions.

EXAMPLE
  session-vault keyring create keys.svault
  session-vault encrypt --keyring keys.svault *.session

USAGE: session-vault keyring <subcommand>

OPTIONS:
  --version               Show the version.
  -h, --help              Show help information.

SUBCOMMANDS:
  create                  Make a keyring.
  inspect                 Show what a keyring's file shows without a secret.
  passphrase              Change a keyring's passphrase.
  slots                   List, add and remove the key slots that unlock a
                          keyring.
  rotate                  Put a new root in the place of a keyring's, over its
                          sessions; or give its file a new key.
  ledger                  Keep a keyring's ledger, which shows that an older
                          state of a session was put back.

  See 'session-vault help keyring <subcommand>' for detailed help.

$ session-vault import - --as other --bot </dev/null
! session-vault: error: --bot goes with --user-id
[64]

$ session-vault keygen --signing --raw-key
! session-vault: error: --signing and --raw-key exclude each other
[64]

$ session-vault --version
0.1.0
