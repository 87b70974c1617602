# A secret in an argument is seen by every user of the machine. It is refused with the reason, and not said again.
$ session-vault verify my_account --passphrase 'correct horse battery staple'
! session-vault: error: a secret was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault verify my_account --passphrase='correct horse battery staple' 2>&1 | grep -c horse
0
[1]

$ for option in --password --new-passphrase --key --secret --pass; do session-vault encrypt my_account $option 'correct horse' >out 2>&1; echo "$? $(grep -c horse out)"; done | sort -u
64 0

# What is no option's value either.
$ session-vault encrypt my_account 'correct horse battery staple' 2>&1 | head -n 1
session-vault: error: ./my_account.session is not there

$ session-vault import "$(sample-string)" --as my_account 2>&1 | tee out | sed 's/;.*//'; grep -c "$(sample-string | cut -c 1-40)" out
session-vault: error: a session string, or a part of one, was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history
hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked
0
[1]

$ session-vault import "$(sample-string | cut -c 1-350)" --as my_account
! session-vault: error: a session string, or a part of one, was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault open svault1_AAAA --plaintext
! session-vault: error: a secret's text was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault slots add my_account --new-key-file SVKEY1-AAAA
! session-vault: error: a secret's text was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault verify my_account --identity SVSEC1AAAA
! session-vault: error: a secret's text was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault verify my_account --recovery-file SVREC1-ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88
! session-vault: error: a secret's text was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault inspect SVREC1-ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88
! session-vault: error: a secret's text was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault slots add my_account --recovery SVREC1-ERUU-MGHT-79VL-E64A-GPZY-SAAR-7QRA-UE88
! session-vault: error: a secret's text was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault export my_account --to SVSEC1AAAA
! session-vault: error: a secret's text was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

$ session-vault verify my_account --passphrase-file 'correct horse battery staple'
! session-vault: error: the file that was given for the secret is not there
[66]

$ session-vault verify my_account --passphrase-env 'correct horse battery staple'
! session-vault: error: what was given for the passphrase's variable is no name of one
[64]

$ session-vault verify my_account --passphrase-fd 'correct horse battery staple'
! session-vault: error: that is no value for --passphrase-fd <n>
! hint: it takes the number of an open descriptor
[64]

$ session-vault slots add my_account --passphrase 'correct horse battery staple'
! session-vault: error: a secret was given as an argument: every user of this machine can see it in the list of processes, and shells keep it in their history; take it for leaked
! hint: give secrets by --passphrase-file, --passphrase-fd or --passphrase-env, or type them when asked; session strings and svault1_… go to standard input
[64]

# An option that is mistyped does not show its value.
$ session-vault verify my_account --pasphrase 'correct horse battery staple' 2>&1 | grep -c horse
0
[1]

$ session-vault verify my_account --pasphrase='correct horse battery staple' 2>&1 | grep -c horse
0
[1]

$ session-vault verify my_account --pasphrase='correct horse battery staple'
! session-vault: error: unknown option --pasphrase
! hint: see `session-vault verify --help`
[64]

$ session-vault verifi my_account
! session-vault: error: there is no command verifi
! hint: `session-vault --help` lists them
[64]
