# needs: python3 -c 'import pyrogram'
# A session that a client has open is left alone: nothing reads behind its back.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-session my_account.session; chmod 600 my_account.session

$ python3 -c '
> import sqlite3, time
> database = sqlite3.connect("my_account.session"); database.execute("BEGIN EXCLUSIVE")
> open("holds", "w").close(); time.sleep(60)' & holder=$!; until [[ -e holds ]]; do sleep 0.05; done

$ session-vault inspect my_account 2>&1 | sed "s/$holder/HOLDER/"; echo "${PIPESTATUS[0]}"
session-vault: error: my_account: the session is in use by process HOLDER; one auth key used from two places gets the account logged out
75

$ session-vault encrypt my_account --passphrase-file secret --cost minimum 2>&1 | sed "s/$holder/HOLDER/"; echo "${PIPESTATUS[0]}"
session-vault: error: my_account: the session is in use by process HOLDER; one auth key used from two places gets the account logged out
75

# It is known before anybody types a passphrase.
$$ session-vault encrypt my_account 2>&1 | sed "s/$holder/HOLDER/"; echo "${PIPESTATUS[0]}"
session-vault: error: my_account: the session is in use by process HOLDER; one auth key used from two places gets the account logged out
75

$ kill $holder; wait $holder 2>/dev/null; session-vault encrypt my_account --passphrase-file secret --cost minimum
! session-vault: my_account: encrypted
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

# A sealed one that another session-vault has open, here since it waits for a passphrase.
$ session-vault slots add my_account --passphrase-file secret --new-passphrase-fd 4 4< <(until [[ -e go ]]; do sleep 0.05; done; echo another) & holder=$!; until grep -q ":$(stat -c %i my_account.session) " /proc/locks; do sleep 0.05; done

$ session-vault verify my_account --passphrase-file secret 2>&1 | sed "s/$holder/HOLDER/"; echo "${PIPESTATUS[0]}"
session-vault: error: my_account: the session is in use by process HOLDER; one auth key used from two places gets the account logged out
75

$ session-vault inspect my_account 2>&1 | sed "s/$holder/HOLDER/"; echo "${PIPESTATUS[0]}"
session-vault: error: my_account: the session is in use by process HOLDER; one auth key used from two places gets the account logged out
75

$ touch go; wait $holder; session-vault slots list my_account | wc -l
2
