# Every kind of secret can open a session.
$ (umask 077; echo 'correct horse battery staple' >secret; echo 'another horse' >another)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum

# A key file, for a machine.
$ session-vault keygen --raw-key --output key && ls -l key | cut -c 1-10

$ session-vault slots add my_account --passphrase-file secret --new-key-file key

$ session-vault verify my_account --key-file key

# A recovery code, for paper. It is printed once.
$ session-vault slots add my_account --key-file key --recovery

$ (umask 077; session-vault slots add my_account --key-file key --recovery >code)

$ session-vault verify my_account --recovery-file code

$$ session-vault verify my_account --recovery-code
> Recovery code:
< SVREC1 wrong

# Somebody else's public key.
$ recipient=$(session-vault keygen --output her.identity); session-vault slots add my_account --key-file key --to "$recipient"

# Whoever has a public key can make a vault for it, so an identity opens only what is named.
$ session-vault verify my_account --identity her.identity

$ session-vault verify my_account --identity her.identity --accept-unverified

$ session-vault verify my_account --identity her.identity --vault $(session-vault inspect my_account | awk '/^vault:/ { print $2 }')

# A keyring.
$ session-vault keyring create keys.svault --passphrase-file another --cost minimum

$ session-vault slots add my_account --key-file key --new-keyring keys.svault --new-passphrase-file another

$ session-vault verify my_account --keyring keys.svault --passphrase-file another

# All of them, without a secret and with one.
$ session-vault slots list my_account

$ session-vault slots list my_account --key-file key

# A slot goes by its id. The last one stays.
$ session-vault slots list my_account | awk '/recovery/ { print $1 }' >codes; wc -l <codes

$ session-vault slots remove my_account $(head -n 1 codes) --passphrase-file secret

$ session-vault slots remove my_account 0123456789abcdef --passphrase-file secret

$ session-vault slots remove my_account mine --passphrase-file secret

$ sample-string | session-vault import - --as other --passphrase-file secret --cost minimum

$ session-vault slots remove other $(session-vault slots list other --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])') --passphrase-file secret

# The same secret twice is one slot.
$ session-vault slots add my_account --passphrase-file secret --new-key-file key
