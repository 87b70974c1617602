# A new data key: every slot is made anew, so the secrets of all are needed, or the consent that they go.
$ (umask 077; echo 'correct horse battery staple' >secret; echo 'another horse' >another)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum

$ session-vault keygen --raw-key --output key

$ session-vault slots add my_account --passphrase-file secret --new-key-file key; session-vault slots add my_account --passphrase-file secret --new-passphrase-file another --cost minimum

$ session-vault rotate my_account --passphrase-file secret --cost minimum

$ session-vault rotate my_account --passphrase-file secret --also-key-file key --also-passphrase-file another --cost minimum

$ session-vault verify my_account --passphrase-file another

$ session-vault inspect my_account

# Leaving out who is to read no more.
$ slot=$(session-vault slots list my_account --json | python3 -c 'import json, sys; print(next(slot["id"] for slot in json.load(sys.stdin) if slot["kind"] == "raw-key"))')

$ session-vault rotate my_account --passphrase-file secret --drop "$slot" --also-passphrase-file another --cost minimum

$ session-vault verify my_account --key-file key

$ session-vault verify my_account --passphrase-file secret
