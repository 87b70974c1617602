# shellcheck shell=bash
# What ./Examples/quickstart and ./Tests/run share: it finds out which system packages are missing, and installs them.

missing=()

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# Runs a command and shows what it wrote only where it failed.
quietly() {
    local log status=0
    log=$(mktemp)
    # The path is known now and is gone when the trap runs.
    # shellcheck disable=SC2064
    trap "rm -f -- '$log'; exit 130" INT TERM
    "$@" >"$log" 2>&1 </dev/null || status=$?
    ((status == 0)) || cat -- "$log" >&2
    rm -f -- "$log"
    trap - INT TERM
    return "$status"
}

# need PACKAGE TEST...: notes the Debian package where the test fails.
need() {
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}

need_swift() {
    command -v swift >/dev/null ||
        die "swift is not on the PATH; install Swift 6.3 or newer (https://www.swift.org/install/) and try again"
}

need_libraries() {
    need pkg-config command -v pkg-config
    need libsodium-dev pkg-config --exists libsodium
    need libsqlite3-dev pkg-config --exists sqlite3
}

# Installs what is missing where there is apt, and says what to install where there is none.
install_missing() {
    ((${#missing[@]} > 0)) || return 0
    if ! command -v apt-get >/dev/null; then
        say "missing: ${missing[*]} (Debian's names)"
        say "install them with your system's package manager, e.g. brew install libsodium sqlite pkg-config"
        exit 1
    fi
    local as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || die "missing: ${missing[*]}; as root, run: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    apt_get update || say "the package lists could not be brought up to date; trying with those that are there"
    apt_get install -y --no-install-recommends "${missing[@]}" || die "could not install ${missing[*]}"
    missing=()
}

# apt-get with its output kept back, never asking. It reads as_root of its caller.
apt_get() {
    local command=(${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@")
    say "running ${command[*]}"
    quietly "${command[@]}"
}
