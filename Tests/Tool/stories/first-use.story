# needs: python3 -c "import pyrogram"
# From nothing to a running bot. A session string from another machine goes into a sealed file. The passphrase is asked for
# twice, and nothing of it is shown.
$ (umask 077; sample-string --bot >string.txt)

$$ session-vault import - --as my_account < string.txt
> New passphrase of my_account:
< correct horse battery staple
> Again, to confirm:
< correct horse battery staple

$ shred -u string.txt; ls -l | awk 'NR > 1 { print $1, $NF }'

# A code for paper is a second way in, for the day that the passphrase is forgotten.
$$ session-vault slots add my_account --recovery
> Passphrase of my_account:
< correct horse battery staple

# What is there can be looked at without a secret.
$ session-vault inspect my_account

# With it, every row is opened.
$$ session-vault verify my_account
> Passphrase of my_account:
< correct horse battery staple

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
started as 5000000001 on DC 4

# By a machine, it comes from a file that nobody else can read.
$ (umask 077; echo 'correct horse battery staple' >secret); session-vault run my_account --passphrase-file secret -- python3 bot.py
started as 5000000001 on DC 4
