# Changing the passphrase of a session.
$ (umask 077; echo 'the old one' >old; echo 'the new one' >new)

$ sample-string | session-vault import - --as my_account --passphrase-file old --cost minimum
! session-vault: my_account: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault passphrase my_account --passphrase-file old --new-passphrase-file new --cost minimum
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: my_account: the passphrase is changed

$ session-vault verify my_account --passphrase-file old
! session-vault: error: my_account: incorrect passphrase
[77]

$ session-vault verify my_account --passphrase-file new
everything opens: 0 peers, 0 update states

# By hand: the old one, then the new one twice.
$$ session-vault passphrase my_account --cost minimum
> Passphrase of my_account:
< the new one
> New passphrase of my_account:
< the third one
> Again, to confirm:
< the third one
session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
session-vault: my_account: the passphrase is changed

# Typed differently the second time: it asks again.
$$ session-vault passphrase my_account --cost minimum
> Passphrase of my_account:
< the third one
> New passphrase of my_account:
< the fourth one
> Again, to confirm:
< the forth one
session-vault: the two are not the same; try again
> New passphrase of my_account:
< the fourth one
> Again, to confirm:
< the fourth one
session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
session-vault: my_account: the passphrase is changed

$ echo 'the fourth one' | session-vault verify my_account --passphrase-fd 0
everything opens: 0 peers, 0 update states

# From a variable, which is removed from what `run` starts; and from a descriptor.
$ SECRET='the fourth one' session-vault passphrase my_account --passphrase-env SECRET --new-passphrase-fd 4 --cost minimum 4<<<'the fifth one'
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: my_account: the passphrase is changed

$ session-vault verify my_account --passphrase-fd 4 4<<<'the fifth one'
everything opens: 0 peers, 0 update states

# With two passphrase slots it has to be said which one is meant.
$ (umask 077; echo 'the fifth one' >fifth)

$ session-vault slots add my_account --passphrase-file fifth --new-passphrase-file old --cost minimum
! session-vault: my_account: added key slot ‹hex16›

$ session-vault passphrase my_account --passphrase-file fifth --new-passphrase-file new --cost minimum
! session-vault: my_account: the passphrase is changed

$ session-vault slots list my_account
‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
‹hex16› passphrase (Argon2id, 2 passes over 19 MiB)
