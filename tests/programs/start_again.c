/* fork, vfork and exec of this very program: arguments, environment, what stays and what goes. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *program;

static void handler(int signal) { (void)signal; }

static int started(int argc, char **argv) {
    struct sigaction usr1, usr2;
    int i;
    sigset_t mask;
    sigaction(SIGUSR1, NULL, &usr1);
    sigaction(SIGUSR2, NULL, &usr2);
    sigprocmask(SIG_SETMASK, NULL, &mask);
    for (i = 1; i < argc; i++) printf("[%s] ", argv[i]);
    printf("COLOUR=%s, caught reset %d, ignored kept %d, mask kept %d\n", getenv("COLOUR") ? getenv("COLOUR") : "none",
           usr1.sa_handler == SIG_DFL, usr2.sa_handler == SIG_IGN, sigismember(&mask, SIGTERM));
    return 40 + argc;
}

static int status_of(pid_t child) {
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void say(const char *what, long result) {
    printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "fine");
}

int main(int argc, char **argv) {
    char *const environment[] = {"COLOUR=red", NULL};
    char *const arguments[] = {"renamed", "again", "", "with spaces", NULL};
    sigset_t set;
    pid_t child;
    int shared = 1;

    setbuf(stdout, NULL);
    if (argc > 1 && strcmp(argv[1], "again") == 0) return started(argc, argv);
    program = argv[0];
    signal(SIGUSR1, handler);
    signal(SIGUSR2, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);

    child = fork();
    if (child == 0) {
        execl(program, program, "again", "one", (char *)NULL);
        _exit(1);
    }
    printf("status %d\n", status_of(child));
    child = fork();
    if (child == 0) {
        execve(program, arguments, environment);
        _exit(1);
    }
    printf("status %d\n", status_of(child));

    child = vfork();
    if (child == 0) {
        shared = 2;
        execv(program, arguments);
        _exit(1);
    }
    printf("status %d\n", status_of(child)); /* who prints first after exec is anybody's guess: wait */
    printf("vfork: shared %d\n", shared);
    child = vfork();
    if (child == 0) _exit(shared + 10);
    printf("status %d\n", status_of(child));

    say("absent", execl("/no/such/program", "x", (char *)NULL));
    say("a directory", execl("/tmp", "x", (char *)NULL));
    say("nowhere", execlp("no-such-program-anywhere", "x", (char *)NULL));
    say("bad arguments", execv(program, (char **)8));
    return 0;
}
