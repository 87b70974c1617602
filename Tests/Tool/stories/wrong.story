# What is wrong, and the exit status that says so.
$ (umask 077; echo 'correct horse battery staple' >secret; echo 'wrong horse' >wrong)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum 2>/dev/null

$ session-vault verify my_account --passphrase-file wrong

$$ session-vault verify my_account
> Passphrase of my_account:
< wrong horse

$ session-vault verify nobody --passphrase-file secret

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum

$ session-vault import nothing.txt --as other --passphrase-file secret

# Mistyped strings.
$ sample-string | tr 'B' '*' | session-vault import - --as other --passphrase-file secret

$ sample-string | cut -c 1-300 | session-vault import - --as other --passphrase-file secret

$ sample-string --dc 99 | session-vault import - --as other --passphrase-file secret

$ echo hello | session-vault import - --as other --passphrase-file secret

$ (sample-string; echo) | session-vault import - --as other --passphrase-file secret --cost minimum 2>/dev/null && echo taken

$ head -c 100000 /dev/zero | session-vault import - --as third --passphrase-file secret

# Nothing is left of what failed.
$ ls

# A changed file.
$ cp my_account.session changed.session; python3 -c '
> import sqlite3
> database = sqlite3.connect("changed.session")
> (key,) = database.execute("SELECT auth_key FROM sessions").fetchone()
> database.execute("UPDATE sessions SET auth_key = ?", [key[:-1] + bytes([key[-1] ^ 1])]); database.commit()'

$ session-vault verify changed --passphrase-file secret

$ cp my_account.session changed.session; python3 -c '
> import sqlite3
> database = sqlite3.connect("changed.session")
> database.execute("UPDATE sessions SET dc_id = 5"); database.commit()'; session-vault verify changed --passphrase-file secret

$ head -c 5000 my_account.session >cut.session; session-vault verify cut --passphrase-file secret

$ session-vault inspect cut

$ : >empty.session; session-vault inspect empty

$ session-vault encrypt empty --passphrase-file secret

# Usage.
$ session-vault

$ session-vault verify

$ session-vault encrypt --passphrase-file secret

$ session-vault export my_account --protect --cost enormous

$ session-vault export my_account --protect --cost 999999ms

$ session-vault passphrase my_account --slot 12 --passphrase-file secret

$ session-vault keyring

$ session-vault import - --as other --bot </dev/null

$ session-vault keygen --signing --raw-key

$ session-vault --version
