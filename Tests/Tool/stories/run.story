# The command gets the session string, and nothing else does.
$ (umask 077; echo 'correct horse battery staple' >secret; sample-string >string.txt)

$ session-vault import string.txt --as my_account --passphrase-file secret --cost minimum
! session-vault: my_account: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

# On descriptor 3, to its end, with no line feed.
$ session-vault run my_account --passphrase-file secret -- cat /dev/fd/3
‹string›‹no newline›

$ session-vault run my_account --passphrase-file secret --fd 7 -- bash -c 'cmp <(cat <&7; echo) string.txt && echo the same'
the same

# In a variable, which is the convenient way: who may read the process's environment reads it.
$ session-vault run my_account --passphrase-file secret --env SESSION_STRING -- bash -c 'cmp <(echo "$SESSION_STRING") string.txt && echo the same'
the same

# In another form, or with another application's id.
$ session-vault run my_account --passphrase-file secret --format pyrogram-old64 -- bash -c 'wc -c <&3'
356

$ session-vault run my_account --passphrase-file secret --api-id 777 -- bash -c 'cmp <(cat <&3; echo) string.txt >/dev/null || echo another'
another

# The command's standard streams, directory and arguments are its own.
$ echo 'from outside' | session-vault run my_account --passphrase-file secret -- sh -c 'cat; pwd; echo "$0 $1" >&2' 'an argument' '--fd' | sed "s|$HOME|HOME|"
from outside
HOME
! an argument --fd

# It has no descriptor of ours, but for that of the string.
$ session-vault run my_account --passphrase-file secret -- ls /proc/self/fd
0
1
2
3
4

# The passphrase's descriptor is closed, its variable is gone.
$ session-vault run my_account --passphrase-fd 9 9<secret -- bash -c 'ls /proc/$$/fd'
0
1
2
3
4

$ SECRET='correct horse battery staple' session-vault run my_account --passphrase-env SECRET -- bash -c 'echo "${SECRET-it is gone}"; grep -c SECRET /proc/$$/environ'
it is gone
0
[1]

$ session-vault run my_account --passphrase-file secret -- env >child; diff <(env | grep -vE '^(_|SHLVL)=') <(grep -vE '^(_|SHLVL)=' child) && echo the same environment
the same environment

$ session-vault run my_account --passphrase-file secret -- bash -c 'ulimit -c; ulimit -n' >child; diff <(ulimit -c; ulimit -n) child && echo the same limits
the same limits

# Its exit status is the command's. What cannot be started is told as shells do.
$ session-vault run my_account --passphrase-file secret -- sh -c 'exit 42'
[42]

$ session-vault run my_account --passphrase-file secret -- no-such-command
! session-vault: error: no-such-command: command not found
[127]

$ session-vault run my_account --passphrase-file secret -- ./string.txt
! session-vault: error: ./string.txt: permission denied
[126]

$ session-vault run my_account --passphrase-file secret -- ./nothing-there
! session-vault: error: ./nothing-there: no such file
[127]

$ session-vault run my_account --passphrase-file secret
! session-vault: error: there is no command to run
! hint: it comes after --: `session-vault run NAME -- COMMAND`
[64]

$ session-vault run my_account --passphrase-file secret cat /dev/fd/3
! session-vault: error: there are more arguments than the command takes
! hint: the command comes after --: `session-vault run NAME -- COMMAND`
[64]

$ session-vault run my_account --passphrase-file secret --fd 3 --env SESSION_STRING -- true
! session-vault: error: --fd and --env exclude each other
[64]

$ session-vault run my_account --passphrase-file secret --fd 1 -- true
! session-vault: error: --fd 1: descriptor 1 is a standard stream of the command
! hint: 3 is the usual one
[64]

$ session-vault run my_account --passphrase-file secret --env 'NOT A NAME' -- true
! session-vault: error: --env: a variable's name has letters, digits and _, and does not begin with a digit
[64]

$ session-vault run my_account --passphrase-file secret --fd 99999999 -- true
! session-vault: error: --fd 99999999: there can be no descriptor 99999999
! hint: 3 is the usual one
[64]

# A descriptor that somebody handed over is not taken for the string's.
$ session-vault run my_account --passphrase-file secret -- true 3<secret
! session-vault: error: descriptor 3 is in use: something was handed to us there
! hint: --fd N takes another than 3, and the command has to read that; or `3<&-` closes it
[64]

# A wrong passphrase starts nothing.
$ (umask 077; echo 'something else' >wrong); session-vault run my_account --passphrase-file wrong -- echo started
! session-vault: error: my_account: incorrect passphrase
[77]

# The session is not in use any more when the command starts: the command may open the file itself.
$ session-vault run my_account --passphrase-file secret -- session-vault inspect my_account 2>/dev/null | head -n 1
kind: session

# A string in an argument of the command is the command's own, and is not refused.
$ session-vault run my_account --passphrase-file secret -- echo --passphrase SVKEY1
--passphrase SVKEY1
