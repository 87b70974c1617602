# What a secret's file has to be.
$ (umask 077; echo 'correct horse battery staple' >secret); sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum 2>/dev/null

# Others can read it.
$ chmod 640 secret; session-vault verify my_account --passphrase-file secret
! session-vault: error: secret can be read by others; make it your own (chmod 600)
[65]

$ chmod 604 secret; session-vault verify my_account --passphrase-file secret
! session-vault: error: secret can be read by others; make it your own (chmod 600)
[65]

$ chmod 400 secret; session-vault verify my_account --passphrase-file secret
everything opens: 0 peers, 0 update states

# One line feed at its end is not of the passphrase; everything else is.
$ (umask 077; printf 'correct horse battery staple' >bare; printf 'correct horse battery staple\n\n' >two; printf ' correct horse battery staple' >space; : >empty; head -c 5000 /dev/zero | tr '\0' x >long; printf '\xff' >binary)

$ for file in bare two space empty long binary missing .; do session-vault verify my_account --passphrase-file $file; echo "$file: $?"; done
everything opens: 0 peers, 0 update states
bare: 0
two: 77
space: 77
empty: 65
long: 65
binary: 65
missing: 66
.: 65
! session-vault: error: my_account: incorrect passphrase
! session-vault: error: my_account: incorrect passphrase
! session-vault: error: empty is empty
! session-vault: error: long is longer than a secret can be
! session-vault: error: binary: a passphrase has 1 to 4,096 bytes of UTF-8
! session-vault: error: missing is not there
! session-vault: error: . is not a regular file

# A link is not followed.
$ ln -s secret link; session-vault verify my_account --passphrase-file link
! session-vault: error: link is a symbolic link; give the file itself
[65]

# A pipe is no file. It is read as a descriptor, which does not outlive the command.
$ session-vault verify my_account --passphrase-file <(cat secret) 2>&1 | tail -n 1
hint: a passphrase is read from a pipe by --passphrase-fd: --passphrase-fd 4 4< <(COMMAND)

$ session-vault verify my_account --passphrase-fd 3 3< <(cat secret)
everything opens: 0 peers, 0 update states

# A variable.
$ SECRET='correct horse battery staple' session-vault verify my_account --passphrase-env SECRET
everything opens: 0 peers, 0 update states

$ SECRET= session-vault verify my_account --passphrase-env SECRET
! session-vault: error: the environment variable SECRET is empty
[65]

$ session-vault verify my_account --passphrase-env SECRET
! session-vault: error: the environment variable SECRET is not there
[66]

# A descriptor.
$ session-vault verify my_account --passphrase-fd 5 5<secret
everything opens: 0 peers, 0 update states

$ session-vault verify my_account --passphrase-fd 5
! session-vault: error: descriptor 5 is not open
! hint: in a shell: `5< FILE` opens it
[66]

$ session-vault verify my_account --passphrase-fd -1
! session-vault: error: missing value for '--passphrase-fd <n>'
! hint: see `session-vault verify --help`
[64]

$ session-vault verify my_account --passphrase-fd 5 5</dev/null
! session-vault: error: descriptor 5 is empty
[65]

$ session-vault verify my_account --passphrase-fd 0 <bare
everything opens: 0 peers, 0 update states

# Two at once.
$ session-vault verify my_account --passphrase-file secret --passphrase-env SECRET
! session-vault: error: more than one option names the secret; one is enough
[64]

# Of another kind.
$ session-vault verify my_account --key-file secret
! session-vault: error: secret: this is no raw key (SVKEY1…, or 32 bytes)
[65]

$ session-vault verify my_account --identity secret
! session-vault: error: secret: this is no identity (SVSEC1…)
[65]

$ session-vault verify my_account --recovery-file secret
! session-vault: error: secret: this is no recovery code (SVREC1…)
[65]

$ session-vault keygen --raw-key --output key; session-vault verify my_account --key-file key
! session-vault: error: my_account: no key slot fits the secret given
! hint: `session-vault inspect my_account` shows the kinds of secrets that open it
[77]

$ session-vault keygen --output identity >/dev/null; session-vault verify my_account --identity identity
! session-vault: error: my_account: no key slot fits the secret given
! hint: `session-vault inspect my_account` shows the kinds of secrets that open it
[77]

# A credential of systemd, which others than its owner may be let read.
$ mkdir credentials; cp bare credentials/vault; chmod 440 credentials/vault; CREDENTIALS_DIRECTORY=$PWD/credentials session-vault verify my_account --passphrase-file "$PWD/credentials/vault"
everything opens: 0 peers, 0 update states

$ CREDENTIALS_DIRECTORY=$PWD/credentials session-vault verify my_account --passphrase-file "$PWD/credentials/none"
! session-vault: error: the credential none is not there
[66]
