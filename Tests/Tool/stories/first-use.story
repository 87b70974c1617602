# needs: python3 -c "import pyrogram"
# From nothing to a running bot. A session string from another machine goes into a sealed file. The passphrase is asked for
# twice, and nothing of it is shown.
$ (umask 077; sample-string --bot >string.txt)

$$ session-vault import - --as my_account < string.txt
> New passphrase of my_account:
< correct horse battery staple
> Again, to confirm:
< correct horse battery staple
session-vault: my_account: bot 5000000001, DC 4, auth key c8df57a46e58d132
session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ shred -u string.txt; ls -l | awk 'NR > 1 { print $1, $NF }'
-rw------- my_account.session

# A code for paper is a second way in, for the day that the passphrase is forgotten.
$$ session-vault slots add my_account --recovery
> Passphrase of my_account:
< correct horse battery staple
‹SVREC1›
session-vault: my_account: added key slot ‹hex16›

# What is there can be looked at without a secret.
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

# With it, every row is opened.
$$ session-vault verify my_account
> Passphrase of my_account:
< correct horse battery staple
everything opens: 0 peers, 0 update states

# The auth key is nowhere in the file: the sample's counts from 0 to 255.
$ python3 -c 'print(bytes(range(32)) in open("my_account.session", "rb").read())'
False

# The bot reads its session string from descriptor 3, and nothing else gets it.
$ cat >bot.py <<'END'
> import asyncio, os
> asyncio.set_event_loop(asyncio.new_event_loop())
> from pyrogram import Client
> client = Client("bot", session_string=os.fdopen(3).read(), in_memory=True)
> wait = asyncio.get_event_loop().run_until_complete
> wait(client.storage.open())
> print("started as", wait(client.storage.user_id()), "on DC", wait(client.storage.dc_id()))
> END

$$ session-vault run my_account -- python3 bot.py
> Passphrase of my_account:
< correct horse battery staple
TgCrypto is missing! Pyrogram will work the same, but at a much slower speed. More info: https://telegramplayground.github.io/pyrogram/topics/speedups
started as 5000000001 on DC 4

# By a machine, it comes from a file that nobody else can read.
$ (umask 077; echo 'correct horse battery staple' >secret); session-vault run my_account --passphrase-file secret -- python3 bot.py
started as 5000000001 on DC 4
! TgCrypto is missing! Pyrogram will work the same, but at a much slower speed. More info: https://telegramplayground.github.io/pyrogram/topics/speedups
