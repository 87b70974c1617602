# Handing a session on under a passphrase: a text for an environment variable or a secret store.
$ (umask 077; echo 'correct horse battery staple' >secret; echo 'for the way' >way)

$ sample-string --bot | session-vault import - --as my_bot --passphrase-file secret --cost minimum

$ session-vault export my_bot --protect --passphrase-file secret --new-passphrase-file way --cost minimum >protected.txt; cat protected.txt

$ session-vault inspect - <protected.txt

# It opens with that passphrase, in the clear only where that is asked for.
$ session-vault open --passphrase-file way <protected.txt

$ session-vault open --plaintext --passphrase-file way <protected.txt >plain.txt; cmp plain.txt <(sample-string --bot) && echo the same

$ session-vault open --plaintext --passphrase-file secret <protected.txt

# Better: it goes into a session of the machine's own.
$ session-vault import protected.txt --as taken --passphrase-file way --new-passphrase-file secret --cost minimum

$ session-vault export taken --plaintext --passphrase-file secret | cmp - plain.txt && echo the same

# One wrong character is told from a wrong passphrase, before any work.
$ sed 's/svault1_AA/svault1_AB/; s/.$/\x21/' protected.txt | session-vault open --plaintext --passphrase-file way

$ tr 'a-z' 'b-za' <protected.txt | session-vault open --plaintext --passphrase-file way

$ head -c 400 protected.txt | session-vault open --plaintext --passphrase-file way

$ (cat protected.txt; cat protected.txt) | session-vault open --plaintext --passphrase-file way

$ session-vault open --plaintext --passphrase-file way <plain.txt

$ session-vault open --plaintext --passphrase-file way </dev/null

$ session-vault open --plaintext --passphrase-file way </dev/zero

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
