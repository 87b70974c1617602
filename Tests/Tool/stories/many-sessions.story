# needs: python3 -c 'import pyrogram'
# Thirty files at once, with one that is none among them: the others are sealed, and the last line says how many.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ session-vault keyring create keys.svault --passphrase-file secret --cost minimum
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: keys.svault: keyring ‹hex32›

$ sample-session account{01..30}.session; echo 'this is no database' >account17.session; ls *.session | wc -l
30

$ session-vault encrypt *.session --keyring keys.svault --passphrase-file secret
! session-vault: error: account17.session is no SQLite database; put a backup in its place, or remove it to start anew
! session-vault: 29 encrypted, 1 failed
[65]

$ cat account17.session
this is no database

# Again: there is nothing to do but for that one.
$ session-vault encrypt account0*.session account17.session --keyring keys.svault --passphrase-file secret 2>&1 | tail -n 3; echo "${PIPESTATUS[0]}"
session-vault: account09.session: encrypted already; it is left as it is, with its own keys
session-vault: error: account17.session is no SQLite database; put a backup in its place, or remove it to start anew
session-vault: 0 encrypted, 9 encrypted before, 1 failed
65

$ for file in account*.session; do session-vault inspect $file --json 2>/dev/null | grep '"key"'; done | sort | uniq -c
     29   "key" : "sealed",

$ rm account17.session; session-vault encrypt account01.session account02.session --keyring keys.svault --passphrase-file secret
! session-vault: account01.session: encrypted already; it is left as it is, with its own keys
! session-vault: account02.session: encrypted already; it is left as it is, with its own keys
! session-vault: 0 encrypted, 2 encrypted before, 0 failed

# All of them were sealed with one question.
$ sample-session more{1..3}.session

$$ session-vault encrypt more*.session --keyring keys.svault
> Passphrase of keys.svault:
< correct horse battery staple
session-vault: 3 encrypted, 0 failed

# A thousand at once, one of which is none: one passphrase, one derivation, a summary, and a status that tells.
$ mkdir thousand; sample-session thousand/base.session; for number in $(seq 998); do cp thousand/base.session thousand/s$number.session; done; echo junk >thousand/bad.session; ls thousand | wc -l
1000

$ ulimit -S -n 64; session-vault encrypt thousand/*.session --keyring keys.svault --passphrase-file secret 2>&1 | tail -n 1; echo "${PIPESTATUS[0]}"
session-vault: 999 encrypted, 1 failed
65

$ session-vault keyring rotate keys.svault thousand/s*.session thousand/base.session --passphrase-file secret 2>&1 | tail -n 2
session-vault: 999 moved, 0 failed
hint: --drop-roots removes the old root when no session needs it any more
