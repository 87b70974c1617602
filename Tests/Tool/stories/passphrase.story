# Changing the passphrase of a session.
$ (umask 077; echo 'the old one' >old; echo 'the new one' >new)

$ sample-string | session-vault import - --as my_account --passphrase-file old --cost minimum

$ session-vault passphrase my_account --passphrase-file old --new-passphrase-file new --cost minimum

$ session-vault verify my_account --passphrase-file old

$ session-vault verify my_account --passphrase-file new

# By hand: the old one, then the new one twice.
$$ session-vault passphrase my_account --cost minimum
> Passphrase of my_account:
< the new one
> New passphrase of my_account:
< the third one
> Again, to confirm:
< the third one

# Typed differently the second time: nothing is changed.
$$ session-vault passphrase my_account --cost minimum
> Passphrase of my_account:
< the third one
> New passphrase of my_account:
< the fourth one
> Again, to confirm:
< the forth one

$ echo 'the third one' | session-vault verify my_account --passphrase-fd 0

# From a variable, which is removed from what `run` starts; and from a descriptor.
$ SECRET='the third one' session-vault passphrase my_account --passphrase-env SECRET --new-passphrase-fd 4 --cost minimum 4<<<'the fifth one'

$ session-vault verify my_account --passphrase-fd 4 4<<<'the fifth one'

# With two passphrase slots it has to be said which one is meant.
$ (umask 077; echo 'the fifth one' >fifth)

$ session-vault slots add my_account --passphrase-file fifth --new-passphrase-file old --cost minimum

$ session-vault passphrase my_account --passphrase-file fifth --new-passphrase-file new --cost minimum

$ session-vault slots list my_account
