# One keyring, and its passphrase, for any number of sessions.
$ (umask 077; echo 'correct horse battery staple' >secret; echo 'another horse' >another)

$ session-vault keyring create keys.svault --passphrase-file secret --cost minimum
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: keys.svault: keyring ‹hex32›

$ ls -l keys.svault | cut -c 1-10
-rw-------

$ session-vault keyring create keys.svault --passphrase-file secret --cost minimum
! session-vault: error: keys.svault is there already, and nothing is replaced; give another path
[73]

$ for name in one two three; do sample-string | session-vault import - --as $name --new-keyring keys.svault --new-passphrase-file secret; done
! session-vault: one: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: two: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: three: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault verify two --keyring keys.svault --passphrase-file secret
everything opens: 0 peers, 0 update states

$ session-vault keyring inspect keys.svault
kind: keyring
vault: ‹hex32›
epoch: 1
generation: 1
slot: ‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
size: 314 bytes
mode: 0600
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: warning: slot ‹hex16›: a guess at the passphrase costs less than the standard (2 passes over 19 MiB); change the passphrase to renew it

$ session-vault inspect keys.svault
kind: keyring
vault: ‹hex32›
epoch: 1
generation: 1
slot: ‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
size: 314 bytes
mode: 0600
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: warning: slot ‹hex16›: a guess at the passphrase costs less than the standard (2 passes over 19 MiB); change the passphrase to renew it

# Its passphrase is changed in one file.
$ session-vault keyring passphrase keys.svault --passphrase-file secret --new-passphrase-file another --cost minimum
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: keys.svault: the passphrase is changed

$ session-vault verify two --keyring keys.svault --passphrase-file secret
! session-vault: error: keys.svault: incorrect passphrase
[77]

$ session-vault verify two --keyring keys.svault --passphrase-file another
everything opens: 0 peers, 0 update states

# Slots of its own.
$ session-vault keygen --raw-key --output key && session-vault keyring slots add keys.svault --passphrase-file another --new-key-file key
! session-vault: keys.svault: added key slot ‹hex16›

$ session-vault keyring slots list keys.svault
‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
‹hex16› raw key

$ session-vault keyring slots remove keys.svault $(session-vault keyring slots list keys.svault | awk '/raw key/ { print $1 }') --passphrase-file another
! session-vault: keys.svault: removed key slot ‹hex16›
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

# A new root, over all sessions; one that a client has open stays for the next time.
$ session-vault keyring rotate keys.svault one two three --passphrase-file another
! session-vault: 3 moved, 0 failed
! hint: --drop-roots removes the old root when no session needs it any more

$ session-vault keyring rotate keys.svault one.session two.session three.session --passphrase-file another --drop-roots
! session-vault: 3 moved, 0 failed
! session-vault: keys.svault: the old root is gone

$ session-vault verify three --keyring keys.svault --passphrase-file another
everything opens: 0 peers, 0 update states

# The file under a new key.
$ session-vault keyring rotate keys.svault --keys --passphrase-file another --cost minimum
! session-vault: keys.svault: under a new key, at epoch 2, generation 7

$ session-vault verify three --keyring keys.svault --passphrase-file another
everything opens: 0 peers, 0 update states

# A ledger notices that an older state was put back.
$ session-vault keyring create watched.svault --ledger watched.ledger --passphrase-file secret --cost minimum
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: watched.svault: keyring ‹hex32›

$ sample-string | session-vault import - --as watched --keyring watched.svault --ledger watched.ledger --passphrase-file secret
! session-vault: watched: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ cp watched.session older.session

$ session-vault slots add watched --keyring watched.svault --ledger watched.ledger --passphrase-file secret --new-passphrase-file another --cost minimum
! session-vault: watched: added key slot ‹hex16›

$ cp older.session watched.session

$ session-vault verify watched --keyring watched.svault --ledger watched.ledger --passphrase-file secret
! session-vault: error: watched: an older state was put back: the ledger knows epoch 1, generation 2, and epoch 1, generation 1 was found; where that was done on purpose, have the ledger forget the vault
! hint: `session-vault keyring ledger forget KEYRING watched --ledger FILE` does that
[65]

# Where that was done on purpose, the ledger is told to forget what it knows.
$ session-vault keyring ledger forget watched.svault watched --ledger watched.ledger --passphrase-file secret
! session-vault: watched: forgotten; the next opening is taken for the latest state

$ session-vault verify watched --keyring watched.svault --ledger watched.ledger --passphrase-file secret
everything opens: 0 peers, 0 update states

# A keyring opens no keyring.
$ session-vault keyring inspect one.session
! session-vault: error: one.session is no keyring's file
! hint: `session-vault inspect one.session` says what it is
[65]

$ session-vault keyring create second.svault --keyring keys.svault --passphrase-file another
! session-vault: error: unknown option --keyring
! hint: see `session-vault keyring create --help`
[64]
