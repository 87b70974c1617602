# Completion scripts for three shells.
$ session-vault --generate-completion-script bash >bash.sh && bash -n bash.sh && grep -c . bash.sh | sed 's/....*/many/'
many

$ source bash.sh; complete -p session-vault

$ session-vault --generate-completion-script zsh | head -n 1

$ session-vault --generate-completion-script fish >fish.fish && grep -q session-vault fish.fish && echo fish
fish

$ session-vault --generate-completion-script tcsh
