# One keyring, and its passphrase, for any number of sessions.
$ (umask 077; echo 'correct horse battery staple' >secret; echo 'another horse' >another)

$ session-vault keyring create keys.svault --passphrase-file secret --cost minimum

$ ls -l keys.svault | cut -c 1-10

$ session-vault keyring create keys.svault --passphrase-file secret --cost minimum

$ for name in one two three; do sample-string | session-vault import - --as $name --new-keyring keys.svault --new-passphrase-file secret; done

$ session-vault verify two --keyring keys.svault --passphrase-file secret

$ session-vault keyring inspect keys.svault

$ session-vault inspect keys.svault

# Its passphrase is changed in one file.
$ session-vault keyring passphrase keys.svault --passphrase-file secret --new-passphrase-file another --cost minimum

$ session-vault verify two --keyring keys.svault --passphrase-file secret

$ session-vault verify two --keyring keys.svault --passphrase-file another

# Slots of its own.
$ session-vault keygen --raw-key --output key && session-vault keyring slots add keys.svault --passphrase-file another --new-key-file key

$ session-vault keyring slots list keys.svault

$ session-vault keyring slots remove keys.svault $(session-vault keyring slots list keys.svault | awk '/raw key/ { print $1 }') --passphrase-file another

# A new root, over all sessions; one that a client has open stays for the next time.
$ session-vault keyring rotate keys.svault one two three --passphrase-file another

$ session-vault keyring rotate keys.svault one.session two.session three.session --passphrase-file another --drop-roots

$ session-vault verify three --keyring keys.svault --passphrase-file another

# The file under a new key.
$ session-vault keyring rotate keys.svault --keys --passphrase-file another --cost minimum

$ session-vault verify three --keyring keys.svault --passphrase-file another

# A ledger notices that an older state was put back.
$ session-vault keyring create watched.svault --ledger watched.ledger --passphrase-file secret --cost minimum

$ sample-string | session-vault import - --as watched --keyring watched.svault --ledger watched.ledger --passphrase-file secret

$ cp watched.session older.session

$ session-vault slots add watched --keyring watched.svault --ledger watched.ledger --passphrase-file secret --new-passphrase-file another --cost minimum

$ cp older.session watched.session

$ session-vault verify watched --keyring watched.svault --ledger watched.ledger --passphrase-file secret

# A keyring opens no keyring.
$ session-vault keyring inspect one.session

$ session-vault keyring create second.svault --keyring keys.svault --passphrase-file another
