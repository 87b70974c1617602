# In the clear, only where that is said.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-string --user 5000000 | session-vault import - --as my_account --passphrase-file secret --cost minimum

$ session-vault export my_account --passphrase-file secret

$ session-vault export my_account --passphrase-file secret --plaintext

$ session-vault export my_account --passphrase-file secret --plaintext --format pyrogram-old32 | wc -c

$ session-vault export my_account --passphrase-file secret --plaintext --format pyrogram-old64 | session-vault inspect -

$ session-vault export my_account --passphrase-file secret --plaintext --format telethon

$ session-vault export my_account --passphrase-file secret --plaintext --api-id 777 | session-vault import - --as other --passphrase-file secret --cost minimum

$ session-vault export my_account --passphrase-file secret --plaintext --protect

# The old forms have no api id; Pyrogram's new form has to be told.
$ sample-string --form pyrogram-old64 | session-vault import - --as old --passphrase-file secret --cost minimum

$ session-vault export old --passphrase-file secret --plaintext

$ session-vault export old --passphrase-file secret --plaintext --api-id 12345 | cmp - <(sample-string) && echo the same

# A large account's id has no room in the oldest form.
$ sample-string --user 5000000001 | session-vault import - --as large --passphrase-file secret --cost minimum; session-vault export large --passphrase-file secret --plaintext --format pyrogram-old32

# A plain file is taken only where that is said.
$ session-vault decrypt my_account --output plain.session --plaintext --passphrase-file secret

$ session-vault export plain.session --plaintext --unencrypted | cmp - <(sample-string --user 5000000) && echo the same
