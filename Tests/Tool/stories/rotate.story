# A new data key: every slot is made anew, so the secrets of all are needed, or the consent that they go.
$ (umask 077; echo 'correct horse battery staple' >secret; echo 'another horse' >another)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum
! session-vault: my_account: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault keygen --raw-key --output key

$ session-vault slots add my_account --passphrase-file secret --new-key-file key; session-vault slots add my_account --passphrase-file secret --new-passphrase-file another --cost minimum
! session-vault: my_account: added key slot ‹hex16›
! session-vault: my_account: added key slot ‹hex16›

$ session-vault rotate my_account --passphrase-file secret --cost minimum
! session-vault: error: my_account: the secrets of these key slots are needed, or consent to drop them: ‹hex16›, ‹hex16›
! hint: give them by --also-passphrase-file, --also-key-file, --also-recovery-file, or drop them by --drop ID
[64]

$ session-vault rotate my_account --passphrase-file secret --also-key-file key --also-passphrase-file another --cost minimum
! session-vault: my_account: sealed anew, at epoch 2, generation 5

$ session-vault verify my_account --passphrase-file another
everything opens: 0 peers, 0 update states

$ session-vault inspect my_account
kind: session
schema: pyrotgfork 6
auth key: sealed
vault: ‹hex32›
epoch: 2
generation: 5
rows: sealed
slot: ‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
slot: ‹hex16› raw key
slot: ‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
peers: 0
update states: 0
size: 40960 bytes
mode: 0600
! session-vault: warning: slot ‹hex16›: a guess at the passphrase costs less than the standard (2 passes over 19 MiB); change the passphrase to renew it
! session-vault: warning: slot ‹hex16›: a guess at the passphrase costs less than the standard (2 passes over 19 MiB); change the passphrase to renew it

# Leaving out who is to read no more.
$ slot=$(session-vault slots list my_account --json | python3 -c 'import json, sys; print(next(slot["id"] for slot in json.load(sys.stdin) if slot["kind"] == "raw-key"))')

$ session-vault rotate my_account --passphrase-file secret --drop "$slot" --also-passphrase-file another --cost minimum
! session-vault: my_account: sealed anew, at epoch 3, generation 7

$ session-vault verify my_account --key-file key
! session-vault: error: my_account: no key slot fits the secret given
! hint: `session-vault inspect my_account` shows the kinds of secrets that open it
[77]

$ session-vault verify my_account --passphrase-file secret
everything opens: 0 peers, 0 update states
