# Modes, links, and names that are meant to trip.
$ (umask 077; echo 'correct horse battery staple' >secret)

# Whatever the umask is, a session, a key and an export are their owner's alone.
$ umask 0; sample-string | session-vault import - --as open --passphrase-file secret --cost minimum; session-vault keygen --output key >/dev/null; session-vault keyring create ring --passphrase-file secret --cost minimum; session-vault export open --protect --output export --passphrase-file secret --new-passphrase-file secret --cost minimum; session-vault decrypt open --plaintext --output plain.session --passphrase-file secret 2>/dev/null; umask 022
! session-vault: open: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: ring: keyring ‹hex32›
! session-vault: export: export ‹hex32›

$ stat -c '%a %n' *
600 export
600 key
600 open.session
600 plain.session
600 ring
600 secret

# A directory that others can write is refused, since they could put another file in the place.
$ mkdir shared; chmod 777 shared; sample-string | session-vault import - --as shared/my.session --passphrase-file secret --cost minimum
! session-vault: error: shared/my.session lies in a directory that others can write; make it your own (chmod go-w)
[65]

# Links: a session has one name.
$ ln -s open.session link.session; session-vault verify link --passphrase-file secret
! session-vault: error: ./link.session is a symbolic link; give the file itself
[65]

$ session-vault inspect link
! session-vault: error: ./link.session is a symbolic link; give the file itself
[65]

$ ln -s nowhere.session dangling.session; sample-string | session-vault import - --as dangling --passphrase-file secret --cost minimum
! session-vault: error: ./dangling.session is there already, and nothing is replaced; give another path
[73]

$ ls nowhere.session
! ls: cannot access 'nowhere.session': No such file or directory
[2]

$ ln open.session second.session; session-vault verify open --passphrase-file secret; rm second.session
! session-vault: error: ./open.session has a second name (a hard link); remove one

$ ln -s /etc/passwd passwd; session-vault keygen --output passwd
! session-vault: error: passwd is there already, and nothing is replaced; give another path
[73]

$ session-vault decrypt open --plaintext --output link.session --passphrase-file secret
! session-vault: error: link.session is there already, and nothing is replaced; give another path
[73]

# Names.
$ sample-string | session-vault import - --as 'my account' --passphrase-file secret --cost minimum
! session-vault: my account: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ sample-string | session-vault import - --as $'two\nlines' --passphrase-file secret --cost minimum
! session-vault: two\nlines: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault verify $'two\nlines' --passphrase-file secret
everything opens: 0 peers, 0 update states

$ sample-string | session-vault import - --as=-dash --passphrase-file secret --cost minimum
! session-vault: -dash: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault verify --passphrase-file secret -- -dash
everything opens: 0 peers, 0 update states

$ session-vault inspect -- -dash.session | head -n 1
kind: session
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
! session-vault: warning: slot ‹hex16›: a guess at the passphrase costs less than the standard (2 passes over 19 MiB); change the passphrase to renew it

$ session-vault inspect -dash
! session-vault: error: what begins with a dash is taken for options, and none has one dash
! hint: a name that begins with a dash comes after --: `-- -name`
[64]

$ sample-string | session-vault import - --as 'Ärger€' --passphrase-file secret --cost minimum && ls *€*
Ärger€.session
! session-vault: Ärger€: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault inspect $'\e[31mred'
! session-vault: error: ./\u{1b}[31mred.session is not there
[66]

$ session-vault inspect some/name
! session-vault: error: a session is named `my_account`, or by a path that ends in .session
! hint: did you mean some/name.session?
[64]

$ session-vault inspect ''
! session-vault: error: a session is named `my_account`, or by a path that ends in .session
[64]

$ session-vault inspect .session
! session-vault: error: ./.session.session is not there
[66]

$ mkdir a.session; session-vault inspect a
! session-vault: error: ./a.session is not a regular file
[65]

$ session-vault inspect /dev/null
! session-vault: error: /dev/null is not a regular file
[65]

$ session-vault inspect no-such
! session-vault: error: ./no-such.session is not there
[66]

$ session-vault verify no-such --passphrase-file secret
! session-vault: error: ./no-such.session is not there
[66]

$ mkfifo pipe.session; session-vault inspect pipe
! session-vault: error: ./pipe.session is not a regular file
[65]

$ session-vault verify pipe --passphrase-file secret
! session-vault: error: ./pipe.session is not a regular file
[65]

$ session-vault inspect $(printf 'x%.0s' {1..300})
! session-vault: error: a session string, or a part of one, was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault inspect no/such/directory.session
! session-vault: error: no/such/directory.session lies in a directory that does not exist; make it first
[66]
