# needs: python3 -c 'import pyrogram'
# The real pyrotgfork starts with the string that `run` hands it, and nothing is left of it anywhere.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-string --bot | session-vault import - --as my_bot --passphrase-file secret --cost minimum
! session-vault: my_bot: bot 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault run my_bot --passphrase-file secret -- start-client --fd 3
bot 5000000001 on DC 4 with the sample's key

$ session-vault run my_bot --passphrase-file secret --env SESSION_STRING -- start-client --env SESSION_STRING
bot 5000000001 on DC 4 with the sample's key

$ session-vault run my_bot --passphrase-file secret -- python3 -c '
> import asyncio
> asyncio.set_event_loop(asyncio.new_event_loop())
> from pyrogram import Client
> client = Client("my_bot", session_string=open(3).read(), in_memory=True)
> wait = asyncio.get_event_loop().run_until_complete
> wait(client.storage.open())
> print(wait(client.storage.user_id()), wait(client.storage.dc_id()), wait(client.storage.auth_key())[:4].hex())'
5000000001 4 00010203
! TgCrypto is missing! Pyrogram will work the same, but at a much slower speed. More info: https://telegramplayground.github.io/pyrogram/topics/speedups

$ ls -A
my_bot.session
secret
