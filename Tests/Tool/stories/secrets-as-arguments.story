# A secret in an argument is seen by every user of the machine. It is refused with the reason, and not said again.
$ session-vault verify my_account --passphrase 'correct horse battery staple'

$ session-vault verify my_account --passphrase='correct horse battery staple' 2>&1 | grep -c horse
0
[1]

$ for option in --password --new-passphrase --key --secret --pass; do session-vault encrypt my_account $option 'correct horse' >out 2>&1; echo "$? $(grep -c horse out)"; done | sort -u
64 0

# What is no option's value either.
$ session-vault encrypt my_account 'correct horse battery staple' 2>&1 | head -n 1

$ session-vault import "$(sample-string)" --as my_account 2>&1 | tee out | sed 's/;.*//'; grep -c "$(sample-string | cut -c 1-40)" out

$ session-vault import "$(sample-string | cut -c 1-350)" --as my_account

$ session-vault open svault1_AAAA --plaintext

$ session-vault slots add my_account --new-key-file SVKEY1-AAAA

$ session-vault verify my_account --identity SVSEC1AAAA

$ session-vault verify my_account --recovery-file SVREC1-ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88

$ session-vault inspect SVREC1-ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88

$ session-vault slots add my_account --recovery SVREC1-ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88

$ session-vault export my_account --to SVSEC1AAAA

$ session-vault verify my_account --passphrase-file 'correct horse battery staple'

$ session-vault verify my_account --passphrase-env 'correct horse battery staple'

$ session-vault verify my_account --passphrase-fd 'correct horse battery staple'

$ session-vault slots add my_account --passphrase 'correct horse battery staple'

# An option that is mistyped does not show its value.
$ session-vault verify my_account --pasphrase 'correct horse battery staple' 2>&1 | grep -c horse
0
[1]

$ session-vault verify my_account --pasphrase='correct horse battery staple' 2>&1 | grep -c horse
0
[1]

$ session-vault verify my_account --pasphrase='correct horse battery staple'

$ session-vault verifi my_account
