# Handing a session on under a passphrase: a text for an environment variable or a secret store.
$ (umask 077; echo 'correct horse battery staple' >secret; echo 'for the way' >way)

$ sample-string --bot | session-vault import - --as my_bot --passphrase-file secret --cost minimum
! session-vault: my_bot: bot 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault export my_bot --protect --passphrase-file secret --new-passphrase-file way --cost minimum >protected.txt; cat protected.txt
‹svault1›

$ session-vault inspect - <protected.txt
kind: protected-string
auth key: sealed
vault: ‹hex32›
epoch: 1
generation: 1
peers: without
slot: ‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
! session-vault: warning: slot ‹hex16›: a guess at the passphrase costs less than the standard (2 passes over 19 MiB); change the passphrase to renew it

# It opens with that passphrase, in the clear only where that is asked for.
$ session-vault open --passphrase-file way <protected.txt
! session-vault: error: the session string will be plain, for whoever reads it; say so with --plaintext
! hint: `session-vault import - --as NAME` takes it over, sealed
[64]

$ session-vault open --plaintext --passphrase-file way <protected.txt >plain.txt; cmp plain.txt <(sample-string --bot) && echo the same
the same
! session-vault: warning: others can read the file that standard output goes to; `umask 077` before makes it yours

$ session-vault open --plaintext --passphrase-file secret <protected.txt
! session-vault: error: incorrect passphrase
[77]

# Better: it goes into a session of the machine's own.
$ session-vault import protected.txt --as taken --passphrase-file way --new-passphrase-file secret --cost minimum
! session-vault: taken: bot 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault export taken --plaintext --passphrase-file secret | cmp - plain.txt && echo the same
the same

# One wrong character is told from a wrong passphrase, before any work.
$ sed 's/svault1_AA/svault1_AB/; s/.$/\x21/' protected.txt | session-vault open --plaintext --passphrase-file way
! session-vault: error: the text has a typing or copying error
[65]

$ tr 'a-z' 'b-za' <protected.txt | session-vault open --plaintext --passphrase-file way
! session-vault: error: the text has a typing or copying error
[65]

$ head -c 400 protected.txt | session-vault open --plaintext --passphrase-file way
! session-vault: error: the text is cut: 374 characters are missing
[65]

$ (cat protected.txt; cat protected.txt) | session-vault open --plaintext --passphrase-file way
! session-vault: error: the text has 775 characters too many
[65]

$ session-vault open --plaintext --passphrase-file way <plain.txt
! session-vault: error: this is a plain session string, not a sealed one; whoever saw it has the account
! hint: `session-vault import - --as NAME` seals it
[65]

$ session-vault open --plaintext --passphrase-file way </dev/null
! session-vault: error: standard input is empty
[65]

$ session-vault open --plaintext --passphrase-file way </dev/zero
! session-vault: error: standard input is longer than any session string
[65]

# By hand: the new passphrase is asked for twice, the session's own once.
$$ session-vault export my_bot --protect --cost minimum >again.txt
> Passphrase of my_bot:
< correct horse battery staple
> New passphrase of the export:
< for the way
> Again, to confirm:
< for the way

$$ session-vault open --plaintext <again.txt >plain2.txt; cmp plain.txt plain2.txt && echo the same
> Passphrase of the protected string:
< for the way
session-vault: warning: others can read the file that standard output goes to; `umask 077` before makes it yours
the same
