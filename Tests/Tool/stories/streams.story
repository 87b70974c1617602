# Pipes that break, streams that are closed, disks that are full: no crash, and no success that was none.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum
! session-vault: my_account: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault export my_account --plaintext --passphrase-file secret 2>errors | true; echo "${PIPESTATUS[0]}"; cat errors
74

$ session-vault inspect my_account --json | head -c 0

$ session-vault --help | head -n 1
OVERVIEW: Keep MTProto (Telegram) sessions encrypted at rest.

# A full disk, and standard output that is closed.
$ session-vault inspect my_account --json >/dev/full
! session-vault: error: standard output: no space left on device
[74]

$ session-vault export my_account --plaintext --passphrase-file secret >/dev/full
! session-vault: error: standard output: no space left on device
[74]

$ session-vault keygen >/dev/full
! session-vault: error: standard output: no space left on device
[74]

$ session-vault --help >/dev/full
! session-vault: error: standard output: no space left on device
[74]

$ session-vault inspect my_account --json >&-
! session-vault: error: standard output: bad file descriptor
[74]

$ session-vault export my_account --plaintext --passphrase-file secret >&-
! session-vault: error: standard output: bad file descriptor
[74]

# Standard error that is gone takes no result with it.
$ session-vault export my_account --plaintext --passphrase-file secret 2>&- | wc -c
363

$ session-vault export my_account --plaintext --passphrase-file secret 2>/dev/full | wc -c
363

# Closed standard input. No file takes its place: with descriptor 0, 1 or 2 free, a database would get it.
$ session-vault open --plaintext --passphrase-file secret <&-
! session-vault: error: standard input is empty
[65]

$ session-vault import - --as other --passphrase-file secret <&-
! session-vault: error: standard input is empty
[65]

$ session-vault verify my_account --passphrase-file secret <&- >&- 2>&-
[74]

$ session-vault slots add my_account --passphrase-file secret --recovery <&- >&- 2>&-
[74]

$ session-vault verify my_account --passphrase-file secret
everything opens: 0 peers, 0 update states

# Nothing reads standard input for a secret.
$ echo 'correct horse battery staple' | setsid --wait session-vault verify my_account
! session-vault: error: there is no terminal to ask for the passphrase of my_account on
! hint: --passphrase-file, --passphrase-fd and --passphrase-env name it; `--help` has the others
[66]

# A code that could not be printed opens nothing.
$ session-vault slots add my_account --passphrase-file secret --recovery >/dev/full
! session-vault: warning: the recovery code could not be printed, and no slot was added
! session-vault: error: standard output: no space left on device
[74]

$ session-vault slots list my_account
‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)

# What is read from a terminal or a directory.
$ session-vault open --plaintext --passphrase-file secret <.
! session-vault: error: standard input cannot be read
[74]

$ session-vault import . --as other --passphrase-file secret
! session-vault: error: . is not a name that a file can have here
[65]
