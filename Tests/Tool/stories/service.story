# What a unit of systemd starts, with the variables, the descriptors and the files that systemd makes, set by hand.
# needs: test "$(id -u)" = 0 && command -v setpriv
$ mkdir -m 755 state creds && (umask 077; printf 'correct horse battery staple' >creds/passphrase); sample-string | session-vault import - --as state/my_account.session --passphrase-file creds/passphrase --cost minimum 2>/dev/null; chown -R 65534:65534 state; chmod 700 state; chown 0:65534 creds/passphrase; chmod 440 creds/passphrase

# The user of the unit reads the credential by its group, and the client gets the string and the sockets that were handed on.
$ as-ordinary-user env CREDENTIALS_DIRECTORY="$PWD/creds" STATE_DIRECTORY="$PWD/state" LISTEN_FDS=1 bash -c 'session-vault run "$STATE_DIRECTORY/my_account.session" --fd 9 --passphrase-file "$CREDENTIALS_DIRECTORY/passphrase" -- bash -c "cat <&9; echo; cat <&3" 3< <(echo a socket)' | cmp - <(sample-string; echo a socket) && echo 'the string, and what was handed on'
the string, and what was handed on

# Its status is the client's.
$ as-ordinary-user env CREDENTIALS_DIRECTORY="$PWD/creds" session-vault run "$PWD/state/my_account.session" --passphrase-file "$PWD/creds/passphrase" -- sh -c 'exit 42'
[42]

# Another user's file is no credential, and nor is one that is elsewhere.
$ cp -p creds/passphrase state/copy; as-ordinary-user session-vault run "$PWD/state/my_account.session" --passphrase-file "$PWD/state/copy" -- true
! session-vault: error: …/state/copy can be read by others; make it your own (chmod 600)
[65]
