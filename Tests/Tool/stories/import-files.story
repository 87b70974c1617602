# needs: python3 -c "import pyrogram"
# Another client's session file is taken over into a sealed one, and stays as it is.
$ (umask 077; echo 'correct horse battery staple' >secret); sample-session client.session; sha256sum client.session >before

$ session-vault import client.session --as sealed --passphrase-file secret --cost minimum
! session-vault: sealed: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault verify sealed --passphrase-file secret
everything opens: 20 peers, 0 update states

$ sha256sum --check before; ls
client.session: OK
before
client.session
sealed.session
secret

# Telethon's has no account's id, and no application's.
$ python3 - <<'END'
> import sqlite3
> database = sqlite3.connect("telethon.session")
> database.executescript("""
> CREATE TABLE version (version integer primary key);
> CREATE TABLE sessions (dc_id integer primary key, server_address text, port integer, auth_key blob, takeout_id integer);
> CREATE TABLE entities (id integer primary key, hash integer not null, username text, phone integer, name text, date integer);
> CREATE TABLE sent_files (md5_digest blob, file_size integer, type integer, id integer, hash integer, primary key(md5_digest, file_size, type));
> CREATE TABLE update_state (id integer primary key, pts integer, qts integer, date integer, seq integer);
> INSERT INTO version VALUES (7);""")
> database.execute("INSERT INTO sessions VALUES (4, '149.154.167.91', 443, ?, NULL)", [bytes(range(256))])
> database.commit()
> END

$ session-vault inspect telethon
kind: session
schema: telethon 7
auth key: plain
peers: 0
update states: 0
size: 28672 bytes
mode: 0644
! session-vault: warning: it is a Telethon session of schema 7, which is imported and not opened
! session-vault: warning: the auth key is not encrypted; whoever reads it has the account
! session-vault: warning: others can read or write it (mode 0644); make it your own (chmod 600)

$ session-vault import telethon.session --as from_telethon --passphrase-file secret --cost minimum
! session-vault: from_telethon: no account's id, DC 4, auth key c8df57a46e58d132
! hint: strings of Pyrogram's form need the account's and the application's id: --user-id, --api-id
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault export from_telethon --plaintext --passphrase-file secret
! session-vault: error: from_telethon: the session has no account's id, and clients would ask who it is
! hint: import it anew with --user-id N
[65]

$ session-vault import telethon.session --as complete --user-id 5000000001 --api-id 12345 --passphrase-file secret --cost minimum
! session-vault: complete: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault export complete --plaintext --passphrase-file secret | cmp - <(sample-string) && echo the same
the same

# A sealed one is no source: it is opened where it is.
$ session-vault import sealed.session --as again --passphrase-file secret --cost minimum
! session-vault: error: sealed.session is sealed already
! hint: copy the file, or `session-vault export` it and import that
[65]

# Plain, where that is said.
$ session-vault import client.session --as copy --plaintext
! session-vault: copy is plain: whoever reads it has the account
! session-vault: copy: user 5000000001, DC 4, auth key c8df57a46e58d132

$ start-client --file copy.session
user 5000000001 on DC 4 with the sample's key
