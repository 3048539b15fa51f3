#!/bin/bash
# cases.sh SHMSCOPE CC CASE: one case of shmscope trace, in a folder of its own; as root once more as an ordinary user.
set -u
shmscope=$1 cc=$2
. "$(dirname "$0")/../checks.sh"
chmod 1777 "$folder"
ulimit -c 0
become=()

# trace STATUS ARGUMENTS…: runs shmscope trace with empty input, keeps out and err, checks the exit status.
trace() {
    local expected=$1
    shift
    timeout 100 "${become[@]}" "$shmscope" trace "$@" >out 2>err </dev/null
    local status=$?
    [ $status -eq "$expected" ] || fail "shmscope trace $*: exit status $status, not $expected"
}

show() {
    timeout 100 "$shmscope" show "$@" >out 2>err </dev/null || fail "shmscope show $*: exit status $?"
}

# program NAME: compiles NAME from stdin: the statements of its main.
program() {
    {
        printf '#define _GNU_SOURCE\n'
        printf '#include <%s>\n' fcntl.h pthread.h signal.h stdio.h stdlib.h string.h sys/mman.h sys/msg.h sys/sem.h \
            sys/shm.h sys/syscall.h sys/wait.h unistd.h
        printf '%s\n' 'int main(int argc, char **argv) { (void)argc; (void)argv;'
        cat
        printf '%s\n' 'return 0; }'
    } >"$1.c"
    "$cc" -O0 -w -pthread -o "$1" "$1.c" || fail "$1.c does not compile"
}

case_a_segment_from_its_making_to_its_end() {
    program one <<'C'
    int id = shmget(0x1234, 5 * 4096, IPC_CREAT | 0640);
    volatile char *p = shmat(id, NULL, 0);
    p[0] = 1;
    if (p[3 * 4096] != 0) return 1;
    if (fork() == 0) { p[4096] = 2; _exit(3); }
    wait(NULL);
    shmdt((void *)p);
    shmctl(id, IPC_RMID, NULL);
    puts("passed through");
C
    trace 0 -o rec -- ./one
    [ "$(cat out)" = "passed through" ] || fail "the program's output did not pass through"
    show rec --step end
    not_in_out "0x00001234"
    in_out "exited with 3"
    trace 0 --strace -- ./one
    in_out "segment 0, key 0x1234, 20480 bytes, owner"
    in_out "page 0 first written by"
    in_out "page 1 first written by"
    in_out "page 3 first read by"
    in_out "gone in step"
    in_err "shmget(0x1234, 20480, IPC_CREAT|0640)   = 0"
    in_err "shmat(0, NULL, 0)                       = 0x7"
    in_err "+++ exited with 3 +++"
    trace 0 --json -- ./one
    in_err "passed through"
    json 'it["fault_events"] and it["private_namespace"]'
    json '[m["bytes"] for m in it["memories"]] == [20480]'
    json '[(p["page"], p["access"], p["told"]) for p in it["memories"][0]["pages"]] == [(0, "write", True), (1, "write", True), (3, "read", True)]'
    json '[p["exit_status"] for p in it["processes"]] == [0, 3]'
    json 'len(it["memories"][0]["attaches"]) == 2 and not it["memories"][0]["left_behind"]'
    json 'all(len(s["label"]) <= 10 for s in it["steps"])'
}

case_show_goes_to_every_step() {
    program two <<'C'
    int id = shmget(IPC_PRIVATE, 8192, 0600);
    char *p = shmat(id, NULL, 0), *q = shmat(id, NULL, SHM_RDONLY);
    p[4096] = 1;
    return q[4096] - 1;
C
    trace 0 -o rec -- ./two
    show rec --step 0
    in_out "before the program"
    show rec --step 3 --json
    json 'it["segments"][0]["nattch"] == 1 and it["done"].startswith("shmat(0, NULL, 0)")'
    show rec --step 6 --json
    json 'it["segments"][0]["nattch"] == 2 and it["segments"][0]["pages"][0] is None'
    json 'it["segments"][0]["pages"][1] is not None'
    json '[f["mapcount"] for f in it["frames"]] == [2] and it["frames"][0]["owner"] == "segment"'
    json '[a["perms"] for a in it["processes"][0]["areas"]] in (["rw-s", "r--s"], ["r--s", "rw-s"])'
    show rec --json
    json 'it["segments"][0]["nattch"] == 0 and it["processes"][0]["exit_status"] == 0 and it["ended"]'
    timeout 20 "$shmscope" show rec --step 99 >out 2>err && fail "there is a step 99"
    in_err "there is no step 99"
    timeout 20 "$shmscope" run rec >out 2>err && fail "a recording was run"
    in_err "is a recording"
}

case_objects_memfds_and_anonymous_memory() {
    program objects <<'C'
    int fd = shm_open("/numbers", O_RDWR | O_CREAT, 0600);
    ftruncate(fd, 65536);
    char *m = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    memset(m, 1, 20000);
    char *a = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    a[4096] = 1;
    int memory = memfd_create("hello", 0);
    ftruncate(memory, 4096);
    char *h = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    h[0] = 1;
    mprotect(m + 4096, 4096, PROT_READ);
    munmap(m, 4096);
    shm_unlink("/numbers");
    shm_open("/left", O_RDWR | O_CREAT, 0644);
C
    trace 0 --json -- ./objects
    json '[m["kind"] for m in it["memories"] if m["kind"] != "file"] == ["object", "anonymous", "memfd", "object"]'
    json '[len(m["attaches"]) for m in it["memories"] if m["kind"] != "file"] == [1, 1, 1, 0]'
    json '[(m["name"], m["bytes"], m["left_behind"]) for m in it["memories"] if m["kind"] == "object"] == [("/dev/shm/numbers", 65536, False), ("/dev/shm/left", 0, True)]'
    json '[p["page"] for p in it["memories"][0]["pages"]] == [0, 1, 2, 3, 4]'
    json '[p["page"] for p in it["memories"][1]["pages"]] == [1]'
    [ ! -e /dev/shm/left ] || fail "an object of the private /dev/shm is in the system's"
}

case_semaphores_and_queues() {
    program ipc <<'C'
    struct { long type; char text[8]; } message = {7, "hi"};
    struct sembuf more = {1, 3, 0};
    int set = semget(0x77, 2, IPC_CREAT | 0600), queue = msgget(5, IPC_CREAT | 0600);
    semop(set, &more, 1);
    msgsnd(queue, &message, 3, 0);
C
    trace 0 -o rec -- ./ipc
    show rec --json
    json '[s["value"] for s in it["semaphores"][0]["values"]] == [0, 3] and it["queues"][0]["messages"] == 1'
    trace 0 -- ./ipc
    in_out "semaphore set 0, 2 semaphores, key 0x77: left behind"
    in_out "message queue 0, 1 messages, key 0x5: left behind"
}

case_ipcmk() {
    trace 0 --json -- ipcmk -M 10000 -p 0640 -Q -S 3
    json '[(m["bytes"], m["mode"], m["left_behind"]) for m in it["memories"] if m["kind"] == "segment"] == [(10000, 0o640, True)]'
    json 'it["semaphore_sets_left"] == 1 and it["queues_left"] == 1 and it["processes"][0]["name"] == "ipcmk"'
    in_err "Shared memory id: 0"
}

case_a_sleeper_is_seen_asleep() {
    program sleeper <<'C'
    int set = semget(IPC_PRIVATE, 1, 0600);
    struct sembuf down = {0, -1, 0}, up = {0, 1, 0};
    if (fork() == 0) { semop(set, &down, 1); return 0; }
    usleep(300000);
    shmget(IPC_PRIVATE, 4096, 0600);
    semop(set, &up, 1);
    wait(NULL);
C
    trace 0 -o rec -- ./sleeper
    show rec --step 4
    in_out "waits for a semaphore"
    show rec
    not_in_out "waits for"
    in_out "exited with 0"
}

case_fork_vfork_clone_and_exec_are_followed() {
    program family <<'C'
    if (argc > 1) { shmget(IPC_PRIVATE, 4096 * atoi(argv[1]), 0600); return 0; }
    if (fork() == 0) execl(argv[0], argv[0], "1", NULL);
    if (vfork() == 0) { execl(argv[0], argv[0], "2", NULL); _exit(1); }
    if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) execl(argv[0], argv[0], "3", NULL);
    while (wait(NULL) > 0) continue;
    system("exec ./family 4");
    pthread_t thread;
    pthread_create(&thread, NULL, (void *(*)(void *))(void *)atoi, "5");
    pthread_join(thread, NULL);
    shmget(IPC_PRIVATE, 4096 * 5, 0600);
C
    trace 0 --json -- ./family
    json 'sorted(m["bytes"] // 4096 for m in it["memories"] if m["kind"] == "segment") == [1, 2, 3, 4, 5]'
    json 'len(it["processes"]) == 5 and len([s for s in it["steps"] if s["kind"] == "thread"]) == 1'
    json 'len([s for s in it["steps"] if s["kind"] == "exec"]) >= 4'
}

case_two_hundred_children() {
    program many <<'C'
    int id = shmget(IPC_PRIVATE, 200 * 4096, 0600);
    char *p = shmat(id, NULL, 0);
    for (int i = 0; i < 200; i++) {
        if (fork() == 0) { p[i * 4096] = 1; pause(); }
    }
    struct shmid_ds about;
    while (shmctl(id, IPC_STAT, &about) == 0 && about.shm_nattch < 201) usleep(1000);
    usleep(300000);
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGTERM);
    while (wait(NULL) > 0) continue;
    shmctl(id, IPC_RMID, NULL);
C
    # A session of its own: the signal to the group reaches the processes and shmscope, which goes on.
    timeout 100 setsid -w "${become[@]}" "$shmscope" trace -o rec -- ./many >out 2>err </dev/null || fail "exit status $?"
    not_in_err "interrupted"
    [ "$(stat -c %s rec)" -lt 2000000 ] || fail "the recording has $(stat -c %s rec) bytes"
    show rec --json
    json 'len(it["processes"]) == 201 and sum(1 for p in it["processes"] if p["signal"] == 15) == 200'
    rm -f rec
}

case_a_crash_is_recorded_with_its_address() {
    program crash <<'C'
    char *p = shmat(shmget(IPC_PRIVATE, 4096, 0600), NULL, SHM_RDONLY);
    *p = 1;
C
    trace 0 --strace -o rec -- ./crash
    in_err "--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_ACCERR, si_addr=0x7"
    in_err "+++ killed by SIGSEGV +++"
    show rec --json
    json 'it["processes"][0]["signal"] == 11 and it["processes"][0]["si_code"] == 2'
    json 'it["processes"][0]["si_addr"].startswith("0x7") and it["processes"][0]["state"] == "ended"'
}

case_a_killed_process_is_recorded() {
    program killed <<'C'
    pid_t child = fork();
    if (child == 0) { shmget(IPC_PRIVATE, 4096, 0600); pause(); }
    usleep(200000);
    kill(child, SIGKILL);
    wait(NULL);
C
    trace 0 --json -- ./killed
    json '[p["signal"] for p in it["processes"]] == [None, 9] and it["memories"][0]["left_behind"]'
}

# ended_by SIGNAL: shmscope is told to end while a program that would never does.
ended_by() {
    timeout 100 "${become[@]}" env --default-signal=INT "$shmscope" trace -o rec -- ./endless-$$ >out 2>err </dev/null &
    local tracer=$! status
    for _ in $(seq 100); do grep -q begun out && break; sleep 0.1; done
    pkill "-$1" -P $tracer
    wait $tracer
    status=$?
    sleep 0.2
    for pid in $(pgrep -f "endless-$$"); do
        case $(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null) in
            "" | Z* | X*) ;;  # gone, or waits for its new parent to take note
            *) fail "after SIG$1 a process is left" ;;
        esac
    done
    return $status
}

case_what_never_ends_is_ended_by_control_c() {
    program endless-$$ <<'C'
    char *p = shmat(shmget(IPC_PRIVATE, 4096, 0600), NULL, 0);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    if (fork() == 0) for (;;) pause();
    puts("begun");
    fflush(stdout);
    for (;;) p[0]++;
C
    for signal in INT TERM HUP; do
        ended_by $signal || fail "exit status $? after SIG$signal"
        in_err "interrupted"
        show rec --json
        json '[p["signal"] for p in it["processes"]] == [9, 9] and it["segments"][0]["resident"] == 1'
        rm -f rec
    done
    ended_by KILL && fail "SIGKILL did not kill"
    rm -f rec
}

case_bad_requests_are_one_line() {
    trace 2 -- ./missing
    in_err "./missing: there is no such program"
    lines_of_err 1
    trace 2 -- no-such-program-anywhere
    lines_of_err 1
    trace 2 -- /etc/passwd
    in_err "/etc/passwd: cannot be run: Permission denied"
    lines_of_err 1
    trace 2 -- /tmp
    lines_of_err 1
    trace 2
    in_err "trace needs a program"
    lines_of_err 1
    printf 'no program at all\n' >text
    chmod 755 text
    trace 2 -o rec -- ./text
    in_err "./text: cannot be run: Exec format error"
    lines_of_err 1
    [ ! -e rec ] || fail "a refused request left a file"
    trace 2 -o no/such/folder -- true
    in_err "no/such/folder: cannot write"
    lines_of_err 1
}

# A static program for the i386 that exits with 5: its header and 12 bytes of code.
write_i386() {
    printf '\x7f\x45\x4c\x46\x01\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x03\0\x01\0\0\0\x54\x80\x04\x08\x34\0\0\0' >"$1"
    printf '\0\0\0\0\0\0\0\0\x34\0\x20\0\x01\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\x80\x04\x08\0\x80\x04\x08' >>"$1"
    printf '\x60\0\0\0\x60\0\0\0\x05\0\0\0\0\x10\0\0\xb8\x01\0\0\0\xbb\x05\0\0\0\xcd\x80' >>"$1"
    chmod 755 "$1"
}

case_a_32_bit_program_is_refused_or_told() {
    write_i386 small
    trace 2 -- ./small
    in_err "./small: is not a 64-bit x86-64 program"
    lines_of_err 1
    ./small 2>/dev/null
    [ $? -eq 5 ] || return 0  # this kernel runs none
    printf '#!%s/small\n' "$folder" >script
    chmod 755 script
    trace 2 -- ./script
    in_err "is not a 64-bit x86-64 program"
    program starts <<'C'
    if (fork() == 0) execl("./small", "small", NULL);
    wait(NULL);
C
    trace 0 -- ./starts
    in_out "small is not an x86-64 program: its calls are not shown"
    in_out "exited with 5"
}

case_a_setuid_program_runs_without_its_privilege_and_that_is_told() {
    program who <<'C'
    printf("%d\n", geteuid());
C
    if [ "$(id -u)" -eq 0 ] && [ ${#become[@]} -gt 0 ]; then
        chown 0:0 who
        chmod 4755 who
        trace 0 -- ./who
        in_out 1000
        in_out "who asks for another user's or group's rights: traced, it ran without them"
        chmod 755 who
    fi
}

case_a_script_runs() {
    program tool <<'C'
    shmget(IPC_PRIVATE, 12345, 0600);
C
    printf '#!/bin/sh\n./tool\nexit 4\n' >script
    chmod 755 script
    trace 0 --json -- ./script
    json '[m["bytes"] for m in it["memories"] if m["kind"] == "segment"] == [12345]'
    json '[p["exit_status"] for p in it["processes"]] == [4, 0]'
}

case_input_and_arguments_pass_through() {
    program echo <<'C'
    char line[100];
    fgets(line, sizeof line, stdin);
    printf("%s-%s", argv[1], line);
C
    printf 'typed\n' | "${become[@]}" "$shmscope" trace -o rec -- ./echo "--two words" >out 2>err
    in_out "--two words-typed"
    rm -f rec
}

case_the_private_namespace_is_private() {
    [ "$(id -u)" -eq 0 ] || return 0
    local ours object=/dev/shm/shmscope-test-$$
    ours=$(ipcmk -M 4096 -p 0666 | grep -o '[0-9]*$')
    echo kept >$object
    chmod 666 $object
    ipcs -m >before
    program left <<'C'
    if (shmctl(atoi(argv[1]), IPC_RMID, NULL) == 0 || shmat(atoi(argv[1]), NULL, 0) != (void *)-1) puts("reached");
    if (unlink(argv[2]) == 0 || open(argv[2], O_RDWR) >= 0) puts("reached");
    shmget(0x5ca1ab1e, 4096, IPC_CREAT | 0666);
C
    trace 0 -- ./left $((ours + 0)) $object
    not_in_out "reached"
    in_out "left behind"
    ipcs -m >after
    cmp -s before after || fail "the system's segments changed"
    [ "$(cat $object)" = kept ] || fail "an object of the system's changed"
    ipcrm -m "$ours"
    rm -f $object
    trace 0 --shared-namespace -- ./left -1 /dev/null/none
    in_out "left behind"
    ipcs -m | grep -q 0x5ca1ab1e || fail "--shared-namespace made no segment of the system's"
    ipcrm -M 0x5ca1ab1e
}

# A launcher that forbids perf_event_open, as many hosts do.
case_without_page_fault_events() {
    cat >without.c <<'C'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(int argc, char **argv) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_perf_event_open, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {sizeof code / sizeof *code, code};
    (void)argc;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) return 99;
    execv(argv[1], argv + 1);
    return 98;
}
C
    "$cc" -o without without.c || return
    program touching <<'C'
    char *p = shmat(shmget(IPC_PRIVATE, 3 * 4096, 0600), NULL, 0);
    p[8192] = p[0] + 1;
    shmdt(p);
C
    "${become[@]}" ./without "$shmscope" trace --json -- ./touching >out 2>err || fail "exit status $?"
    json 'not it["fault_events"] and any("perf_event_paranoid" in one for one in it["unseen"])'
    json '[(p["page"], p["access"], p["told"]) for p in it["memories"][0]["pages"]] == [(0, "unknown", False), (2, "unknown", False)]'
    json '[s["label"] for s in it["steps"] if s["kind"] == "appeared"] == ["touch ×2"]'
}

case_garbage_is_no_recording() {
    program quiet <<'C'
    shmget(IPC_PRIVATE, 4096, 0600);
C
    trace 0 -o rec -- ./quiet
    head -c 500 rec >cut
    sed 's/"version":1/"version":77/' rec >newer
    sed 's/"kind":"start"/"kind":"dance"/' rec >dance
    sed 's/"pid":[0-9]*/"pid":-99999999999/' rec >number
    sed 's/"steps":\[/"steps":[7,/' rec >seven
    sed 's/"steps":/"stops":/' rec >stops
    printf '{"format":"shmscope recording","version":1,"recording":{}}' >empty
    printf '{"format":"shmscope recording","version":1,"recording":[[[[[[' >open
    for file in cut newer dance number seven stops empty open; do
        timeout 20 "$shmscope" show $file >out 2>err
        [ $? -eq 2 ] || fail "show $file did not refuse"
        in_err "$file: "
        lines_of_err 1
    done
    timeout 20 "$shmscope" show dance >out 2>err
    in_err 'dance: step 1: "kind" must be one of: start, call'
}

"case_$3"
if [ "$(id -u)" -eq 0 ]; then
    rm -f out err rec
    become=(setpriv --reuid=1000 --regid=1000 --clear-groups)
    as="an ordinary user"
    "case_$3"
fi
[ $failures -eq 0 ]
