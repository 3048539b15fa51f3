#!/usr/bin/env bash
# Runs a C program on the simulated kernel and on the real one: every run must exit 0 and print the same.
#   both.sh SHMSCOPE CC PROGRAM.c UID          (SHMSCOPE - leaves the simulated kernel out)
# A real run has IPC, mount and PID namespaces of its own: a fresh /proc, empty file systems on /tmp and /dev/shm.
# There is one run as the machine's root and one as an ordinary user who is root of a user namespace of his own,
# as far as the host allows each; the last lines say which. NAME_root.c and NAME_root_denied.c need several uids or
# powers over the machine, which the second has not.
set -u
# Rows count descriptors: none but the standard three is handed down.
for open in /proc/self/fd/*; do
  fd=${open##*/}
  if [ "$fd" -gt 2 ] && [ "$fd" -lt 255 ]; then eval "exec $fd>&-"; fi
done
shmscope=$1 cc=$2 program=$3 uid=$4
ordinary=1000
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
"$cc" -w -O0 -pthread -o "$folder/real" "$program" || exit 1

# First argument: the program to move into the fresh /tmp; the others: the command that runs it.
inside='mount -t tmpfs -o mode=1777 tmpfs /dev/shm && cp "$1" /dev/shm/real && mount -t tmpfs -o mode=1777 tmpfs /tmp &&
  mkdir /tmp/program && mv /dev/shm/real /tmp/program/real && cd /tmp && shift && "$@"
  exit $?'
spaces=(unshare -i -m -p --kill-child --mount-proc)

# Sets `run` to the command in front of a program's name, or makes it empty and says why.
as_root() {
  run=()
  if [ "$(id -u)" -ne 0 ]; then why="needs root"; return; fi
  run=("${spaces[@]}" sh -c "$inside" sh "$folder/real")
  local become=(setpriv --reuid "$uid" --regid "$uid" --clear-groups)
  if [ "$uid" -ne 0 ]; then run+=("${become[@]}"); fi
  allowed
}

as_ordinary_user() {
  run=()
  case $program in *_root.c | *_root_denied.c) why="needs several uids or powers over the machine"; return ;; esac
  if [ "$(id -u)" -eq 0 ]; then run=(setpriv --reuid $ordinary --regid $ordinary --clear-groups); fi
  run+=(unshare -r "${spaces[@]:1}" sh -c "$inside" sh "$folder/real")
  if [ "$uid" -ne 0 ]; then run+=(unshare -U --map-user="$uid" --map-group="$uid"); fi
  allowed
}

allowed() {
  if "${run[@]}" true >/dev/null 2>"$folder/refused"; then return; fi
  run=() why="this host refuses: $(head -n 1 "$folder/refused")"
}

failed=0
where="on both kernels"
compare() { # LABEL
  if [ ${#run[@]} -eq 0 ]; then echo "$1: not checked, $why"; return; fi
  timeout 120 "${run[@]}" /tmp/program/real </dev/null >"$folder/real.out" 2>&1
  local status=$?
  if [ "$shmscope" = - ]; then cp "$folder/real.out" "$folder/simulated.out"; where="on the real kernel"; fi
  if [ "$status" -eq 0 ] && diff "$folder/real.out" "$folder/simulated.out"; then
    echo "$1: $(grep -c ' ok$' "$folder/real.out") rows hold $where"
  else
    echo "$1: FAILED, real exit status $status"
    grep -v ' ok$' "$folder/real.out"
    failed=1
  fi
}

if [ "$shmscope" != - ]; then
  "$shmscope" run --uid "$uid" "$program" </dev/null >"$folder/simulated.out" 2>"$folder/simulated.err"
  simulated=$?
  cat "$folder/simulated.err"
  grep -v ' ok$' "$folder/simulated.out"
  if [ "$simulated" -ne 0 ]; then echo "simulated: FAILED, exit status $simulated"; failed=1; fi
fi
as_root; compare "real root"
as_ordinary_user; compare "ordinary user"
exit $failed
