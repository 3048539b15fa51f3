# Sourced by scripts that run shmscope from the outside: a folder of its own to be in, and checks of what the last
# command wrote to the files out and err. A script ends with `[ $failures -eq 0 ]`.
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
failures=0
as=  # as whom, when not as who runs the test

fail() {
    echo "FAILED${as:+ as $as}: $1"
    echo "--- stdout"; head -c 3000 out 2>/dev/null
    echo "--- stderr"; head -c 2000 err 2>/dev/null
    failures=$((failures + 1))
}

in_out() { grep -qF -- "$1" out || fail "stdout has no \"$1\""; }
in_err() { grep -qF -- "$1" err || fail "stderr has no \"$1\""; }
not_in_out() { ! grep -qF -- "$1" out || fail "stdout has \"$1\""; }
not_in_err() { ! grep -qF -- "$1" err || fail "stderr has \"$1\""; }
lines_of_err() { [ "$(wc -l <err)" -eq "$1" ] || fail "stderr has $(wc -l <err) lines, not $1"; }
# json EXPRESSION: a Python expression about the printed JSON, `it`, must hold.
json() {
    python3 -c 'import json, sys; it = json.load(open("out")); sys.exit(not eval(sys.argv[1]))' "$1" || fail "JSON: not $1"
}
