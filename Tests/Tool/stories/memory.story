# needs: as-ordinary-user session-vault --version
# While it waits at a prompt, another process of the same user can read nothing of it.
$ as-ordinary-user bash -c "(umask 077; echo 'correct horse battery staple' >secret); sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum" 2>/dev/null

$ A_SECRET='correct horse battery staple' as-ordinary-user session-vault slots add my_account --passphrase-env A_SECRET --new-passphrase-fd 4 4< <(sleep 20) & tool=$!; until [[ $(ps -o comm= -p $tool) == session-vault ]]; do sleep 0.05; done; sleep 0.5; ps -o comm= -p $tool
session-vault

$ for file in mem environ maps; do as-ordinary-user head -c 1 /proc/$tool/$file 2>&1 | sed "s/$tool/TOOL/"; done
head: cannot open '/proc/TOOL/mem' for reading: Permission denied
head: cannot open '/proc/TOOL/environ' for reading: Permission denied
head: cannot open '/proc/TOOL/maps' for reading: Permission denied

$ as-ordinary-user ls /proc/$tool/fd 2>&1 | sed "s/$tool/TOOL/"
ls: cannot open directory '/proc/TOOL/fd': Permission denied

$ as-ordinary-user python3 -c '
> import ctypes, os, sys
> libc = ctypes.CDLL(None, use_errno=True)
> print(libc.ptrace(16, int(sys.argv[1]), 0, 0), os.strerror(ctypes.get_errno()))' $tool
-1 Operation not permitted

$ kill $tool; wait $tool 2>/dev/null
[143]

# What `run` starts is an ordinary process again: the command can be debugged by its user.
$ as-ordinary-user session-vault run my_account --passphrase-file secret -- sh -c 'cat /proc/self/status >/dev/null; head -c 0 /proc/$$/environ && echo readable'
readable
