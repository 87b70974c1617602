# needs: command -v fish
$ session-vault --generate-completion-script fish >session-vault.fish && fish -n session-vault.fish
