# What a story can say, told by commands that every system has.
$ echo one; echo two >&2; false
one
! two
[1]

# What a command sets is there for the next ones.
$ value=abcd cd /tmp; value=abcd; sleep 60 &
> umask
0022

$ echo "id 0123456789abcdef of $value, 42 rows"; pwd
id ‹id=hex16› of …, ‹number› rows
/tmp

$ echo "$id"; printf 'cut'
‹id›
cut‹no newline›

$ seq 100
1
⋮
99
100

$ printf '# %s\n' note; printf '\n[1]\n'
\# note

\[1]

$$ read -rs -p 'Secret: ' secret </dev/tty; echo; echo "it has ${#secret} characters"
> Secret:
< correct horse
it has 13 characters

$$ bash -c 'trap "stty echo; exit 130" INT; stty -echo; printf "Secret: "; read -r line'
> Secret:
< ^C
[130]

$$ stty echo; printf 'done 50 %%\rdone 100 %%\r\033[Kthe end\n'
the end
