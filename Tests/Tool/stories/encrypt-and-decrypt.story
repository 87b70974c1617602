# needs: python3 -c "import pyrogram"
# A session file that pyrotgfork wrote is sealed in its place, and can be had back as one that pyrotgfork opens.
$ sample-session my_account.session && session-vault inspect my_account

$ (umask 077; echo 'correct horse battery staple' >secret)

$ session-vault encrypt my_account --passphrase-file secret --cost minimum

$ session-vault inspect my_account

# Sealing it again changes nothing.
$ session-vault encrypt my_account --passphrase-file secret --cost minimum

# The client finds nothing in it now: it would ask for a new key.
$ start-client --file my_account.session
user 0 on DC 0 with another key

# The way back makes a new file, and says so; without --plaintext it does not.
$ session-vault decrypt my_account --output plain.session --passphrase-file secret

$ session-vault decrypt my_account --output plain.session --passphrase-file secret --plaintext

$ start-client --file plain.session
user 5000000001 on DC 4 with the sample's key

$ python3 -c 'import sqlite3; print(*sqlite3.connect("plain.session").execute("SELECT count(*) FROM peers").fetchone())'
20

# What is there is never overwritten.
$ session-vault decrypt my_account --output plain.session --passphrase-file secret --plaintext

$ ls -l my_account.session plain.session | cut -c 1-10

# A plain file where a sealed one is expected is refused: somebody may have stripped it.
$ session-vault export plain.session --protect --passphrase-file secret
