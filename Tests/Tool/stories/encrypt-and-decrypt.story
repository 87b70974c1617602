# needs: python3 -c "import pyrogram"
# A session file that pyrotgfork wrote is sealed in its place, and can be had back as one that pyrotgfork opens.
$ sample-session my_account.session && session-vault inspect my_account
kind: session
schema: pyrotgfork 6
auth key: plain
peers: 20
update states: 6
size: 40960 bytes
mode: 0644
! session-vault: warning: the auth key is not encrypted; whoever reads it has the account
! session-vault: warning: others can read or write it (mode 0644); make it your own (chmod 600)

$ (umask 077; echo 'correct horse battery staple' >secret)

$ session-vault encrypt my_account --passphrase-file secret --cost minimum
! session-vault: my_account: encrypted
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault inspect my_account
kind: session
schema: pyrotgfork 6
auth key: sealed
vault: ‹hex32›
epoch: 1
generation: 2
rows: sealed
slot: ‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
peers: 20
update states: 6
size: 36864 bytes
mode: 0600
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: warning: slot ‹hex16›: a guess at the passphrase costs less than the standard (2 passes over 19 MiB); change the passphrase to renew it

# Sealing it again changes nothing.
$ session-vault encrypt my_account --passphrase-file secret --cost minimum
! session-vault: error: my_account: encrypted already; it is left as it is, with its own keys
[73]

# The client finds nothing in it now: it would ask for a new key.
$ start-client --file my_account.session
user 0 on DC 0 with another key

# The way back makes a new file, and says so; without --plaintext it does not.
$ session-vault decrypt my_account --output plain.session --passphrase-file secret
! session-vault: error: the file will be plain, for whoever reads it; say so with --plaintext
[64]

$ session-vault decrypt my_account --output plain.session --passphrase-file secret --plaintext
! session-vault: plain.session is plain: whoever reads it has the account

$ start-client --file plain.session
user 5000000001 on DC 4 with the sample's key

$ python3 -c 'import sqlite3; print(*sqlite3.connect("plain.session").execute("SELECT count(*) FROM peers").fetchone())'
20

# What is there is never overwritten.
$ session-vault decrypt my_account --output plain.session --passphrase-file secret --plaintext
! session-vault: error: plain.session is there already, and nothing is replaced; give another path
[73]

$ ls -l my_account.session plain.session | cut -c 1-10
-rw-------
-rw-------

# A plain file where a sealed one is expected is refused: somebody may have stripped it.
$ session-vault export plain.session --protect --passphrase-file secret
! session-vault: error: plain.session: the session is not encrypted; encrypt it first, or find out who removed the encryption
! hint: `session-vault encrypt plain.session` seals it; where it was sealed before, find out who removed the encryption; with --unencrypted it is taken as it is
[65]
