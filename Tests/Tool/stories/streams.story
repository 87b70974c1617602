# Pipes that break, streams that are closed, disks that are full: no crash, and no success that was none.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum

$ session-vault export my_account --plaintext --passphrase-file secret 2>errors | true; echo "${PIPESTATUS[0]}"; cat errors

$ session-vault inspect my_account --json | head -c 0

$ session-vault --help | head -n 1

# A full disk, and standard output that is closed.
$ session-vault inspect my_account --json >/dev/full

$ session-vault export my_account --plaintext --passphrase-file secret >/dev/full

$ session-vault keygen >/dev/full

$ session-vault --help >/dev/full

$ session-vault inspect my_account --json >&-

$ session-vault export my_account --plaintext --passphrase-file secret >&-

# Standard error that is gone takes no result with it.
$ session-vault export my_account --plaintext --passphrase-file secret 2>&- | wc -c

$ session-vault export my_account --plaintext --passphrase-file secret 2>/dev/full | wc -c

# Closed standard input. No file takes its place: with descriptor 0, 1 or 2 free, a database would get it.
$ session-vault open --plaintext --passphrase-file secret <&-

$ session-vault import - --as other --passphrase-file secret <&-

$ session-vault verify my_account --passphrase-file secret <&- >&- 2>&-

$ session-vault slots add my_account --passphrase-file secret --recovery <&- >&- 2>&-

$ session-vault verify my_account --passphrase-file secret

# Nothing reads standard input for a secret.
$ echo 'correct horse battery staple' | setsid --wait session-vault verify my_account

# A code that could not be printed opens nothing.
$ session-vault slots add my_account --passphrase-file secret --recovery >/dev/full

$ session-vault slots list my_account

# What is read from a terminal or a directory.
$ session-vault open --plaintext --passphrase-file secret <.

$ session-vault import . --as other --passphrase-file secret
