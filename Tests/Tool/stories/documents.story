# The commands of README and of the article The Tool, as they stand there.
# needs: python3 -c "import pyrogram"
$ (umask 077; sample-string --bot >string.txt); echo 'import os; print(len(os.fdopen(3).read()))' >bot.py

$$ session-vault import - --as my_account < string.txt
> New passphrase of my_account:
< correct horse battery staple
> Again, to confirm:
< correct horse battery staple

$ shred -u string.txt

$$ session-vault slots add my_account --recovery
> Passphrase of my_account:
< correct horse battery staple

$ session-vault inspect my_account

$$ session-vault run my_account -- python3 bot.py
> Passphrase of my_account:
< correct horse battery staple

# Many sessions.
$ sample-session one.session; sample-session two.session; rm -f my_other.session; ls *.session

$$ session-vault keyring create keys.svault
> New passphrase of keys.svault:
< another passphrase
> Again, to confirm:
< another passphrase

$$ session-vault encrypt --keyring keys.svault *.session
> Passphrase of keys.svault:
< another passphrase
[73]

# Hand a session on.
$$ session-vault export my_account --protect > protected.txt
> Passphrase of my_account:
< correct horse battery staple
> New passphrase of the export:
< on the phone
> Again, to confirm:
< on the phone

$$ session-vault open --plaintext < protected.txt
> Passphrase of the protected string:
< on the phone

$ session-vault keygen --output bob.identity > bob

$$ session-vault export my_account --to "$(cat bob)" --expires 7d > for-bob.txt
> Passphrase of my_account:
< correct horse battery staple

$ python3 -c 'import base64; print(base64.b64encode(bytes([9] + [0] * 31)).decode())' >host-key

$$ session-vault export my_account --raw-box "$(cat host-key)"
> Passphrase of my_account:
< correct horse battery staple
