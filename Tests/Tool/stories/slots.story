# Every kind of secret can open a session.
$ (umask 077; echo 'correct horse battery staple' >secret; echo 'another horse' >another)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum
! session-vault: my_account: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

# A key file, for a machine.
$ session-vault keygen --raw-key --output key && ls -l key | cut -c 1-10
-rw-------

$ session-vault slots add my_account --passphrase-file secret --new-key-file key
! session-vault: my_account: added key slot ‹hex16›

$ session-vault verify my_account --key-file key
everything opens: 0 peers, 0 update states

# A recovery code, for paper. It is printed once.
$ session-vault slots add my_account --key-file key --recovery
‹SVREC1›
! session-vault: my_account: added key slot ‹hex16›

$ (umask 077; session-vault slots add my_account --key-file key --recovery >code)
! session-vault: my_account: added key slot ‹hex16›

$ session-vault verify my_account --recovery-file code
everything opens: 0 peers, 0 update states

$$ session-vault verify my_account --recovery-code
> Recovery code:
< SVREC1 wrong
session-vault: error: the recovery code: the text is cut: 27 characters are missing
[65]

# Somebody else's public key.
$ recipient=$(session-vault keygen --output her.identity); session-vault slots add my_account --key-file key --to "$recipient"
! session-vault: my_account: added key slot ‹hex16›

# Whoever has a public key can make a vault for it, so an identity opens only what is named.
$ session-vault verify my_account --identity her.identity
! session-vault: error: my_account: anybody can have made vault ‹hex32›; pin its id, name its signer where it has one, or say that you accept it
! hint: --vault ‹hex32› takes this one, --accept-unverified any
[65]

$ session-vault verify my_account --identity her.identity --accept-unverified
everything opens: 0 peers, 0 update states
! session-vault: warning: vault ‹hex32› opened by a recipient's slot, which anybody can have made

$ session-vault verify my_account --identity her.identity --vault $(session-vault inspect my_account 2>/dev/null | awk '/^vault:/ { print $2 }')
everything opens: 0 peers, 0 update states

# A keyring.
$ session-vault keyring create keys.svault --passphrase-file another --cost minimum
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: keys.svault: keyring ‹hex32›

$ session-vault slots add my_account --key-file key --new-keyring keys.svault --new-passphrase-file another
! session-vault: my_account: added key slot ‹hex16›

$ session-vault verify my_account --keyring keys.svault --passphrase-file another
everything opens: 0 peers, 0 update states

# All of them, without a secret and with one.
$ session-vault slots list my_account
‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
‹hex16› raw key
‹hex16› recovery code
‹hex16› recovery code
‹hex16› recipient
‹hex16› keyring

$ session-vault slots list my_account --key-file key
‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
‹hex16› raw key
‹hex16› recovery code
‹hex16› recovery code
‹hex16› recipient ‹svpub1›
‹hex16› keyring

# A slot goes by its id. The last one stays.
$ session-vault slots list my_account | awk '/recovery/ { print $1 }' >codes; wc -l <codes
2

$ session-vault slots remove my_account $(head -n 1 codes) --passphrase-file secret
! session-vault: my_account: removed key slot ‹hex16›

$ session-vault slots remove my_account 0123456789abcdef --passphrase-file secret
! session-vault: error: my_account: the vault has no key slot 0123456789abcdef
! hint: `session-vault slots list my_account` shows the ids
[64]

$ session-vault slots remove my_account mine --passphrase-file secret
! session-vault: error: that is no value for <slot>
! hint: it takes 16 hexadecimal digits, as `slots list` shows them
[64]

$ sample-string | session-vault import - --as other --passphrase-file secret --cost minimum
! session-vault: other: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault slots remove other $(session-vault slots list other --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])') --passphrase-file secret
! session-vault: error: other: the last key slot cannot be removed; add another first
[64]

# The same secret twice is one slot.
$ session-vault slots add my_account --passphrase-file secret --new-key-file key
! session-vault: error: my_account: key slot ‹hex16› is for the same secret already
[73]
