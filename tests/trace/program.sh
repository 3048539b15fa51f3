#!/bin/sh
# program.sh SHMSCOPE CC PROGRAM.c [ARGS...]
#
# Compiles the program, records it, and compares the recording with strace -f: as who runs this, and, when that is
# root, as an ordinary user too.
set -u
shmscope=$1 cc=$2 program=$3
shift 3
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
chmod 1777 "$folder"
name=$(basename "$program" .c)
"$cc" -std=gnu17 -O0 -w -fwrapv -o "$folder/$name" "$program" -lm -pthread || exit 2
input=/dev/null
[ -f "${program%.c}.stdin" ] && input=${program%.c}.stdin
ulimit -c 0
cd "$folder" || exit 2
here=$(cd "$(dirname "$0")" && pwd)



echo "as $(id -un):"
python3 "$here/against_strace.py" --stdin "$input" "$shmscope" "$folder" -- "$folder/$name" "$@"
status=$?
if [ "$status" -eq 0 ] && [ "$(id -u)" -eq 0 ]; then
    echo "as an ordinary user:"
    rm -f "$folder"/*.strace
    python3 "$here/against_strace.py" --uid 1000 --stdin "$input" "$shmscope" "$folder" -- "$folder/$name" "$@"
    status=$?
fi
exit $status
