# `run` becomes the command: it has its process id, and signals are the command's own.
$ (umask 077; echo 'correct horse battery staple' >secret)

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum
! session-vault: my_account: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault run my_account --passphrase-file secret -- bash -c 'echo $$ >pid; exec sleep 60' & until [[ -s pid ]]; do sleep 0.05; done; [[ $(<pid) == $! ]] && echo the same process
the same process

$ ps -o comm= -p $!
sleep

$ kill -TERM $!; wait $! 2>/dev/null
[143]

$ for signal in INT HUP USR1; do
>     rm pid; session-vault run my_account --passphrase-file secret -- bash -c 'trap "echo it got '$signal'; exit 5" '$signal'; echo $$ >pid; while :; do sleep 0.05; done' &
>     until [[ -s pid ]]; do sleep 0.05; done; kill -$signal $!; wait $!; echo $?
> done
it got INT
5
it got HUP
5
it got USR1
5

# What was ignored stays ignored, what was not is not, and nothing is blocked.
$ session-vault run my_account --passphrase-file secret -- grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status >child; grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status | diff - child && echo the same
the same

$ (trap '' HUP; exec session-vault run my_account --passphrase-file secret -- grep '^SigIgn' /proc/self/status)
SigIgn:	0000000000000001

# On a terminal Ctrl-C is the command's.
$$ session-vault run my_account --passphrase-file secret -- bash -c 'stty -echo; trap "stty echo; echo; echo bye; exit 3" INT; echo -n "Working: "; while :; do sleep 0.05; done'
> Working:
< ^C
bye
[3]

$$ session-vault run my_account --passphrase-file secret -- bash -c 'stty -echo; read -r -p "Name: " name; stty echo; echo; echo "hello $name"'
> Name:
< Bob
hello Bob
