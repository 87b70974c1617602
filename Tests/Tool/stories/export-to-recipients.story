# Handing a session on to two people, by their public keys.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum

$ alice=$(session-vault keygen --output alice.identity); bob=$(session-vault keygen --output bob.identity); me=$(session-vault keygen --signing --output me.signing); printf '%s\n' "$alice" "$me"

$ ls -l alice.identity me.signing | cut -c 1-10

$ session-vault export my_account --passphrase-file secret --to "$alice" --to "$bob" --sign-with me.signing --note 'for the move' >sealed.txt; cat sealed.txt

$ session-vault inspect - <sealed.txt

# Each of them opens it, who knows who signed it.
$ session-vault open --plaintext --identity alice.identity --signed-by "$me" <sealed.txt

$ session-vault import sealed.txt --as bobs --identity bob.identity --signed-by "$me" --new-passphrase-file secret --cost minimum

# Anybody can have sealed one to Alice, so who does not say whom to trust is refused.
$ session-vault open --plaintext --identity alice.identity <sealed.txt

$ session-vault export my_account --passphrase-file secret --to "$alice" | session-vault open --plaintext --identity alice.identity --signed-by "$me"

$ session-vault export my_account --passphrase-file secret --to "$alice" | session-vault open --plaintext --identity alice.identity --accept-unverified | cmp - <(sample-string) && echo the same

$ other=$(session-vault keygen --signing --output other.signing); session-vault open --plaintext --identity alice.identity --signed-by "$other" <sealed.txt

# Nobody else opens it.
$ session-vault keygen --output mallory.identity >/dev/null; session-vault open --plaintext --identity mallory.identity --accept-unverified <sealed.txt

# It can end: who imports it later is refused. Who has it and the key can read it for ever.
$ session-vault export my_account --passphrase-file secret --to "$alice" --expires 2020-01-31 | session-vault open --plaintext --identity alice.identity --accept-unverified

$ session-vault export my_account --passphrase-file secret --to "$alice" --expires 2099-01-31T12:00:00Z | session-vault open --plaintext --identity alice.identity --accept-unverified | wc -c

$ session-vault export my_account --passphrase-file secret --to "$alice" --expires tomorrow

$ session-vault export my_account --passphrase-file secret --to "$alice" --expires 2027-02-30

# A file instead of a text has room for the peers.
$ session-vault export my_account --passphrase-file secret --to "$alice" --peers

$ session-vault export my_account --passphrase-file secret --to "$alice" --peers --output account.export && ls -l account.export | cut -c 1-10

$ session-vault inspect account.export

$ session-vault import account.export --as alices --identity alice.identity --accept-unverified --new-passphrase-file secret --cost minimum

$ session-vault export my_account --passphrase-file secret --to "$alice" --output account.export

# What is no public key.
$ session-vault export my_account --passphrase-file secret --to "${alice%?}"

$ session-vault export my_account --passphrase-file secret --to "$me"

$ session-vault export my_account --passphrase-file secret --to "$alice" --to "$alice"

# An identity is a file that nobody else reads, and is not overwritten.
$ session-vault keygen --output alice.identity

$$ session-vault keygen

$$ session-vault keygen --plaintext

$ session-vault keygen | sed 's/1.*/1…/'
