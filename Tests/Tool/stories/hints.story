# A hint can be pasted: what is in a name runs nothing, and names one thing.
$ (umask 077; echo 'correct horse battery staple' >secret); sample-string | session-vault import - --as 'a$(touch HACK)' --plaintext 2>/dev/null; sample-string | session-vault import - --as "it's mine" --plaintext 2>/dev/null; ls
a$(touch HACK).session
it's mine.session
secret

$ session-vault verify 'a$(touch HACK)' --passphrase-file secret
! session-vault: error: a$(touch HACK): the session is not encrypted; encrypt it first, or find out who removed the encryption
! hint: `session-vault encrypt 'a$(touch HACK)'` seals it; where it was sealed before, find out who removed the encryption; with --unencrypted it is taken as it is
[65]

$ session-vault verify "it's mine" --passphrase-file secret
! session-vault: error: it's mine: the session is not encrypted; encrypt it first, or find out who removed the encryption
! hint: `session-vault encrypt 'it'\''s mine'` seals it; where it was sealed before, find out who removed the encryption; with --unencrypted it is taken as it is
[65]

$ eval "$(session-vault verify "it's mine" --passphrase-file secret 2>&1 | sed -n 's/^hint: `\(.*\)` seals it.*/\1/p') --passphrase-file secret --cost minimum"; session-vault verify "it's mine" --passphrase-file secret
everything opens: 0 peers, 0 update states
! session-vault: it's mine: encrypted
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

# A keyring that was put back is another matter than a session.
$ session-vault keyring create k.svault --passphrase-file secret --cost minimum --ledger k.ledger 2>/dev/null; cp -p k.svault old; session-vault keyring slots add k.svault --passphrase-file secret --recovery >code 2>/dev/null; session-vault verify "it's mine" --keyring k.svault --ledger k.ledger --passphrase-file secret
! session-vault: error: it's mine: no key slot fits the secret given
! hint: `session-vault inspect 'it'\''s mine'` shows the kinds of secrets that open it
[77]

$ cp -p old k.svault; session-vault verify "it's mine" --keyring k.svault --ledger k.ledger --passphrase-file secret
! session-vault: error: k.svault: an older state was put back: the ledger knows epoch 1, generation 2, and epoch 1, generation 1 was found; where that was done on purpose, have the ledger forget the vault
! hint: `session-vault keyring ledger create k.svault --ledger NEW` begins another, which knows nothing of before
[65]

$ session-vault verify "it's mine" --keyring k.svault --ledger secret --passphrase-file secret
! session-vault: error: secret is no ledger
! hint: `session-vault inspect secret` says what it is
[65]

$ session-vault keyring ledger create k.svault --ledger new.ledger --passphrase-file secret
! session-vault: new.ledger: ledger of keyring ‹hex32›

# What looks like a secret is refused with the reason, whatever is around it.
$ session-vault import "$(sample-string) " --as x
! session-vault: error: a session string, or a part of one, was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault import "'$(sample-string | head -c 200)'" --as x
! session-vault: error: a session string, or a part of one, was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault passphrase "it's mine" newsecret
! session-vault: error: there are more arguments than the command takes
! hint: a secret is never an argument, which everybody on this machine can see: take one that was given for leaked; `--help` says how secrets are given
[64]
