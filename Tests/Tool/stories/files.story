# Modes, links, and names that are meant to trip.
$ (umask 077; echo 'correct horse battery staple' >secret)

# Whatever the umask is, a session, a key and an export are their owner's alone.
$ umask 0; sample-string | session-vault import - --as open --passphrase-file secret --cost minimum; session-vault keygen --output key >/dev/null; session-vault keyring create ring --passphrase-file secret --cost minimum; session-vault export open --protect --output export --passphrase-file secret --new-passphrase-file secret --cost minimum; session-vault decrypt open --plaintext --output plain.session --passphrase-file secret 2>/dev/null; umask 022

$ stat -c '%a %n' *

# A directory that others can write is refused, since they could put another file in the place.
$ mkdir shared; chmod 777 shared; sample-string | session-vault import - --as shared/my.session --passphrase-file secret --cost minimum

# Links: a session has one name.
$ ln -s open.session link.session; session-vault verify link --passphrase-file secret

$ session-vault inspect link

$ ln -s nowhere.session dangling.session; sample-string | session-vault import - --as dangling --passphrase-file secret --cost minimum

$ ls nowhere.session

$ ln open.session second.session; session-vault verify open --passphrase-file secret; rm second.session

$ ln -s /etc/passwd passwd; session-vault keygen --output passwd

$ session-vault decrypt open --plaintext --output link.session --passphrase-file secret

# Names.
$ sample-string | session-vault import - --as 'my account' --passphrase-file secret --cost minimum

$ sample-string | session-vault import - --as $'two\nlines' --passphrase-file secret --cost minimum

$ session-vault verify $'two\nlines' --passphrase-file <(echo)

$ sample-string | session-vault import - --as=-dash --passphrase-file secret --cost minimum

$ session-vault verify --passphrase-file secret -- -dash

$ session-vault inspect -- -dash.session | head -n 1

$ session-vault inspect -dash

$ sample-string | session-vault import - --as 'Ärger€' --passphrase-file secret --cost minimum && ls *€*

$ session-vault inspect $'\e[31mred'

$ session-vault inspect some/name

$ session-vault inspect ''

$ session-vault inspect .session

$ mkdir a.session; session-vault inspect a

$ session-vault inspect /dev/null

$ session-vault inspect no-such

$ session-vault verify no-such --passphrase-file secret

$ mkfifo pipe.session; session-vault inspect pipe

$ session-vault verify pipe --passphrase-file secret

$ session-vault inspect $(printf 'x%.0s' {1..300})

$ session-vault inspect no/such/directory.session
