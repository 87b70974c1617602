# In the clear, only where that is said.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-string --user 5000000 | session-vault import - --as my_account --passphrase-file secret --cost minimum
! session-vault: my_account: user 5000000, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault export my_account --passphrase-file secret
! session-vault: error: say how it is to leave: one of --protect, --to, --raw-box, --plaintext
[64]

$ session-vault export my_account --passphrase-file secret --plaintext
‹string›

# Into a file that others can read, with a warning.
$ session-vault export my_account --passphrase-file secret --plaintext >readable.txt
! session-vault: warning: others can read the file that standard output goes to; `umask 077` before makes it yours

$ session-vault export my_account --passphrase-file secret --plaintext --format pyrogram-old32 | wc -c
352

$ session-vault export my_account --passphrase-file secret --plaintext --format pyrogram-old64 | session-vault inspect -
kind: session-string
form: pyrogram-old64
auth key: plain
DC: 4
account: user
application's id: not in it
! session-vault: warning: the auth key is not encrypted; whoever reads it has the account

$ session-vault export my_account --passphrase-file secret --plaintext --format telethon
! session-vault: error: that is no value for --format <format>
! hint: it takes pyrogram, pyrogram-old64, pyrogram-old32
[64]

$ session-vault export my_account --passphrase-file secret --plaintext --api-id 777 | session-vault import - --as other --passphrase-file secret --cost minimum
! session-vault: other: user 5000000, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault export my_account --passphrase-file secret --plaintext --protect
! session-vault: error: say how it is to leave: one of --protect, --to, --raw-box, --plaintext
[64]

# The old forms have no api id; Pyrogram's new form has to be told.
$ sample-string --form pyrogram-old64 | session-vault import - --as old --passphrase-file secret --cost minimum
! session-vault: old: user 5000000001, DC 4, auth key c8df57a46e58d132
! hint: strings of Pyrogram's form need the account's and the application's id: --user-id, --api-id
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault export old --passphrase-file secret --plaintext
! session-vault: error: old: the session has no application's id, and clients would ask for one
! hint: --api-id N gives it
[65]

$ session-vault export old --passphrase-file secret --plaintext --api-id 12345 | cmp - <(sample-string) && echo the same
the same

# A large account's id has no room in the oldest form.
$ sample-string --user 5000000001 | session-vault import - --as large --passphrase-file secret --cost minimum; session-vault export large --passphrase-file secret --plaintext --format pyrogram-old32
! session-vault: large: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: error: large: the value given for account cannot be stored in this form
[65]

# A plain file is taken only where that is said.
$ session-vault decrypt my_account --output plain.session --plaintext --passphrase-file secret
! session-vault: plain.session is plain: whoever reads it has the account

$ session-vault export plain.session --plaintext --unencrypted | cmp - <(sample-string --user 5000000) && echo the same
the same
