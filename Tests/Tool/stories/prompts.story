# Prompts are on the terminal device: standard input and output are free for what they are for.
$ (umask 077; echo 'correct horse battery staple' >secret); sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum 2>/dev/null

$$ session-vault export my_account --plaintext </dev/null 2>/dev/null | cmp - <(sample-string) && echo the same
> Passphrase of my_account:
< correct horse battery staple
the same

# Interrupted: nothing is made, and the terminal shows what is typed again.
$$ session-vault verify my_account
> Passphrase of my_account:
< half a passphr^C
[130]

$$ sample-string | session-vault import - --as other
> New passphrase of other:
< a new one
> Again, to confirm:
< ^C
[130]

$ ls other.session
! ls: cannot access 'other.session': No such file or directory
[2]

# Stopped and continued: it asks again.
$$ session-vault verify my_account
> Passphrase of my_account:
< ^Z
[148]

$$ fg
session-vault verify my_account
> Passphrase of my_account:
< correct horse battery staple
everything opens: 0 peers, 0 update states

$$ session-vault verify my_account
> Passphrase of my_account:
< ^D
session-vault: error: the passphrase is empty
[65]

$$ session-vault verify my_account
> Passphrase of my_account:
<
session-vault: error: the passphrase is empty
[65]

# Editing works as anywhere.
$$ session-vault verify my_account
> Passphrase of my_account:
< wrong^Ucorrect horse battery staple
everything opens: 0 peers, 0 update states

$$ sample-string | session-vault import - --as other --cost minimum
> New passphrase of other:
< one thing
> Again, to confirm:
< another thing
session-vault: the two are not the same; try again
> New passphrase of other:
< ^C
[130]

$ ls other.session
! ls: cannot access 'other.session': No such file or directory
[2]

# Whether it is worth asking is known first.
$$ session-vault verify nobody
session-vault: error: ./nobody.session is not there
[66]

$$ session-vault verify my_account --passphrase-file nothing
session-vault: error: nothing is not there
[66]

$$ sample-string | session-vault import - --as my_account
session-vault: error: ./my_account.session is there already, and nothing is replaced; give another path
[73]

$$ session-vault keyring inspect my_account.session
session-vault: error: my_account.session is no keyring's file
hint: `session-vault inspect my_account.session` says what it is
[65]

$$ session-vault export my_account --to nonsense
session-vault: error: --to takes a recipient, svpub1…, as `session-vault keygen` prints it
[65]

$$ touch taken; session-vault decrypt my_account --output taken --plaintext
session-vault: error: taken is there already, and nothing is replaced; give another path
[73]

$$ session-vault export my_account --protect --output taken
session-vault: error: taken is there already, and nothing is replaced; give another path
[73]
