# What programs read: JSON of a stable shape, and nothing else on standard output.
$ (umask 077; echo 'correct horse battery staple' >secret); sample-string --bot | session-vault import - --as my_bot --passphrase-file secret --cost minimum 2>/dev/null

$ session-vault inspect my_bot --json

$ session-vault inspect my_bot --json | python3 -m json.tool >/dev/null

$ session-vault slots list my_bot --json

$ session-vault verify my_bot --json --passphrase-file secret

$ sample-string --bot | session-vault inspect - --json

$ session-vault keyring create keys.svault --passphrase-file secret --cost minimum 2>/dev/null; session-vault keyring inspect keys.svault --json

$ diff <(session-vault inspect keys.svault --json) <(session-vault keyring inspect keys.svault --json) && echo the same

$ session-vault export my_bot --protect --passphrase-file secret --new-passphrase-file secret --cost minimum 2>/dev/null | session-vault inspect - --json

$ session-vault keygen --output key | session-vault inspect - --json

$ session-vault inspect key --json

$ session-vault keygen --signing | tail -n 1 | session-vault inspect - --json

# An error is no JSON; standard output is empty then.
$ session-vault inspect nobody --json
