# Each of these must fail: a runner that lets one pass proves nothing.
$ echo one
two

$ echo one; echo two
one

$ echo one
one
two

$ echo one >&2
one

$ false

$ true
[1]

$ printf 'cut'
cut

$ echo 0123456789abcde
‹hex16›

$ bash -c 'read -r -p "Name: " line </dev/tty 2>/dev/tty'

$ head -c 100 /dev/zero; printf 'Name: ' >/dev/tty
⋮

$$ bash -c 'read -r -p "Name: " name'
> Name:
< shown

$$ echo hello
> Name:
< Bob

$$ stty -echo
