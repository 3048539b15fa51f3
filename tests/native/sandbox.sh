#!/usr/bin/env bash
# sandbox.sh SHMSCOPE CASE root|user: the real kernel's sandbox from the outside. 77: cannot be tested here.
#   nothing_is_left    what there is on this system is the same before and after, also when shmscope is killed
#   killed_at_once     … and when it is killed while the sandbox is being made
#   host_is_out_of_reach   programs can neither see nor remove segments, objects and processes of this system
set -u
shmscope=$1 case=$2 user=$3
folder=$(mktemp -d)
chmod 777 "$folder"
marker="SHMSCOPE_TEST_$$_$RANDOM=1"
as=()
if [ "$user" = root ] && [ "$(id -u)" -ne 0 ]; then exit 77; fi
if [ "$user" = user ] && [ "$(id -u)" -eq 0 ]; then as=(setpriv --reuid 1000 --regid 1000 --clear-groups); fi
cp "$shmscope" "$folder/shmscope" && chmod 755 "$folder/shmscope"
cd "$folder" || exit 1
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }
run() { "${as[@]}" env "$marker" ./shmscope "$@"; }

# This system as other programs see it.
system() {
  ipcs -m; ipcs -s; ipcs -q
  ls -l /dev/shm
  for limit in shmmni shmmax shmall shm_rmid_forced shm_next_id sem msgmni msgmax msgmnb; do
    echo "$limit $(cat /proc/sys/kernel/$limit 2>/dev/null)"
  done
}
# Copies of shmscope carry its environment; what they start dies with the namespace.
ours() { grep -lzsxF "$marker" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3; }
descendants() { # PID…
  local pid child
  for pid in "$@"; do
    for child in $(cat "/proc/$pid"/task/*/children 2>/dev/null); do echo "$child"; descendants "$child"; done
  done
}
started() { cut -d' ' -f22 "/proc/$1/stat" 2>/dev/null; }
# Waits until nothing of ours lives, at most 5 s.
all_gone() { # PID/START…
  local one left
  for _ in $(seq 100); do
    left=$(ours)
    for one in "$@"; do
      if [ "$(started "${one%/*}")" = "${one#*/}" ]; then left="$left $one"; fi
    done
    if [ -z "${left// /}" ]; then return; fi
    sleep 0.05
  done
  fail "still alive: $left"
}

cat >leaves.c <<'C'
#include <fcntl.h>
#include <stdio.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>
int main(void) {
    char line[16];
    int id = shmget(0x5eed, 8192, IPC_CREAT | 0600);
    int fd = shm_open("/left-behind", O_CREAT | O_RDWR, 0600);
    semget(0x5eed, 2, IPC_CREAT | 0600);
    msgget(0x5eed, IPC_CREAT | 0600);
    char *p = shmat(id, 0, 0);
    ftruncate(fd, 4096);
    p[0] = 1;
    if (fork() == 0) pause();
    puts("waiting");
    fflush(stdout);
    fgets(line, sizeof line, stdin);
    return 0;
}
C

# Starts `run --kernel real leaves.c` and waits until it waits for input; sets pid and family.
start_waiting() {
  mkfifo input
  "${as[@]}" env "$marker" ./shmscope run --kernel real leaves.c <input >out 2>err &
  pid=$!
  exec 9>input
  for _ in $(seq 200); do
    if grep -q waiting out; then break; fi
    sleep 0.05
  done
  grep -q waiting out || fail "it did not start: $(cat out err)"
  family=()
  for one in $(descendants "$pid"); do family+=("$one/$(started "$one")"); done
  # The keeper, the sandbox and two helpers.
  if [ ${#family[@]} -lt 4 ]; then fail "only ${#family[@]} processes belong to it"; fi
}

case_nothing_is_left() {
  local before
  before=$(system)
  start_waiting
  exec 9>&-
  wait "$pid"
  status=$?
  # The child waits for ever: that is told, and is the programs' own affair.
  if [ $status -ne 0 ]; then fail "exit status $status: $(cat err)"; fi
  all_gone "${family[@]}"
  run compare leaves.c </dev/null >out 2>&1 || fail "compare: $(cat out)"
  run show --kernel real leaves.c --step 6 </dev/null >out 2>&1 || fail "show: $(cat out)"
  all_gone
  rm input
  start_waiting
  kill -9 "$pid"
  all_gone "${family[@]}"
  if [ "$(system)" != "$before" ]; then fail "this system is not as before:"; diff <(echo "$before") <(system); fi
}

case_killed_at_once() {
  local before
  before=$(system)
  for delay in 0.000 0.002 0.004 0.006 0.008 0.010 0.012 0.015 0.018 0.021 0.025 0.030 0.040 0.060; do
    "${as[@]}" env "$marker" ./shmscope run --kernel real leaves.c </dev/null >/dev/null 2>&1 &
    pid=$!
    sleep $delay
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  all_gone
  if [ "$(system)" != "$before" ]; then fail "this system is not as before:"; diff <(echo "$before") <(system); fi
}

case_host_is_out_of_reach() {
  local id key
  id=$("${as[@]}" ipcmk -M 4096 -p 0666 | grep -o '[0-9]*$')
  key=$(ipcs -m | awk -v id="$id" '$2 == id { print $1 }')
  "${as[@]}" sh -c "echo content >/dev/shm/of-the-host-$$"
  "${as[@]}" sh -c "echo content >'$folder/file-of-the-host'"
  sleep 100 &
  local sleeper=$!
  cat >reaches.c <<C
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>
int main(void) {
    struct shmid_ds info;
    int seen = 0, wrong = 0;
    if (shmget($key, 0, 0) != -1 || errno != ENOENT) wrong |= 1;
    if (shmctl($id, IPC_STAT, &info) != -1 || errno != EINVAL) wrong |= 2;
    if (shmctl($id, IPC_RMID, 0) != -1 || errno != EINVAL) wrong |= 4;
    if (shmat($id, 0, 0) != (void *)-1) wrong |= 8;
    for (int i = 0; i < 8; i++) seen += shmctl(i, SHM_STAT, &info) >= 0;
    if (seen != 0) wrong |= 16;
    if (shm_open("/of-the-host-$$", O_RDWR, 0) != -1 || errno != ENOENT) wrong |= 32;
    if (shm_unlink("/of-the-host-$$") != -1 || errno != ENOENT) wrong |= 64;
    if (kill($sleeper, SIGKILL) != -1) wrong |= 128;
    unlink("$folder/file-of-the-host");
    printf("wrong: %d\n", wrong);
    return wrong != 0;
}
C
  for uid in 1000 0; do
    run run --kernel real --uid $uid reaches.c </dev/null >out 2>&1 || fail "uid $uid: $(cat out)"
    grep -q "wrong: 0" out || fail "uid $uid: $(cat out)"
  done
  ipcs -m | awk -v id="$id" '$2 == id { found = 1 } END { exit !found }' || fail "the segment is gone"
  [ "$(cat "/dev/shm/of-the-host-$$")" = content ] || fail "the object is gone"
  [ "$(cat file-of-the-host)" = content ] || fail "the file is gone"
  kill "$sleeper" || fail "the process is gone"
  ipcrm -m "$id"
  rm -f "/dev/shm/of-the-host-$$"
}

run show --kernel real --step 0 leaves.c >out 2>&1
if [ $? -eq 2 ]; then cat out; exit 77; fi
"case_$case"
rm -rf "$folder"
exit $((failures > 0))
