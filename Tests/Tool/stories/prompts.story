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

# Stopped and continued: it asks again.
$$ session-vault verify my_account
> Passphrase of my_account:
< ^Z
[148]

$$ fg
> Passphrase of my_account:
< correct horse battery staple

$$ session-vault verify my_account
> Passphrase of my_account:
< ^D

$$ session-vault verify my_account
> Passphrase of my_account:
<

# Editing works as anywhere.
$$ session-vault verify my_account
> Passphrase of my_account:
< wrong^Ucorrect horse battery staple

$$ sample-string | session-vault import - --as other --cost minimum
> New passphrase of other:
< one thing
> Again, to confirm:
< another thing

$ ls other.session

# Whether it is worth asking is known first.
$$ session-vault verify nobody

$$ session-vault verify my_account --passphrase-file nothing

$$ sample-string | session-vault import - --as my_account

$$ session-vault keyring inspect my_account.session

$$ session-vault export my_account --to nonsense

$$ touch there; session-vault decrypt my_account --output there --plaintext

$$ session-vault export my_account --protect --output there
