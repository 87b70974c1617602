# Handing a session on to two people, by their public keys.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum
! session-vault: my_account: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ alice=$(session-vault keygen --output alice.identity); bob=$(session-vault keygen --output bob.identity); me=$(session-vault keygen --signing --output me.signing); printf '%s\n' "$alice" "$me"
‹svpub1›
‹svsig1›

$ ls -l alice.identity me.signing | cut -c 1-10
-rw-------
-rw-------

$ session-vault export my_account --passphrase-file secret --to "$alice" --to "$bob" --sign-with me.signing --note 'for the move' >sealed.txt; cat sealed.txt
‹svault1›

$ session-vault inspect - <sealed.txt
kind: protected-string
auth key: sealed
vault: ‹hex32›
epoch: 1
generation: 1
peers: without
slot: ‹hex16› recipient
slot: ‹hex16› recipient

# Each of them opens it, who knows who signed it.
$ session-vault open --plaintext --identity alice.identity --signed-by "$me" <sealed.txt
‹string›
! session-vault: signed by ‹svsig1›
! session-vault: note: for the move

$ session-vault import sealed.txt --as bobs --identity bob.identity --signed-by "$me" --new-passphrase-file secret --cost minimum
! session-vault: signed by ‹svsig1›
! session-vault: note: for the move
! session-vault: bobs: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

# Anybody can have sealed one to Alice, so who does not say whom to trust is refused.
$ session-vault open --plaintext --identity alice.identity <sealed.txt
! session-vault: error: nothing shows who made it, and anybody can have who has the public half
! hint: --signed-by svsig1… takes what that signer signed, --vault ‹hex32› this one, --accept-unverified any
[65]

$ session-vault export my_account --passphrase-file secret --to "$alice" | session-vault open --plaintext --identity alice.identity --signed-by "$me"
! session-vault: error: nothing shows who made it, and anybody can have who has the public half
! hint: --signed-by svsig1… takes what that signer signed, --vault ‹hex32› this one, --accept-unverified any
[65]

$ session-vault export my_account --passphrase-file secret --to "$alice" | session-vault open --plaintext --identity alice.identity --accept-unverified | cmp - <(sample-string) && echo the same
the same
! session-vault: warning: anybody can have made it who has the public key

$ other=$(session-vault keygen --signing --output other.signing); session-vault open --plaintext --identity alice.identity --signed-by "$other" <sealed.txt
! session-vault: error: nothing shows who made it, and anybody can have who has the public half
! hint: --signed-by svsig1… takes what that signer signed, --vault ‹hex32› this one, --accept-unverified any
[65]

# Nobody else opens it.
$ session-vault keygen --output mallory.identity >/dev/null; session-vault open --plaintext --identity mallory.identity --accept-unverified <sealed.txt
! session-vault: error: no key slot fits the secret given
! hint: `session-vault inspect NAME` shows the kinds of secrets that open it
[77]

# It can end: who imports it later is refused. Who has it and the key can read it for ever.
$ session-vault export my_account --passphrase-file secret --to "$alice" --expires 2020-01-31 | session-vault open --plaintext --identity alice.identity --accept-unverified
! session-vault: error: --expires is in the past
! session-vault: error: standard input is empty
[65]

$ session-vault export my_account --passphrase-file secret --to "$alice" --expires 2099-01-31T12:00:00Z | session-vault open --plaintext --identity alice.identity --accept-unverified | wc -c
363
! session-vault: warning: anybody can have made it who has the public key

$ session-vault export my_account --passphrase-file secret --to "$alice" --expires tomorrow
! session-vault: error: that is no value for --expires <when>
! hint: it takes a date such as 2027-01-31, a time such as 2027-01-31T12:00:00Z, or 30d, 12h
[64]

$ session-vault export my_account --passphrase-file secret --to "$alice" --expires 2027-02-30
! session-vault: error: that is no value for --expires <when>
! hint: it takes a date such as 2027-01-31, a time such as 2027-01-31T12:00:00Z, or 30d, 12h
[64]

# A file instead of a text has room for the peers.
$ session-vault export my_account --passphrase-file secret --to "$alice" --peers
! session-vault: error: --peers takes --output: a text has no room for them
[64]

$ session-vault export my_account --passphrase-file secret --to "$alice" --peers --output account.export && ls -l account.export | cut -c 1-10
-rw-------
! session-vault: account.export: export ‹hex32›

$ session-vault inspect account.export
kind: export
vault: ‹hex32›
epoch: 1
generation: 1
peers: with it
slot: ‹hex16› recipient
size: 719 bytes
mode: 0600

$ session-vault import account.export --as alices --identity alice.identity --accept-unverified --new-passphrase-file secret --cost minimum
! session-vault: warning: anybody can have made it who has the public key
! session-vault: alices: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault export my_account --passphrase-file secret --to "$alice" --output account.export
! session-vault: error: account.export is there already, and nothing is replaced; give another path
[73]

# What is no public key.
$ session-vault export my_account --passphrase-file secret --to "${alice%?}"
! session-vault: error: --to: the text is cut: 1 character is missing
[65]

$ session-vault export my_account --passphrase-file secret --to "$me"
! session-vault: error: --to takes a recipient, svpub1…, as `session-vault keygen` prints it
[65]

$ session-vault export my_account --passphrase-file secret --to "$alice" --to "$alice"
! session-vault: error: --to names somebody twice
[64]

# An identity is a file that nobody else reads, and is not overwritten.
$ session-vault keygen --output alice.identity
! session-vault: error: alice.identity is there already, and nothing is replaced; give another path
[73]

$$ session-vault keygen
session-vault: error: the secret would be shown on the terminal
hint: --output FILE keeps it, --plaintext shows it
[64]

$$ session-vault keygen --plaintext
\# recipient: ‹svpub1›
‹SVSEC1›

$ session-vault keygen | sed 's/1.*/1…/'
\# recipient: svpub1…
SVSEC1…
! session-vault: recipient: ‹svpub1›
