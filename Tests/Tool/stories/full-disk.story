# needs: unshare --mount true
# A disk of 300 KiB of its own, filled up.
$ (umask 077; echo 'correct horse battery staple' >secret); mkdir disk

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum
! session-vault: my_account: user 5000000001, DC 4, auth key c8df57a46e58d132
! session-vault: warning: one key slot is the only way in; if its secret is lost, so is all that it opens: add another, for a recovery code say

$ cat >on-full-disk <<'END'
> mount -t tmpfs -o size=300k,mode=700 tmpfs disk && cp my_account.session disk && cp secret disk
> dd if=/dev/zero of=disk/ballast bs=4096 2>/dev/null
> eval "$1"; echo "status $?"
> ls disk
> END

$ unshare --mount bash on-full-disk 'session-vault decrypt my_account --output disk/plain.session --plaintext --passphrase-file secret'
status 74
ballast
my_account.session
secret
! session-vault: error: disk/plain.session: the disk is full

$ unshare --mount bash on-full-disk 'session-vault export my_account --protect --cost minimum --output disk/an.export --passphrase-file secret --new-passphrase-file secret'
status 74
ballast
my_account.session
secret
! session-vault: error: disk/an.export: the disk is full

$ unshare --mount bash on-full-disk 'sample-string | session-vault import - --as disk/other.session --passphrase-file secret --cost minimum'
status 74
ballast
my_account.session
secret
! session-vault: error: disk/other.session: the disk is full

$ unshare --mount bash on-full-disk 'session-vault keygen --output disk/key'
status 74
ballast
my_account.session
secret
! session-vault: error: disk/key: the disk is full

$ unshare --mount bash on-full-disk 'session-vault keyring create disk/keys.svault --passphrase-file secret --cost minimum'
status 74
ballast
my_account.session
secret
! session-vault: error: disk/keys.svault: the disk is full

$ unshare --mount bash on-full-disk 'session-vault slots add disk/my_account.session --passphrase-file secret --recovery >code; cat code; session-vault verify disk/my_account.session --passphrase-file secret'
‹SVREC1›
everything opens: 0 peers, 0 update states
status 0
ballast
my_account.session
secret
! session-vault: warning: others can read the file that standard output goes to; `umask 077` before makes it yours
! session-vault: warning: the recovery code that was printed opens nothing
! session-vault: error: disk/my_account.session: the disk is full

$ unshare --mount bash on-full-disk 'session-vault rotate disk/my_account.session --passphrase-file secret --cost minimum; session-vault verify disk/my_account.session --passphrase-file secret'
everything opens: 0 peers, 0 update states
status 0
ballast
my_account.session
secret
! session-vault: error: disk/my_account.session: the disk is full

# The disk's last byte goes to somebody else: a passphrase is changed or it is not.
$ unshare --mount bash on-full-disk 'session-vault passphrase disk/my_account.session --passphrase-file secret --new-passphrase-fd 4 --cost minimum 4<<<another 2>&1; session-vault verify disk/my_account.session --passphrase-file secret || session-vault verify disk/my_account.session --passphrase-fd 4 4<<<another'
session-vault: error: disk/my_account.session: the disk is full
everything opens: 0 peers, 0 update states
status 0
ballast
my_account.session
secret
