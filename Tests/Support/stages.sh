# shellcheck shell=bash disable=SC2317 # The stages are called by name.
# The stages of ./Tests/run, and their counting. A stage that fails leaves the next ones to run.

: "${root:?the repository}" "${work:?a directory that is removed at the end}"

passed=0 failed=0 skipped=0
stage_passed=0
driver=.build/debug/InteropDriver

# stage NAME COMMAND...: one check; says whether it passed in stage_passed.
stage() {
    local name=$1
    shift
    stage_passed=1
    if "$@"; then
        passed=$((passed + 1))
    else
        stage_passed=0
        failed=$((failed + 1))
    fi
    report "$name" "$stage_passed" $((1 - stage_passed)) 0
}

# counted_stage NAME READY COMMAND...: many checks, counted by the command's last line, `N passed, N failed[, N skipped]`.
# A command that dies without that line, says that it failed without a failure in it, or checked nothing, has failed.
counted_stage() {
    local name=$1 ready=$2 log=$work/stage.log status=0 counts
    shift 2
    if ((!ready)); then
        failed=$((failed + 1))
        printf '== %s: not run, since what it needs failed\n' "$name"
        return
    fi
    local pattern='^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$'
    "$@" 2>&1 </dev/null | tee -- "$log" | sed -uE "/$pattern/d" || status=$?
    counts=$(tail -n 1 -- "$log")
    if [[ $counts =~ $pattern ]]; then
        add "$name" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[4]:-0}" "$status"
    else
        printf '%s ended without its counts (status %d)\n' "$name" "$status"
        add "$name" 0 1 0 "$status"
    fi
}

add() {
    local name=$1 more_passed=$2 more_failed=$3 more_skipped=$4 status=$5
    if ((more_failed == 0 && (status != 0 || more_passed == 0))); then
        printf '%s: status %d after %d passed\n' "$name" "$status" "$more_passed"
        more_failed=1
    fi
    passed=$((passed + more_passed))
    failed=$((failed + more_failed))
    skipped=$((skipped + more_skipped))
    report "$name" "$more_passed" "$more_failed" "$more_skipped"
}

# report NAME PASSED FAILED SKIPPED
report() {
    local tail=""
    (($4 == 0)) || tail=", $4 skipped"
    printf '== %s: %d passed, %d failed%s\n' "$1" "$2" "$3" "$tail"
}

print_totals() {
    local tail=""
    ((skipped == 0)) || tail=", $skipped skipped"
    printf '%d passed, %d failed%s\n' "$passed" "$failed" "$tail"
    ((failed == 0))
}

# limited TIME COMMAND...: the command, stopped with all that it started where it has not ended by then. It runs in a
# process group of its own, so an interrupt is passed on.
limited() (
    limit=$1 status=0
    shift
    timeout --kill-after=30s "$limit" "$@" </dev/null &
    trap 'kill -- "$!"; exit 130' INT TERM
    wait "$!" || status=$?
    if ((status == 124 || status == 137)); then
        kill -KILL -- "-$!" 2>/dev/null || true
        printf '%s was stopped: it had not ended after %s, or there was no memory for it\n' "${1##*/}" "$limit"
    fi
    exit "$status"
)

check_top_level() {
    local entry status=0
    for entry in *; do
        case $entry in
        Package.swift | Sources | Tests | Examples | SECURITY.md | README.md) ;;
        # SwiftPM's own, and not in the repository.
        Package.resolved) ;;
        *)
            printf 'does not belong at the top level: %s\n' "$entry"
            status=1
            ;;
        esac
    done
    return "$status"
}

# Sources/VaultLock tells what a mutex that is inlined does.
check_mutexes() {
    ! grep -rnE '\bMutex *[(<]' Sources --include='*.swift' | grep -v '^Sources/VaultLock/'
}

# Every link in the articles and in the doc comments leads somewhere, every parameter that should be is described, and
# the first page lists every public type. A warning is an error.
check_documentation() {
    local module graphs catalog pages
    if ! command -v docc >/dev/null; then
        echo "docc is not on the PATH; it comes with Swift's toolchain"
        return 1
    fi
    quietly limited 5m swift package --scratch-path .build dump-symbol-graph --minimum-access-level public \
        --skip-synthesized-members || return 1
    for module in SessionVault SessionVaultTesting; do
        graphs=$work/documentation/$module.graphs pages=$work/documentation/$module catalog=()
        [[ ! -d Sources/$module/$module.docc ]] || catalog=("Sources/$module/$module.docc")
        mkdir -p -- "$graphs" && cp -- ".build/debug/../symbolgraph/$module.symbols.json" "$graphs" || return 1
        # Transforming gives the pages root as their owner, which only root may.
        quietly limited 5m docc convert ${catalog[@]+"${catalog[@]}"} --additional-symbol-graph-dir "$graphs" \
            --output-path "$pages" --no-transform-for-static-hosting --fallback-display-name "$module" --fallback-bundle-identifier "$module" \
            --warnings-as-errors || return 1
    done
    if grep -q '"generated":true' "$work/documentation/SessionVault/data/documentation/sessionvault.json"; then
        echo "a public type is not in the topics of SessionVault.md"
        return 1
    fi
}

# As whoever calls, and where root calls also as an ordinary user: root reads, writes and locks what it likes, so its run
# proves nothing about modes, while some tests need it.
run_unit_tests() {
    local runs=() status=0
    run_unit_tests_as_caller || status=$?
    runs+=("$work/events.jsonl" "$status")
    if ((EUID == 0)); then
        # They read files beside their sources, so a copy of the build would not do.
        if "${as_nobody[@]}" test -r "$root/Package.swift"; then
            status=0
            run_unit_tests_as_nobody || status=$?
            runs+=("$work/nobody/events.jsonl" "$status")
        else
            echo "skipped: the unit tests as an ordinary user, who cannot read $root"
            runs+=(- skipped)
        fi
    fi
    python3 Tests/Support/count_unit_tests.py "${runs[@]}"
}

run_unit_tests_as_caller() {
    # Not through `swift test`, which would start it in a process group that `limited` does not reach.
    show_on_failure limited 25m "$(test_bundle)" --testing-library swift-testing \
        --event-stream-output-path "$work/events.jsonl"
}

run_unit_tests_as_nobody() {
    local home=$work/nobody
    mkdir -- "$home" && chmod 711 -- "$work" && chown -- 65534:65534 "$home" || return
    show_on_failure limited 25m "${as_nobody[@]}" env -C "$home" HOME="$home" TMPDIR="$home" "$(test_bundle)" \
        --testing-library swift-testing --event-stream-output-path "$home/events.jsonl"
}

test_bundle() { echo "$root"/.build/debug/*.xctest; }

# As quietly, with what was written on standard output.
show_on_failure() { quietly "$@" 2>&1; }

as_nobody=(
    setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs --
)

# It is made of the same source as the help, and has a section for every command.
check_manual_page() {
    local pages=.build/plugins/GenerateManual/outputs/session-vault command
    quietly limited 15m swift package --scratch-path .build generate-manual --multi-page || return 1
    for command in import encrypt decrypt export open inspect verify passphrase slots.list slots.add slots.remove rotate keygen \
        keyring.create keyring.inspect keyring.passphrase keyring.slots.list keyring.slots.add keyring.slots.remove keyring.rotate keyring.ledger.create keyring.ledger.forget run doctor; do
        if ! grep -q '^\.Nm' -- "$pages/session-vault.$command.1" || ! grep -q EXAMPLE -- "$pages/session-vault.$command.1"; then
            echo "the manual has no page of $command with an example"
            return 1
        fi
    done
}

# As Tests/Benchmarks/run needs them too. The tool is linked as README says, since its cold start is measured.
build_benchmarks() {
    # What SwiftPM planned. It plans anew for a file that was added here, and not for one of the library's.
    rm -f -- .build/benchmarks/release.yaml
    quietly limited 60m swift build -c release --static-swift-stdlib --package-path Tests/Benchmarks \
        --scratch-path .build/benchmarks
}

# The benchmarks' figures are for reading; that the contenders find what they should is a check.
check_benchmark() {
    local table=$work/benchmark
    if limited 5m python3 -B Tests/Support/play_contenders.py .build/benchmarks/release >"$table" 2>&1 &&
        limited 5m .build/benchmarks/release/CheckpointBenchmark --peers 2000 --seconds 0.5 >"$table" 2>&1 &&
        (($(grep -cE '^\| (plain|sealed), ' "$table") == 8)) &&
        limited 5m .build/benchmarks/release/FairnessBenchmark --peers 2000 --seconds 0.5 >"$table" 2>&1 &&
        # Everybody had turns: look-ups, writes, and the task that has nothing to do with them.
        (($(awk -F'|' '/^\| (plain|sealed) / && $3 > 100 && $4 > 0 && $5 > 100' "$table" | wc -l) == 2)) &&
        limited 5m .build/benchmarks/release/RekeyBenchmark --peers 1000 --rounds 1 >"$table" 2>&1 &&
        (($(grep -cE '^\| (re-key|add|remove|first)' "$table") == 5)) &&
        limited 5m .build/benchmarks/release/ToolBenchmark --peers 1000 --rounds 1 >"$table" 2>&1 &&
        (($(grep -cE '^\| (inspect|run|a program|a derivation)' "$table") == 5)) &&
        limited 5m .build/benchmarks/release/ExportBenchmark --peers 1000 --rounds 1 >"$table" 2>&1 &&
        (($(grep -cE '^\| (seal|open|protect|export|import)' "$table") == 15)) &&
        (($(grep -cE '^\| refuse ' "$table") == 16)); then return 0; fi
    cat -- "$table"
    return 1
}

run_hot_path_checks() { limited 25m python3 -B Tests/Benchmarks/Baseline/check.py; }

run_benchmark_driver_checks() { limited 5m python3 -B Tests/Benchmarks/Driver/selftest/run.py; }

run_locked_memory_checks() { run_checks python3 memory; }

run_terminal_checks() { run_checks python3 terminal; }

# With the packages of the client that one of them starts.
run_stories() { limited 15m "$(venv_of pyrotgfork)/bin/python" -B Tests/Tool/run.py "$root/.build/static/release"; }

# run_interop_checks CLIENT SUITE...: with that client's packages.
run_interop_checks() {
    local client=$1
    shift
    run_checks "$(venv_of "$client")/bin/python" "$@"
}

# With mounts of their own, which go with the process. Where that cannot be had, the checks are skipped one by one.
run_full_disk_checks() {
    local private=()
    if unshare --mount true 2>/dev/null; then
        private=(unshare --mount)
    elif unshare --user --map-root-user --mount true 2>/dev/null; then
        private=(unshare --user --map-root-user --mount)
    fi
    limited 15m ${private[@]+"${private[@]}"} "$(venv_of pyrotgfork)/bin/python" -B \
        Tests/Interop/run.py "$root/$driver" diskfull
}

# run_checks PYTHON SUITE...
run_checks() {
    local python=$1
    shift
    limited 25m "$python" -B Tests/Interop/run.py "$root/$driver" "$@"
}

run_example_checks() {
    local sample="$work/a sample.session" before ok=0 bad=0
    check "the README's command builds and runs Quickstart" prints 'svault1_' Examples/quickstart
    check "Quickstart takes a session of its own through its life" prints 'svault1_' .build/debug/Quickstart
    check "Quickstart names the auth key by its id" prints 'auth key: +[0-9a-f]{16}' .build/debug/Quickstart
    limited 5m "$(venv_of pyrotgfork)/bin/python" -B Tests/Interop/make_sample.py "$sample" || return 1
    before=$(sha256sum <"$sample")
    check "Quickstart takes a session that pyrotgfork wrote" prints 'svault1_' .build/debug/Quickstart "$sample"
    check "Quickstart shows that its key is gone" prints 'parts of the auth key: +0 of 16' .build/debug/Quickstart "$sample"
    check "Quickstart leaves that session as it was" test "$before" = "$(sha256sum <"$sample")"
    check "Quickstart says that it took a copy" prints 'copy was taken' .build/debug/Quickstart "$sample"
    check "Quickstart refuses a path that is not there" refuses "$work/none.session"
    head -c 5000 -- "$sample" >"$work/cut.session"
    check "Quickstart refuses a cut file by its name" refuses "$work/cut.session"
    check "Quickstart refuses a sealed file by its name" refuses_sealed "$work/sealed.session"
    check "the script's --help works before any build" prints '^usage: ' Examples/quickstart --help
    check "Quickstart's --help works" prints '^usage: ' .build/debug/Quickstart --help
    check "the script refuses two arguments" fails Examples/quickstart a b
    check "CustomEngine seals an engine of its own" prints . .build/debug/CustomEngine
    check_sharing
    check_deploying
    printf '%d passed, %d failed\n' "$ok" "$bad"
}

check_sharing() {
    local share=.build/debug/ShareWithRecipients
    check "ShareWithRecipients opens what was sealed to Bob" prints '^   bob: user 5000000001, auth key' "$share"
    check "ShareWithRecipients refuses what Mallory signed" prints '^   bob: refused: anybody can have made' "$share"
    check "ShareWithRecipients opens nothing for Mallory" prints '^   mallory: refused: no key slot fits' "$share"
    check "ShareWithRecipients moves the peers" prints '^   carol: .* 1000 peers' "$share"
}

check_deploying() {
    local deploy=.build/debug/DeploySecret python
    python=$(venv_of pyrotgfork)/bin/python
    check "DeploySecret shows a request that its host opens" prints '^  user 5000000001, auth key' "$deploy"
    check "DeploySecret's request is opened by PyNaCl's SealedBox" limited 1m "$python" -B \
        Tests/Interop/open_request.py "$deploy"
    check "DeploySecret refuses a key that is none" fails "$deploy" 1 AAAA
    check "DeploySecret refuses one argument" fails "$deploy" 1
    check "DeploySecret's --help works" prints '^usage: ' "$deploy" --help
}

# check NAME COMMAND...: counts into ok and bad of its caller.
check() {
    local name=$1
    shift
    if "$@"; then
        ok=$((ok + 1))
    else
        bad=$((bad + 1))
        printf 'failed: %s\n' "$name"
    fi
}

# prints PATTERN COMMAND...: whether the command succeeds and prints a line that matches. It runs in a directory that is
# removed afterwards.
prints() {
    local pattern=$1 command=$2 log=$work/example.log status=0
    shift 2
    mkdir -p -- "$work/examples"
    (cd -- "$work/examples" && limited 10m "$root/$command" "$@") >"$log" 2>&1 || status=$?
    if ((status == 0)) && grep -qE -- "$pattern" "$log"; then return 0; fi
    printf '%s ended with status %d\n' "$command" "$status"
    cat -- "$log"
    return 1
}

# refuses PATH [PATTERN]: whether Quickstart fails with one line that names the path, and not its copy's.
refuses() {
    local path=$1 pattern=${2-.} log=$work/refusal.log
    if limited 5m .build/debug/Quickstart "$path" >/dev/null 2>"$log"; then
        echo "it was not refused"
        return 1
    fi
    if [[ $(wc -l <"$log") == 1 ]] && grep -qF -- "$path" "$log" && grep -qE -- "$pattern" "$log" &&
        ! grep -qE 'copy\.session|NSCocoa' "$log"; then return 0; fi
    cat -- "$log"
    return 1
}

refuses_sealed() {
    cp -- "$work/a sample.session" "$1" || return 1
    INTEROP_PASSPHRASE=example quietly limited 5m "$driver" encrypt "$1" || return 1
    refuses "$1" 'is sealed already; this example starts from a plain one'
}

fails() {
    local status=0
    "$@" >/dev/null 2>&1 || status=$?
    # Of its own will: no crash, and no command that is not there.
    ((status == 1 || status == 2))
}
