#!/bin/bash
# window.sh SHMSCOPE CC: a trace started in the window, on the display of DISPLAY, ended there with Esc, and with it.
set -u
shmscope=$1 cc=$2
. "$(dirname "$0")/../checks.sh"
export TMPDIR=$folder
name=endless-$$ window=
end_all() {
    kill -KILL $window $(pgrep -f "^\./$name") 2>/dev/null
    rm -rf "$folder"
}
trap end_all EXIT

# Deaf to what asks it politely, as is its child.
cat >$name.c <<'C'
#include <signal.h>
#include <sys/shm.h>
#include <unistd.h>
int main(void) {
    volatile char *p = shmat(shmget(0x1234, 4096, IPC_CREAT | 0600), 0, 0);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    fork();
    for (;;) p[0]++;
}
C
"$cc" -o $name $name.c || exit 2

# until_true COMMAND…: waits until it succeeds, at most 20 seconds.
until_true() {
    for _ in $(seq 100); do "$@" >/dev/null 2>&1 && return 0; sleep 0.2; done
    return 1
}
both_run() { [ "$(pgrep -fc "^\./$name")" -eq 2 ]; }
none_runs() { ! pgrep -f "^\./$name"; }
no_files() { [ -z "$(ls -d shmscope-?????? 2>/dev/null)" ]; }

# A job of a script in the background: it ignores SIGINT, and what it starts would too.
open_window() {
    "$shmscope" >out 2>err </dev/null &
    window=$!
    until_true xdotool search --onlyvisible --pid $window || exit 77
    xdotool windowfocus "$(xdotool search --onlyvisible --pid $window | head -1)"
    sleep 1
}
# A dialog takes letters from the frame after its own.
in_dialog() {
    xdotool key "$1"
    sleep 1
    xdotool type --delay 50 "$2"
    sleep 0.5
    xdotool key Return
}
start_trace() {
    in_dialog x ./$name
    until_true both_run || fail "the window does not trace"
}

open_window
start_trace
xdotool key Escape
until_true none_runs || fail "after Esc the program runs"
until_true no_files || fail "the trace left its files"
in_dialog ctrl+s kept
until_true test -s kept || fail "no recording was opened"
"$shmscope" show kept --json >out 2>err
json '[p["signal"] for p in it["processes"]] == [9, 9] and it["segments"][0]["resident"] == 1'
start_trace
kill -KILL $window
until_true none_runs || fail "the program outlives a window that was killed"
ipcs -m | grep -q 0x00001234 && fail "a segment was left to the system"
[ $failures -eq 0 ]
