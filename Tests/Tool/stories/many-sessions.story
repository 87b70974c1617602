# needs: python3 -c 'import pyrogram'
# Thirty files at once, with one that is none among them: the others are sealed, and the last line says how many.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ session-vault keyring create keys.svault --passphrase-file secret --cost minimum

$ sample-session account{01..30}.session; echo 'this is no database' >account17.session; ls *.session | wc -l
30

$ session-vault encrypt *.session --keyring keys.svault --passphrase-file secret

$ cat account17.session
this is no database

# Again: there is nothing to do but for that one.
$ session-vault encrypt account0*.session account17.session --keyring keys.svault --passphrase-file secret 2>&1 | tail -n 3; echo "${PIPESTATUS[0]}"

$ for file in account*.session; do session-vault inspect $file --json 2>/dev/null | grep '"key"'; done | sort | uniq -c

$ rm account17.session; session-vault encrypt account01.session account02.session --keyring keys.svault --passphrase-file secret

# All of them were sealed with one question.
$ sample-session more{1..3}.session

$$ session-vault encrypt more*.session --keyring keys.svault
> Passphrase of keys.svault:
< correct horse battery staple
