# From nothing to a running bot. A session string from another machine goes into a sealed file; the passphrase is asked for
# twice, and nothing of it is shown.
$$ sample-string --bot | session-vault import - --as my_bot
> New passphrase of my_bot:
< correct horse battery staple
> Again, to confirm:
< correct horse battery staple

# What is there, without a secret.
$ session-vault inspect my_bot

$ ls -l my_bot.session | cut -c 1-10

# Its auth key is nowhere in it: the sample's key counts from 0 to 255.
$ python3 -c 'print(bytes(range(32)) in open("my_bot.session", "rb").read())'
False

# With the passphrase: everything opens.
$$ session-vault verify my_bot
> Passphrase of my_bot:
< correct horse battery staple

# The bot gets the session string on descriptor 3, and nothing else does.
$$ session-vault run my_bot -- start-client --fd 3
> Passphrase of my_bot:
< correct horse battery staple
bot 5000000001 on DC 4 with the sample's key
