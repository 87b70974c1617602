# What takes longer than half a second shows how far it is, how fast, and how long it will take; on a terminal only.
# needs: python3 -c "import pyrogram"
# needs: command -v script
$ (umask 077; echo 'correct horse battery staple' >secret); big-session one.session 150000; cp one.session two.session

$ script -qec 'session-vault encrypt one --passphrase-file secret --cost minimum' shown </dev/null >/dev/null; tr '\r' '\n' <shown | grep -oE 'encrypting one: [0-9]+ of 150026, [0-9]+ a second, [0-9]+:[0-9]{2} left' | tail -n 1 | sed 's/[0-9]\+/N/g'
encrypting one: N of N, N a second, N:N left

$ tr '\r' '\n' <shown | sed 's/\x1b\[K//' | grep -E 'encrypted|warning'
session-vault: one: encrypted
session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ session-vault encrypt two --passphrase-file secret --cost minimum
! session-vault: two: encrypted
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

# Of many files, it counts the files.
$ for number in $(seq 9); do big-session many$number.session 5000; done; script -qec 'session-vault encrypt many*.session --passphrase-file secret --cost minimum' shown </dev/null >/dev/null; tr '\r' '\n' <shown | grep -oE 'encrypting 9 sessions: [0-9] of 9, [0-9]+ a second, [0-9]+:[0-9]{2} left' | tail -n 1 | sed 's/[0-9]\+/N/g'
encrypting N sessions: N of N, N a second, N:N left

# Derivations that take long show that they go on: all that measure, whatever the last one takes on its own.
$ script -qec 'session-vault passphrase one --passphrase-file secret --new-passphrase-file secret --cost 1400ms' shown </dev/null >/dev/null; tr '\r' '\n' <shown | grep -oE '(measuring|deriving): [0-9]+ s' | sed 's/[0-9]\+/N/' | uniq | head -n 1
measuring: N s
