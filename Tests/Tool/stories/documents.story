# The commands of README and of the article The Tool, as they stand there.
# needs: python3 -c "import pyrogram"
$ (umask 077; sample-string --bot >string.txt); echo 'import os; print(len(os.fdopen(3).read()))' >bot.py

$$ session-vault import - --as my_account < string.txt
> New passphrase of my_account:
< correct horse battery staple
> Again, to confirm:
< correct horse battery staple
session-vault: my_account: bot 5000000001, DC 4, auth key c8df57a46e58d132
session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ shred -u string.txt

$$ session-vault slots add my_account --recovery
> Passphrase of my_account:
< correct horse battery staple
‹SVREC1›
session-vault: my_account: added key slot ‹hex16›

$ session-vault inspect my_account
kind: session
schema: pyrotgfork 6
auth key: sealed
vault: ‹hex32›
epoch: 1
generation: 2
rows: sealed
slot: ‹hex16› passphrase (Argon2id, 3 passes over 64 MiB)
slot: ‹hex16› recovery code
peers: 0
update states: 0
size: 40960 bytes
mode: 0600

$$ session-vault run my_account -- python3 bot.py
> Passphrase of my_account:
< correct horse battery staple
362

# Many sessions.
$ sample-session one.session; sample-session two.session; rm -f my_other.session; ls *.session
my_account.session
one.session
two.session

$$ session-vault keyring create keys.svault
> New passphrase of keys.svault:
< another passphrase
> Again, to confirm:
< another passphrase
session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
session-vault: keys.svault: keyring ‹hex32›

$$ session-vault encrypt --keyring keys.svault *.session
> Passphrase of keys.svault:
< another passphrase
session-vault: my_account.session: encrypted already; it is left as it is, with its own keys
session-vault: 2 encrypted, 1 encrypted before, 0 failed

# Change the keys.
$$ session-vault passphrase my_account
> Passphrase of my_account:
< correct horse battery staple
> New passphrase of my_account:
< tr0ub4dor and 3
> Again, to confirm:
< tr0ub4dor and 3
session-vault: my_account: the passphrase is changed

$ session-vault slots list my_account --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[1]["id"])' >slot

$ session-vault slots list my_account
‹hex16› passphrase (Argon2id, 3 passes over 64 MiB)
‹hex16› recovery code

$$ session-vault slots remove my_account "$(cat slot)"
> Passphrase of my_account:
< tr0ub4dor and 3
session-vault: my_account: removed key slot ‹hex16›
session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$$ session-vault rotate my_account
> Passphrase of my_account:
< tr0ub4dor and 3
session-vault: my_account: sealed anew, at epoch 2, generation 6

$$ session-vault verify my_account
> Passphrase of my_account:
< tr0ub4dor and 3
everything opens: 0 peers, 0 update states

# Hand a session on.
$$ session-vault export my_account --protect > protected.txt
> Passphrase of my_account:
< tr0ub4dor and 3
> New passphrase of the export:
< on the phone
> Again, to confirm:
< on the phone

$$ session-vault open --plaintext < protected.txt
> Passphrase of the protected string:
< on the phone
‹string›

$ session-vault keygen --output bob.identity > bob

$ session-vault keygen --signing --output me.signing > me

$$ session-vault export my_account --to "$(cat bob)" --sign-with me.signing --expires 7d > for-bob.txt
> Passphrase of my_account:
< tr0ub4dor and 3

$$ session-vault import for-bob.txt --as theirs --identity bob.identity --signed-by "$(cat me)"
> New passphrase of theirs:
< bob's own
> Again, to confirm:
< bob's own
session-vault: signed by ‹svsig1›
session-vault: theirs: bot 5000000001, DC 4, auth key c8df57a46e58d132
session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ python3 -c 'import base64; print(base64.b64encode(bytes([9] + [0] * 31)).decode())' >host-key

$$ session-vault export my_account --raw-box "$(cat host-key)"
> Passphrase of my_account:
< tr0ub4dor and 3
‹base64›
