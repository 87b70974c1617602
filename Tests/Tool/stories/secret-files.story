# What a secret's file has to be.
$ (umask 077; echo 'correct horse battery staple' >secret); sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum 2>/dev/null

# Others can read it.
$ chmod 640 secret; session-vault verify my_account --passphrase-file secret

$ chmod 604 secret; session-vault verify my_account --passphrase-file secret

$ chmod 400 secret; session-vault verify my_account --passphrase-file secret

# One line feed at its end is not of the passphrase; everything else is.
$ (umask 077; printf 'correct horse battery staple' >bare; printf 'correct horse battery staple\n\n' >two; printf ' correct horse battery staple' >space; : >empty; head -c 5000 /dev/zero | tr '\0' x >long; printf '\xff' >binary)

$ for file in bare two space empty long binary missing .; do session-vault verify my_account --passphrase-file $file; echo "$file: $?"; done

# A link is not followed.
$ ln -s secret link; session-vault verify my_account --passphrase-file link

# A variable.
$ SECRET='correct horse battery staple' session-vault verify my_account --passphrase-env SECRET

$ SECRET= session-vault verify my_account --passphrase-env SECRET

$ session-vault verify my_account --passphrase-env SECRET

# A descriptor.
$ session-vault verify my_account --passphrase-fd 5 5<secret

$ session-vault verify my_account --passphrase-fd 5

$ session-vault verify my_account --passphrase-fd -1

$ session-vault verify my_account --passphrase-fd 5 5</dev/null

$ session-vault verify my_account --passphrase-fd 0 <bare

# Two at once.
$ session-vault verify my_account --passphrase-file secret --passphrase-env SECRET

# Of another kind.
$ session-vault verify my_account --key-file secret

$ session-vault verify my_account --identity secret

$ session-vault verify my_account --recovery-file secret

$ session-vault keygen --raw-key --output key; session-vault verify my_account --key-file key

$ session-vault keygen --output identity >/dev/null; session-vault verify my_account --identity identity

# A credential of systemd, which others than its owner may be let read.
$ mkdir credentials; cp bare credentials/vault; chmod 440 credentials/vault; CREDENTIALS_DIRECTORY=$PWD/credentials session-vault verify my_account --passphrase-file "$PWD/credentials/vault"

$ CREDENTIALS_DIRECTORY=$PWD/credentials session-vault verify my_account --passphrase-file "$PWD/credentials/none"
