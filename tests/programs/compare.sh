#!/bin/sh
# compare.sh SHMSCOPE GCC PROGRAM.c WORK_DIR [ARGS...]
#
# Runs a C program twice, compiled by gcc on this machine and inside shmscope, with the same arguments and input, and
# fails when standard output or exit status differ. As root the real one gets an IPC namespace of its own; otherwise a
# program of System V IPC is run only inside shmscope.
set -u
shmscope=$1
gcc=$2
program=$3
work=$4
shift 4

name=$(basename "$program" .c)
mkdir -p "$work"
real="$work/$name"
input=/dev/null
[ -f "${program%.c}.stdin" ] && input="${program%.c}.stdin"

"$gcc" -std=gnu17 -O0 -w -fwrapv -o "$real" "$program" -lm -pthread || exit 1

isolate=
if [ "$(id -u)" = 0 ] && unshare -i true 2>/dev/null; then
    isolate="unshare -i"
elif grep -qE "shmget|semget|msgget" "$program"; then
    echo "not compared: no private IPC namespace without root"
    exit 77
fi

# Both by the same name, for programs that look at argv[0]. Core dumps would only litter.
ulimit -c 0
TZ=UTC $isolate "$real" "$@" <"$input" >"$work/$name.real" 2>"$work/$name.real.err"
real_status=$?
TZ=UTC "$shmscope" run "$program" -- "$@" <"$input" >"$work/$name.simulated" 2>"$work/$name.simulated.err"
simulated_status=$?

failed=0
if ! diff -u "$work/$name.real" "$work/$name.simulated"; then
    failed=1
fi
if [ "$real_status" != "$simulated_status" ]; then
    echo "exit status: real $real_status, simulated $simulated_status"
    failed=1
fi
[ $failed = 0 ] || cat "$work/$name.simulated.err"
exit $failed
