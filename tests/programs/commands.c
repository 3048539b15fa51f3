// What the shell makes of commands: system, popen, the environment it inherits.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static void run(const char *command) {
    int status;
    fflush(stdout);
    status = system(command);
    if (WIFSIGNALED(status)) printf("[%s] killed by %d\n", command, WTERMSIG(status));
    else printf("[%s] %d\n", command, WEXITSTATUS(status));
}

static void read_from(const char *command) {
    char line[100];
    FILE *from = popen(command, "r");
    int lines = 0;
    while (fgets(line, sizeof line, from)) printf("%d: %s", ++lines, line);
    printf("[%s] %d\n", command, WEXITSTATUS(pclose(from)));
}

int main(void) {
    FILE *to;
    printf("%s shell\n", system(NULL) ? "a" : "no");
    run("exit 3");
    run("echo one; echo two");
    run("no_such_program 2>/dev/null");
    run("true && echo both || echo neither");
    run("false || echo otherwise; false");
    run("kill -9 $$");
    setenv("COLOUR", "green", 1);
    run("echo the colour is \"$COLOUR\"; A=5; echo $A '$A'");
    unsetenv("COLOUR");
    run("echo \"[$COLOUR]\" $?");
    run("echo kept > /tmp/commands.txt && cat < /tmp/commands.txt; echo more >> /tmp/commands.txt; cat /tmp/commands.txt");
    read_from("echo a b; echo c");
    read_from("cat /tmp/commands.txt | cat");
    read_from("exit 9");
    fflush(stdout);
    to = popen("cat; exit 4", "w");
    fputs("written to a shell\n", to);
    printf("%d\n", WEXITSTATUS(pclose(to)));
    remove("/tmp/commands.txt");
    return 0;
}
