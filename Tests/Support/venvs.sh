# shellcheck shell=bash
# The real clients' virtual environments: one each, since four of them share the import name `pyrogram`. What it calls
# is in .scripts/needs.sh and Tests/Support/stages.sh.

# pyrotgfork's comes first; checks that are no client's run in it.
clients=(pyrotgfork kurigram pyrogram hydrogram pyrofork telethon)
venv_pids=()

# venv_of CLIENT: its directory.
venv_of() { printf '.build/interop/%s' "$1"; }

# Whether it was made from the client's list of packages and the Python of now.
venv_is_made() {
    local venv wanted
    venv=$(venv_of "$1") wanted=$(venv_stamp "$1") || return 1
    [[ -x $venv/bin/python && -f $venv/made-from && $(<"$venv/made-from") == "$wanted" ]] && "$venv/bin/python" -c ''
}

venv_stamp() { python3 --version && cat -- "Tests/Interop/$1/requirements.txt"; }

# Made once for one list of packages and one Python.
make_venv() {
    local client=$1 venv
    venv=$(venv_of "$client")
    if venv_is_made "$client"; then return 0; fi
    say "making a virtual environment in $venv"
    mkdir -p -- "$(dirname -- "$venv")" || return 1
    quietly limited 5m python3 -m venv --clear "$venv" || return 1
    quietly limited 10m env PIP_USER=0 "$venv/bin/python" -m pip install --disable-pip-version-check \
        -r "Tests/Interop/$client/requirements.txt" || return 1
    venv_stamp "$client" >"$venv/made-from"
}

# All of them at once, since it is mostly waiting for the network; `wait` for a process id of venv_pids gives the status
# of the client at its place in the list.
start_venvs() {
    local client
    for client in "${clients[@]}"; do
        make_venv "$client" &
        venv_pids+=("$!")
    done
}
