# Completion scripts for three shells.
$ session-vault --generate-completion-script bash >bash.sh && bash -n bash.sh && grep -c . bash.sh | sed 's/....*/many/'
many

$ source bash.sh; complete -p session-vault
complete -o filenames -F _session-vault session-vault

$ session-vault --generate-completion-script zsh | head -n 1
\#compdef session-vault

$ session-vault --generate-completion-script fish >fish.fish && grep -q session-vault fish.fish && echo fish
fish

$ session-vault --generate-completion-script tcsh
! session-vault: error: can't generate completion scripts for 'tcsh'. Please use --generate-completion-script=<shell> with one of: zsh bash fish
! hint: see `session-vault --help`
[64]
