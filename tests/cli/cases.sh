#!/bin/sh
# cases.sh SHMSCOPE CASE: runs one case against the executable, in a folder of its own.
set -u
shmscope=$1
. "$(dirname "$0")/../checks.sh"

# run STATUS ARGUMENTS…: runs shmscope with empty input, keeps out and err, checks the exit status.
run() {
    expected=$1
    shift
    "$shmscope" "$@" >out 2>err </dev/null
    status=$?
    [ $status -eq "$expected" ] || fail "shmscope $*: exit status $status, not $expected"
}

# program NAME: writes NAME.c from stdin, with a main around the statements given.
program() {
    {
        echo '#include <errno.h>'
        echo '#include <stdio.h>'
        echo '#include <stdlib.h>'
        echo '#include <string.h>'
        echo '#include <sys/shm.h>'
        echo '#include <sys/wait.h>'
        echo '#include <unistd.h>'
        printf '%s\n' 'int main(int argc, char **argv) {'
        cat
        printf '%s\n' 'return 0; }'
    } >"$1.c"
}

case_status_is_the_programs_own() {
    printf '%s\n' 'return 7;' | program seven
    run 7 run seven.c
    printf '%s\n' 'puts("fine");' | program fine
    run 0 run fine.c
    in_out fine
    lines_of_err 0
}

case_arguments_and_both_outputs_pass_through() {
    printf '%s\n' 'fprintf(stderr, "%d %s\n", argc, argv[2]); printf("%s", argv[1]);' | program args
    run 0 run args.c -- --step "two words"
    [ "$(cat out)" = "--step" ] || fail "argv[1] was not passed on"
    in_err "3 two words"
}

case_standard_input_passes_through() {
    printf '%s\n' 'int c, n = 0; while ((c = getchar()) != EOF) n += c; printf("%d\n", n);' | program sum
    printf 'AB' | "$shmscope" run sum.c >out 2>err
    in_out 131
    run 0 run sum.c
    in_out 0
}

case_a_segmentation_fault_is_told_like_a_shell_does() {
    program touching <<'C'
    int id = shmget(1, 50, IPC_CREAT | 0777);
    int *p = shmat(id, NULL, SHM_EXEC);
    *p = 1234;
    fprintf(stderr, "before %d\n", *p);
    shmdt(p);
    printf("%d\n", *p);
C
    run 139 run touching.c
    in_err "before 1234"
    in_err "touching (pid 201): Segmentation fault at address 0x7ffff7ff7000 (SEGV_MAPERR), touching.c:14"
}

case_division_by_zero_is_sigfpe() {
    printf '%s\n' 'int zero = argc - 1; printf("%d", 1 / zero);' | program divide
    run 136 run divide.c
    in_err "Floating point exception (FPE_INTDIV)"
}

case_endless_loop_is_cut() {
    printf '%s\n' 'for (;;) { }' | program endless
    run 124 run endless.c --max-steps 1000
    in_err "--max-steps 1000"
    run 124 show endless.c --max-steps 1000
    in_out "step 1000"
}

case_control_c_ends_a_run() {
    printf '%s\n' 'puts("begun"); fflush(stdout); for (;;) { }' | program endless
    # A background job of sh ignores SIGINT; env gives it back.
    (trap - INT; exec env --default-signal=INT "$shmscope" run endless.c --max-steps 100000000000) >out 2>err &
    for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q begun out && break; sleep 0.3; done
    kill -INT $!
    wait $!
    status=$?
    [ $status -eq 130 ] || fail "exit status $status, not 130"
    in_out begun
    in_err interrupted
}

case_what_waits_for_ever_is_told() {
    printf '%s\n' 'pause(); puts("woken");' | program pausing
    run 1 run pausing.c
    not_in_out woken
    in_err "pausing (pid 201): waits for ever for a signal, pausing.c:9"
}

case_a_call_the_machine_lacks_is_told() {
    { echo '#include <sys/prctl.h>'; echo 'int main(void) { return prctl(999) == -1 ? 3 : 4; }'; } >lacking.c
    run 3 run lacking.c
    in_err "lacking (pid 201): prctl() asked for something shmscope does not model, and failed with ENOSYS"
    { echo '#include <sys/prctl.h>'; echo 'int main(void) { prctl(999); for (;;) { } }'; } >lacking.c
    run 124 run lacking.c --max-steps 100
    in_err "prctl() asked for something shmscope does not model"
}

case_too_much_output_is_told() {
    { echo '#include <unistd.h>'; echo 'static char block[1 << 20];'
      echo 'int main(void) { int i; for (i = 0; i < 65; i++) write(1, block, sizeof block); return 0; }'; } >flood.c
    run 0 run flood.c
    in_err "the programs printed more than 64 MiB"
}

case_too_many_arguments_are_refused() {
    printf '%s\n' 'return argc != 2;' | program counted
    run 0 run counted.c -- "$(head -c 100000 /dev/zero | tr '\0' a)"
    run 2 run counted.c -- $(seq 1 60000)
    in_err "the arguments of counted are longer than the 128 KiB allowed"
    lines_of_err 1
}

case_a_user_id_is_below_the_largest() {
    printf '%s\n' 'printf("%u", getuid());' | program who
    run 0 run who.c --uid 4294967294
    in_out 4294967294
    run 2 run who.c --uid 4294967295
    lines_of_err 1
}

case_a_picture_is_png_or_svg() {
    printf '%s\n' 'puts("fine");' | program fine
    run 2 shot fine.c -o fine.gif
    lines_of_err 1
    [ ! -e fine.gif ] || fail "a picture was written"
}

case_a_killed_sleeper_ends() {
    program killed <<'C'
    int status;
    pid_t child = fork();
    if (child == 0) { pause(); _exit(1); }
    sleep(1);
    kill(child, 15);
    wait(&status);
    printf("killed by %d\n", WTERMSIG(status));
C
    run 0 run killed.c
    in_out "killed by 15"
}

case_ten_gibibytes_are_refused() {
    printf '%s\n' 'errno = 0; void *p = malloc(10ul << 30); printf("%d %s\n", p == NULL, strerror(errno));' | program huge
    run 0 run huge.c
    in_out "1 Cannot allocate memory"
}

case_infinite_recursion_overflows_the_stack() {
    printf '%s\n' 'int deeper(int n) { return deeper(n + 1) + n; } int main(void) { return deeper(0); }' >deep.c
    run 139 run deep.c
    in_err "Segmentation fault"
}

case_touching_more_than_there_is_gets_killed() {
    mkdir small
    printf 'title = "Small"\n[machine]\nframes = 64\n[[process]]\nname = "hog"\nprogram = "hog.c"\n' >small/scenario.toml
    (cd small && printf '%s\n' 'for (int i = 0; i < 100; ++i) memset(malloc(65536), 1, 65536);' | program hog)
    run 137 run small
    in_err "hog (pid 201): Killed: out of memory, all 64 frames of the machine are in use"
}

case_missing_file() {
    run 2 run nowhere.c
    in_err "nowhere.c"
    lines_of_err 1
    run 2 show no-such-scenario
    in_err "no-such-scenario"
    lines_of_err 1
}

case_folder_without_scenario() {
    mkdir empty
    run 2 run empty
    in_err "scenario.toml"
    lines_of_err 1
}

case_bad_toml_names_file_and_line() {
    mkdir bad
    printf 'title = "x"\n[machine]\nframes = "many"\n' >bad/scenario.toml
    run 2 run bad
    in_err "scenario.toml:3"
    printf 'title = "x"\nframe = = 3\n' >bad/scenario.toml
    run 2 run bad
    in_err "scenario.toml:2"
}

case_c_errors_have_line_and_caret() {
    printf 'int main(void) {\n    int x = 3\n    return x;\n}\n' >syntax.c
    run 2 run syntax.c
    grep -q 'syntax.c:[23]:' err || fail "the error names no line"
    grep -q '^ *[|0-9 ]*\^' err || fail "there is no caret"
}

case_bad_options() {
    run 2 run
    in_err TARGET
    run 2 show x.c --step soon
    in_err soon
    run 2 show x.c --by fortnight
    in_err fortnight
    run 2 shot 1 --size 10 -o x.png
    in_err WIDTHxHEIGHT
    run 2 run x.c --max-steps many
    lines_of_err 1
}

case_help_and_version() {
    run 0 --help
    in_out show
    run 0 run --help
    in_out --strace
    run 0 --version
    in_out shmscope
}

case_list_names_the_scenarios() {
    run 0 list
    in_out "01-two-processes"
    run 0 list --json
    in_out '"title": "Two processes, one frame"'
}

case_strace_is_as_strace_writes() {
    program traced <<'C'
    int id = shmget(0x1234, 5000, IPC_CREAT | IPC_EXCL | 0640), status;
    struct shmid_ds ds;
    shmat(id, (void *)0x12345, SHM_RDONLY);
    char *p = shmat(id, NULL, 0);
    shmctl(id, IPC_STAT, &ds);
    shmctl(id, IPC_RMID, NULL);
    if (fork() == 0) {
        id = 0;
        write(2, "a \"child\"\t\001\0019 of many, many words\n", 36);
        *(volatile char *)4 = 1;
    }
    wait(&status);
    shmdt(p);
    shmget(IPC_PRIVATE, 0, 0666);
C
    run 0 run --strace traced.c
    in_err 'shmget(0x1234, 5000, IPC_CREAT|IPC_EXCL|0640) = 0'
    in_err 'shmat(0, 0x12345, SHM_RDONLY)           = -1 EINVAL (Invalid argument)'
    in_err 'shmat(0, NULL, 0)                       = 0x7ffff7ff6000'
    in_err 'shmctl(0, IPC_STAT, {shm_perm={uid=1000, gid=1000, mode=0640, key=4660, cuid=1000, cgid=1000}, shm_segsz=5000, shm_cpid=201, shm_lpid=201, shm_nattch=1, shm_atime=1735689600, shm_dtime=0, shm_ctime=1735689600}) = 0'
    in_err 'shmctl(0, IPC_RMID, NULL)               = 0'
    in_err '[pid   201] wait4(-1,  <unfinished ...>'
    in_err '[pid   202] write(2, "a \"child\"\t\1\0019 of many, many word"..., 36) = 36'
    in_err '[pid   202] --- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x4} ---'
    in_err '[pid   202] +++ killed by SIGSEGV +++'
    in_err '<... wait4 resumed>[{WIFSIGNALED(s) && WTERMSIG(s) == SIGSEGV}], 0, NULL) = 202'
    in_err 'shmdt(0x7ffff7ff6000)                   = 0'
    in_err 'shmget(IPC_PRIVATE, 0, 0666)            = -1 EINVAL (Invalid argument)'
    in_err 'exit_group(0)                           = ?'
    in_err '+++ exited with 0 +++'
}

case_a_second_run_meets_what_the_first_left() {
    printf '%s\n' 'if (shmget(9, 1, IPC_CREAT | IPC_EXCL | 0600) < 0) { perror("shmget"); return 1; }' | program left
    run 0 run left.c
    run 1 run left.c --times 2
    in_err "shmget: File exists"
}

case_uid_decides_about_permission() {
    mkdir two
    cat >two/scenario.toml <<'T'
title = "Closed"
[[process]]
name = "owner"
program = "owner.c"
uid = 1000
[[process]]
name = "other"
program = "other.c"
uid = 1001
[schedule]
order = ["owner 10"]
T
    (cd two && printf '%s\n' 'shmget(9, 1, IPC_CREAT | 0600);' | program owner)
    (cd two && printf '%s\n' 'if (shmget(9, 1, 0400) < 0) return errno;' | program other)
    run 13 run two
    run 0 run two --uid 0
}

case_show_follows_an_attach() {
    program attach <<'C'
    int id = shmget(IPC_PRIVATE, 8192, 0600);
    char *p = shmat(id, NULL, 0);
    *p = 1;
C
    run 0 show attach.c --step 0
    in_out "step 0"
    not_in_out "/SYSV"
    run 0 show attach.c --step 2
    in_out "rw-s 00000000 00:01 0                          /SYSV00000000 (deleted)"
    in_out "0x00000000 0          1000       600        8192       1"
    not_in_out "shmid 0, page 0"
    run 0 show attach.c --step 3
    in_out "shmid 0, page 0"
    run 0 show attach.c --json
    in_out '"ended": true'
    run 2 show attach.c --step 99
    in_err "there is no step 99"
}

case_shot_writes_a_picture() {
    run 0 shot 1 --step 5 --detail 3 --theme light --size 1280x720 -o a.png
    [ "$(head -c 4 a.png | tail -c 3)" = PNG ] || fail "a.png is no PNG"
    run 0 shot 1 --step 5 -o a.svg
    grep -q '</svg>' a.svg || fail "a.svg is no SVG"
    run 2 shot 1 -o nowhere/a.png
    in_err "nowhere/a.png"
}

case_quiz_repeats_itself_by_seed() {
    run 0 quiz 1 --seed 5
    cp out first
    not_in_out Answer
    run 0 quiz 1 --seed 5
    cmp -s out first || fail "another question by the same seed"
    run 0 quiz 1 --seed 5 --answers
    in_out "Answer:"
}

case_grade_marks_each_submission() {
    lab=01-one-number
    run 2 grade no-such-lab x.c
    in_err no-such-lab
    run 2 grade $lab nobody.c
    in_err nobody.c
    printf '%s\n' 'int main(void) { return 0; }' >empty.c
    printf '%s\n' 'int main(void) { return 0 }' >broken.c
    run 1 grade $lab empty.c broken.c
    in_out empty.c
    in_out broken.c
    run 1 grade $lab empty.c broken.c --format csv
    [ "$(grep -c '^submission,\|^empty.c,\|^broken.c,' out)" -eq 3 ] || fail "the table has not a head and two rows"
    run 1 grade $lab empty.c --format json
    in_out '"empty.c"'
}

case_strace_writes_files_pipes_and_memory_as_strace_does() {
    cat >calls.c <<'C'
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void) {
    char bytes[10];
    int ends[2], fd = open("/dev/shm/x", O_RDWR | O_CREAT | O_EXCL, 0600);
    struct flock lock = {F_WRLCK, SEEK_SET, 0, 10, 0};
    ftruncate(fd, 8192);
    char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    mmap(p, 4096, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 4096);
    mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    fcntl(fd, F_SETLK, &lock);
    flock(fd, LOCK_EX | LOCK_NB);
    unlink("/dev/shm/x");
    open("/none", O_RDONLY);
    pipe(ends);
    struct pollfd both[2] = {{ends[0], POLLIN, 0}, {ends[1], POLLIN | POLLOUT, 0}};
    poll(both, 2, 100);
    write(ends[1], "hi\n", 3);
    read(ends[0], bytes, 10);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[0], F_GETFL);
    read(ends[0], bytes, 10);
    umask(027);
    return 0;
}
C
    run 0 run --strace calls.c
    in_err '"/dev/shm/x", O_RDWR|O_CREAT|O_EXCL, 0600) = 3'
    in_err 'ftruncate(3, 8192)                      = 0'
    in_err 'mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, 3, 0) = 0x7f'
    in_err ', 4096, PROT_READ, MAP_SHARED|MAP_FIXED, 3, 0x1000) = 0x7f'
    in_err 'mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f'
    in_err 'fcntl(3, F_SETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, l_start=0, l_len=10}) = 0'
    in_err 'flock(3, LOCK_EX|LOCK_NB)               = 0'
    in_err 'unlink("/dev/shm/x")                    = 0'
    in_err '"/none", O_RDONLY)'
    in_err '= -1 ENOENT (No such file or directory)'
    in_err '([4, 5]'
    in_err 'poll([{fd=4, events=POLLIN}, {fd=5, events=POLLIN|POLLOUT}], 2, 100) = 1 ([{fd=5, revents=POLLOUT}])'
    in_err 'write(5, "hi\n", 3)                     = 3'
    in_err 'read(4, "hi\n", 10)                     = 3'
    in_err 'fcntl(4, F_SETFL, O_RDONLY|O_NONBLOCK)  = 0'
    in_err 'fcntl(4, F_GETFL)                       = 0x800 (flags O_RDONLY|O_NONBLOCK)'
    in_err '= -1 EAGAIN (Resource temporarily unavailable)'
    in_err 'umask(027)                              = 022'
}

case_strace_writes_semaphores_and_queues_as_strace_does() {
    cat >ipc.c <<'C'
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
int main(void) {
    struct { long type; char text[64]; } message = {5, "hello there, this is a long message indeed"};
    struct sembuf both[2] = {{0, -1, SEM_UNDO}, {1, 1, IPC_NOWAIT | SEM_UNDO}}, more = {0, -9, IPC_NOWAIT};
    int set = semget(0x1234, 3, IPC_CREAT | IPC_EXCL | 0600);
    semctl(set, 0, SETVAL, 1);
    semop(set, both, 2);
    semop(set, &more, 1);
    semctl(set, 1, GETVAL);
    struct semid_ds about;
    semctl(set, 0, IPC_STAT, &about);
    semctl(set, 0, IPC_RMID);
    int queue = msgget(0x77, IPC_CREAT | 0600);
    msgsnd(queue, &message, 44, 0);
    msgrcv(queue, &message, 64, -5, IPC_NOWAIT | MSG_NOERROR);
    msgrcv(queue, &message, 64, 5, IPC_NOWAIT);
    msgctl(queue, IPC_RMID, 0);
    return 0;
}
C
    run 0 run --strace ipc.c
    in_err 'semget(0x1234, 3, IPC_CREAT|IPC_EXCL|0600) = 0'
    in_err 'semctl(0, 0, SETVAL, 0x1)               = 0'
    in_err 'op(0, [{sem_num=0, sem_op=-1, sem_flg=SEM_UNDO}, {sem_num=1, sem_op=1, sem_flg=SEM_UNDO|IPC_NOWAIT}], 2'
    in_err 'op(0, [{sem_num=0, sem_op=-9, sem_flg=IPC_NOWAIT}], 1'
    in_err 'semctl(0, 0, IPC_STAT, {sem_perm={uid=1000, gid=1000, mode=0600, key=4660, cuid=1000, cgid=1000}, sem_otime='
    in_err ', sem_nsems=3}) = 0'
    in_err 'msgget(0x77, IPC_CREAT|0600)            = 0'
    in_err 'msgsnd(0, {mtype=5, mtext="hello there, this is a long mess"...}, 44, 0) = 0'
    in_err 'msgrcv(0, {mtype=5, mtext="hello there, this is a long mess"...}, 64, -5, MSG_NOERROR|IPC_NOWAIT) = 44'
    in_err '64, 5, IPC_NOWAIT) = -1 ENOMSG (No message of desired type)'
}

case_strace_writes_signals_as_strace_does() {
    cat >signals.c <<'C'
#include <signal.h>
#include <unistd.h>
static void handler(int signal) { (void)signal; }
int main(void) {
    struct sigaction action = {0};
    sigset_t set;
    int ends[2];
    char byte;
    action.sa_handler = handler;
    sigaddset(&action.sa_mask, SIGINT);
    sigaction(SIGALRM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    pipe(ends);
    alarm(1);
    read(ends[0], &byte, 1);
    kill(getpid(), SIGALRM);
    return 0;
}
C
    run 0 run --strace signals.c
    in_err 'rt_sigaction(SIGALRM, {sa_handler=0x'
    in_err 'sa_mask=[INT]'
    in_err 'rt_sigaction(SIGPIPE, {sa_handler=SIG_IGN'
    in_err 'rt_sigprocmask(SIG_BLOCK, [USR1], NULL, 8) = 0'
    in_err ', 1)              = ? ERESTARTSYS (To be restarted if SA_RESTART is set)'
    in_err '--- SIGALRM {si_signo=SIGALRM, si_code=SI_KERNEL} ---'
    in_err 'rt_sigreturn({mask=[USR1]})             = -1 EINTR (Interrupted system call)'
    in_err '--- SIGALRM {si_signo=SIGALRM, si_code=SI_USER, si_pid=201, si_uid=1000} ---'
}

case_show_prints_semaphores_queues_pipes_and_objects() {
    cat >all.c <<'C'
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <unistd.h>
int main(void) {
    struct { long type; char text[8]; } message = {7, "text"};
    int ends[2], set = semget(0x1234, 2, IPC_CREAT | 0600), queue = msgget(0x77, IPC_CREAT | 0640);
    semctl(set, 1, SETVAL, 3);
    msgsnd(queue, &message, 5, 0);
    pipe(ends);
    write(ends[1], "abc", 3);
    int fd = shm_open("/numbers", O_RDWR | O_CREAT, 0600);
    ftruncate(fd, 5000);
    pause();
    return 0;
}
C
    run 0 show all.c
    in_out '------ Semaphore Arrays --------'
    in_out '0x00001234 0          1000       600        2'
    in_out 'semnum 1    value 3'
    in_out '------ Message Queues --------'
    in_out '0x00000077 0          1000       640        5            1'
    in_out 'type 7      bytes 5'
    in_out '/dev/shm/numbers'
    in_out 'pipe:['
    run 0 show all.c --json
    json 'it["semaphores"][0]["key"] == 0x1234 and [s["value"] for s in it["semaphores"][0]["values"]] == [0, 3]'
    json 'it["queues"][0]["messages"] == 1 and it["queues"][0]["list"] == [{"type": 7, "bytes": 5}]'
    json 'it["pipes"][0]["bytes"] == 3 and it["pipes"][0]["readers"] == 1'
    json '[f["bytes"] for f in it["files"] if f["name"] == "/dev/shm/numbers"] == [5000]'
    json 'it["processes"][0]["tgid"] == 201 and it["processes"][0]["euid"] == 1000 and it["processes"][0]["threads"] == []'
    json '[d["fd"] for d in it["processes"][0]["descriptors"]] == [0, 1, 2, 3, 4, 5]'
    json 'it["processes"][0]["waiting_for"] == "a signal" and it["limits"]["cpus"] == 1 and it["locks"] == []'
}

case_a_pipe_copies_every_message_twice_shared_memory_never() {
    run 0 show 06-through-a-pipe --step end --counts --json
    json '[c["name"] for c in it["counts"]] == ["small", "large", "small/1", "large/1"]'
    json 'sum(c["data_copies"] for c in it["counts"] if c["name"].startswith("small")) == 2 * 4'
    json 'sum(c["data_bytes"] for c in it["counts"] if c["name"].startswith("small")) == 2 * 4 * 1024'
    json 'sum(c["data_bytes"] for c in it["counts"] if c["name"].startswith("large")) == 2 * 4 * 1048576'
    run 0 show 07-through-a-queue --step end --counts --json
    json 'sum(c["data_copies"] for c in it["counts"] if c["name"].startswith("small")) == 2 * 4'
    json 'sum(c["data_copies"] for c in it["counts"] if c["name"].startswith("large")) == 2 * 4 * 128'
    json 'sum(c["data_bytes"] for c in it["counts"] if c["name"].startswith("large")) == 2 * 4 * 1048576'
    run 0 show 08-through-shared-memory --step end --counts --json
    json 'all(c["data_copies"] == 0 and c["copied_bytes"] < 2048 for c in it["counts"])'
    json 'all(c["call_names"]["semtimedop"] in (8, 9) for c in it["counts"])'
    run 0 show 08-through-shared-memory --step end --counts --per 4
    in_out 'each divided by 4'
    in_out 'data copies'
    run 2 show 06-through-a-pipe --per 4
    run 0 run 07-through-a-queue
    in_out '4 messages of 1048576 bytes, sum 2560'
}

# Whether this system lets us make a sandbox; says so when not.
real_kernel() {
    "$shmscope" run --kernel real 1 >out 2>err </dev/null && return
    [ $? -ne 2 ] || [ "$(wc -l <err)" -ne 1 ] || { echo "not tested here: $(cat err)"; return 1; }
}

case_run_on_the_real_kernel_prints_and_ends_as_the_simulation() {
    real_kernel || return
    printf '%s\n' 'printf("%d\n", argc); fflush(stdout); fprintf(stderr, "to stderr\n"); puts("last"); return 7;' |
        program seven
    run 7 run --kernel real seven.c -- a b
    [ "$(cat out)" = "3
last" ] || fail "output is not in order"
    in_err "to stderr"
    printf '%s\n' 'char *p = shmat(shmget(IPC_PRIVATE, 1, 0600), 0, 0); puts("before"); fflush(stdout); shmdt(p); *p = 1;' |
        program crash
    run 139 run --kernel real crash.c
    in_out before
    in_err "Segmentation fault"
    printf 'two words\n' >typed
    printf '%s\n' 'char line[80]; if (fgets(line, 80, stdin)) printf("<%s>", line);' | program echo
    "$shmscope" run --kernel real echo.c <typed >out 2>err || fail "typed input"
    in_out "<two words"
    run 0 run --kernel real --times 3 02-detached-not-deleted
    run 0 run --kernel real 02-detached-not-deleted --then "ipcs -m"
    in_out "Shared Memory Segments"
    run 2 run --kernel imaginary seven.c
    run 2 run --kernel real --strace seven.c
}

case_more_than_the_real_side_can_do_is_said_in_one_line() {
    real_kernel || return
    cat >threads.c <<'C'
#include <pthread.h>
static void *work(void *p) { return p; }
int main(void) {
    pthread_t thread;
    pthread_create(&thread, 0, work, 0);
    return pthread_join(thread, 0);
}
C
    run 2 run --kernel real threads.c
    lines_of_err 1
    in_err thread
}

case_show_on_the_real_kernel_hides_what_cannot_be_seen() {
    real_kernel || return
    run 0 show --kernel real 01-two-processes --step 8 --json
    json 'it["kernel"] == "real" and len(it["not_visible"]) > 0 and it["step"] == 8'
    json 'it["segments"][0]["shmid"] == 5 and it["segments"][0]["nattch"] == 2 and it["segments"][0]["resident"] == 2'
    json '[p["name"] for p in it["processes"]] == ["producer", "consumer"]'
    json 'all([a["kind"] for a in p["areas"]] == ["text", "data", "shm", "stack"] for p in it["processes"])'
    json 'all(p["pte"] is None and p["dirty"] is None and p["present"] for q in it["processes"] for p in q["pages"])'
    json 'it["tlb"] is None and it["processes"][0]["tables"] is None'
    json 'it["segments"][0]["pages"][0] in [p["pfn"] for p in it["processes"][0]["pages"]]'
    json 'set(p for p in it["segments"][0]["pages"] if p) == {f["pfn"] for f in it["frames"] if f["owner"] == "segment"}'
    json '{"private", "cache"} <= {f["owner"] for f in it["frames"]} and it["limits"]["shmall"] == 32'
    run 0 show --kernel real 01-two-processes --step 8
    in_out "present pages"
    in_out "not visible from here"
    run 2 show --kernel real 01-two-processes --by event
    lines_of_err 1
}

case_shot_draws_the_real_kernel() {
    real_kernel || return
    run 0 shot 01-two-processes --step 8 --kernel real -o real.svg
    grep -q "The real kernel's answers" real.svg || fail "the real kernel's rows"
    run 0 shot 01-two-processes --step end --kernel both -o both.svg
    grep -q "The whole run: no difference" both.svg || fail "the verdict"
}

case_shot_looks_at_a_recording() {
    run 0 trace -o run.rec -- ipcmk -M 8192
    run 0 shot run.rec --step end -o run.svg
    grep -q "left behind" run.svg || fail "what was left behind"
    run 2 shot run.rec --step 100000 -o run.svg
    in_err "run.rec has"
    head -c 300 run.rec >cut.rec
    run 2 shot cut.rec -o run.svg
    in_err "cut.rec"
}

case_host_tells_what_works_here() {
    run 0 host
    in_out "Sandbox"
    run 0 host --json
    json '{f["id"] for f in it} >= {"system", "namespaces", "pagemap", "tracing"}'
    json 'all(f["works"] or f["advice"] or f["id"] == "subordinate_ids" for f in it)'
}

"case_$2"
[ $failures -eq 0 ]
