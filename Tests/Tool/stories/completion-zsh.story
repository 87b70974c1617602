# needs: command -v zsh
$ session-vault --generate-completion-script zsh >_session-vault && zsh -n _session-vault
