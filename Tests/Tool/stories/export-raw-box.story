# needs: python3 -c 'import nacl'
# A sealed box as code hosts take their secrets: PyNaCl opens it with the host's key, and finds Pyrogram's string.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-string --bot | session-vault import - --as my_bot --passphrase-file secret --cost minimum

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

$ python3 host.py <box.txt | cmp - <(sample-string --bot) && echo the same
the same

$ session-vault export my_bot --raw-box "$key" --format pyrogram-old64 --passphrase-file secret | python3 host.py | wc -c

$ session-vault export my_bot --raw-box AAAA --passphrase-file secret

$ session-vault export my_bot --raw-box "$key" --note 'a note' --passphrase-file secret
