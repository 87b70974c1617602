# needs: unshare --mount true
# A disk of 300 KiB of its own, filled up.
$ (umask 077; echo 'correct horse battery staple' >secret); mkdir disk

$ sample-string | session-vault import - --as my_account --passphrase-file secret --cost minimum

$ cat >on-full-disk <<'END'
> mount -t tmpfs -o size=300k,mode=700 tmpfs disk && cp my_account.session disk && cp secret disk
> dd if=/dev/zero of=disk/ballast bs=4096 2>/dev/null
> eval "$1"; echo "status $?"
> ls disk
> END

$ unshare --mount bash on-full-disk 'session-vault decrypt my_account --output disk/plain.session --plaintext --passphrase-file secret'

$ unshare --mount bash on-full-disk 'session-vault export my_account --protect --cost minimum --output disk/an.export --passphrase-file secret --new-passphrase-file secret'

$ unshare --mount bash on-full-disk 'sample-string | session-vault import - --as disk/other.session --passphrase-file secret --cost minimum'

$ unshare --mount bash on-full-disk 'session-vault keygen --output disk/key'

$ unshare --mount bash on-full-disk 'session-vault keyring create disk/keys.svault --passphrase-file secret --cost minimum'

$ unshare --mount bash on-full-disk 'session-vault slots add disk/my_account.session --passphrase-file secret --recovery >code; cat code; session-vault verify disk/my_account.session --passphrase-file secret'

$ unshare --mount bash on-full-disk 'session-vault rotate disk/my_account.session --passphrase-file secret --cost minimum; session-vault verify disk/my_account.session --passphrase-file secret'

# The disk's last byte goes to somebody else: a passphrase is changed or it is not.
$ unshare --mount bash on-full-disk 'session-vault passphrase disk/my_account.session --passphrase-file secret --new-passphrase-fd 4 --cost minimum 4<<<another 2>&1; session-vault verify disk/my_account.session --passphrase-file secret || session-vault verify disk/my_account.session --passphrase-fd 4 4<<<another'
