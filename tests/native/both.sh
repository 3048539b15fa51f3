#!/usr/bin/env bash
# Runs a C program on the real and on the simulated kernel: both must exit 0 and print the same.
#   both.sh SHMSCOPE CC PROGRAM.c UID
set -u
shmscope=$1 cc=$2 program=$3 uid=$4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
"$cc" -w -O0 -o "$folder/real" "$program" || exit 1

isolated=(unshare -i)
if [ "$(id -u)" -ne 0 ]; then
  isolated=(unshare -r -i)
  if [ "$uid" -ne 0 ]; then echo "real kernel not checked here: a second uid needs root"; isolated=(); fi
elif [ "$uid" -ne 0 ]; then
  isolated+=(setpriv --reuid "$uid" --regid "$uid" --clear-groups)
fi

"$shmscope" run --uid "$uid" "$program" >"$folder/simulated.out" 2>"$folder/simulated.err"
simulated=$?
cat "$folder/simulated.err"
if [ ${#isolated[@]} -eq 0 ] || ! "${isolated[@]}" true 2>/dev/null; then
  cat "$folder/simulated.out"
  exit "$simulated"
fi
"${isolated[@]}" "$folder/real" >"$folder/real.out" 2>&1
real=$?
echo "exit status: real $real, simulated $simulated"
diff "$folder/real.out" "$folder/simulated.out" && echo "$(grep -c ' ok$' "$folder/real.out") rows hold on both kernels"
[ $? -eq 0 ] && [ "$real" -eq 0 ] && [ "$simulated" -eq 0 ]
