# A crash leaves no core, and its report has nothing of the memory.
$ (umask 077; echo 'correct horse battery staple' >secret); sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum 2>/dev/null

$ ulimit -c unlimited; cat /proc/sys/kernel/core_pattern >pattern; SWIFT_BACKTRACE=enable=yes session-vault slots add my_account --passphrase-file secret --new-passphrase-fd 4 4< <(sleep 20) >out 2>err & tool=$!; until [[ $(ps -o comm= -p $tool) == session-vault ]]; do sleep 0.05; done; sleep 0.5; ps -o comm= -p $tool
session-vault

$ grep -E '^(Max core file size)' /proc/$tool/limits | tr -s ' '
Max core file size 0 unlimited bytes 

$ kill -SEGV $tool; wait $tool 2>/dev/null
[139]

$ ls | grep -v -- -wal
err
my_account.session
out
pattern
secret

# The runtime says at the start where it has nothing that could print a report.
$ cat out err | grep -v 'unable to locate swift-backtrace' | head -n 20

$ cat out err | grep -ciE 'horse|0x[0-9a-f]{8}|Registers|memory'
0
[1]
