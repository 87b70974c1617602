# needs: python3 -c 'import nacl'
# A sealed box as code hosts take their secrets: PyNaCl opens it with the host's key, and finds Pyrogram's string.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-string --bot | session-vault import - --as my_bot --passphrase-file secret --cost minimum
! session-vault: my_bot: bot 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ cat >host.py <<'END'
> import base64, sys
> from nacl.public import PrivateKey, SealedBox
> key = PrivateKey(bytes(range(32)))
> if sys.argv[1:] == ["key"]:
>     print(base64.b64encode(bytes(key.public_key)).decode())
> else:
>     print(SealedBox(key).decrypt(base64.b64decode(sys.stdin.read(), validate=False)).decode())
> END

$ key=$(python3 host.py key); session-vault export my_bot --raw-box "$key" --passphrase-file secret >box.txt; cat box.txt
‹base64›

$ python3 host.py <box.txt | cmp - <(sample-string --bot) && echo the same
the same

$ session-vault export my_bot --raw-box "$key" --format pyrogram-old64 --passphrase-file secret | python3 host.py | wc -c
357

$ session-vault export my_bot --raw-box AAAA --passphrase-file secret
! session-vault: error: --raw-box: this is no X25519 public key: svpub1…, or for a raw box 44 characters of base64
[65]

$ session-vault export my_bot --raw-box "$key" --note 'a note' --passphrase-file secret
! session-vault: error: --sign-with, --expires, --note and --output are for --protect and --to
[64]
