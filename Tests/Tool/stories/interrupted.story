# What is stopped leaves nothing behind, and what somebody else made meanwhile stays.
# needs: python3 -c "import pyrogram"
$ (umask 077; echo 'correct horse battery staple' >secret); big-session big.session

# An import that is stopped has made no session, whole or in part: the next one finds nothing in its way.
$ for after in 0.05 0.1 0.3; do timeout -s INT $after session-vault import big.session --as stopped --passphrase-file secret --cost minimum; done 2>/dev/null; ls -A | grep -v big.session
secret

$ for signal in TERM HUP; do timeout -s $signal 0.3 session-vault import big.session --as stopped --passphrase-file secret --cost minimum; done 2>/dev/null; ls -A | grep -v big.session
secret

$ session-vault import big.session --as whole --passphrase-file secret --cost minimum
! session-vault: whole: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault verify whole --passphrase-file secret
everything opens: 60020 peers, 0 update states

# A copy in the clear that is stopped is no copy, and no hidden one either.
$ for after in 0.05 0.15 0.3; do timeout -s INT $after session-vault decrypt whole --output plain.session --plaintext --passphrase-file secret; rm -f plain.session; done 2>/dev/null; ls -A | grep -v big.session
secret
whole.session

# So is an export's file.
$ for after in 0.05 0.15 0.3; do timeout -s TERM $after session-vault export whole --protect --new-passphrase-file secret --passphrase-file secret --cost minimum --peers --output an.export; rm -f an.export; done 2>/dev/null; ls -A | grep -v big.session
secret
whole.session

# Killed outright, an import leaves a file under another name, sealed; the session's own name stays free.
$ bash -c 'timeout -s KILL 0.2 session-vault import big.session --as killed --passphrase-file secret --cost minimum; true' 2>/dev/null; ls killed.session; rm -f .sessionvault-*
! ls: cannot access 'killed.session': No such file or directory

# A session that appears while another import waits for its input is nobody's to remove.
$ sample-string >one; sample-string --bot >other; (cat one; sleep 1) | session-vault import - --as raced --passphrase-file secret --cost minimum 2>first.log & sleep 0.3; session-vault import other --as raced --passphrase-file secret --cost minimum; wait; cat first.log; session-vault export raced --plaintext --passphrase-file secret 2>/dev/null | cmp - other && echo 'the other one is there'
session-vault: error: ./raced.session is there already, and nothing is replaced; give another path
the other one is there
! session-vault: raced: bot 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say
