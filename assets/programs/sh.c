// The shell behind system(3) and popen(3): /bin/sh -c COMMAND, or commands from its standard input.
//
//   list      pipeline { (';' | '&' | '&&' | '||' | end of line) pipeline }
//   pipeline  ['!'] command { '|' command }
//   command   { NAME=VALUE } { word | redirection }
//
// Words know '…', "…", \, $NAME, ${NAME}, $?, $$, $#, $0 … $9. There are no loops, functions, patterns and jobs.
// echo, cat, sleep, kill and pwd are built in, for the machine has no programs of these names.
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_TEXT 65536
#define MAX_WORDS 256
#define MAX_FILES 16
#define MAX_STAGES 64

#define NOT_FOUND 127
#define NOT_EXECUTABLE 126
#define BAD_SYNTAX 2

static const char *shell_name = "sh";
static int last_status;
static int broken;    // a syntax error ended the text
static int one_shot;  // with -c: what comes last needs no process of its own
static char **parameters;  // $0, $1 ...
static int parameter_count;

// What is left of the text, and a pool for the words of one command.
static const char *at;
static char pool[MAX_TEXT];
static size_t pool_used;

struct redirection {
    int descriptor;
    int copy_of;  // -1: opens `path`
    int flags;
    char *path;
};

struct command {
    char *words[MAX_WORDS + 1];
    int count;
    struct redirection files[MAX_FILES];
    int file_count;
};

static void complain(const char *about, const char *what) {
    fflush(stdout);
    fprintf(stderr, "%s: 1: %s%s%s\n", shell_name, about, *about != 0 ? ": " : "", what);
}

static void syntax_error(const char *what) {
    char text[128];
    snprintf(text, sizeof text, "Syntax error: %s", what);
    complain("", text);
    last_status = BAD_SYNTAX;
    broken = 1;
    at = "";
}

// --- words

static void put(char c) {
    if (pool_used + 1 < sizeof pool) pool[pool_used++] = c;
}

static void put_text(const char *text) {
    while (text != NULL && *text != 0) put(*text++);
}

static void put_number(long number) {
    char text[24];
    snprintf(text, sizeof text, "%ld", number);
    put_text(text);
}

// `at` stands behind a '$'.
static void put_variable(void) {
    char name[128];
    size_t length = 0;
    int braces = *at == '{';
    at += braces;
    if (*at == '?' || *at == '$' || *at == '#') {
        put_number(*at == '?' ? last_status : *at == '$' ? getpid() : parameter_count - 1);
        at++;
    } else if (isdigit((unsigned char)*at)) {
        int number = *at++ - '0';
        if (number < parameter_count) put_text(parameters[number]);
    } else {
        while ((isalnum((unsigned char)*at) || *at == '_') && length + 1 < sizeof name) name[length++] = *at++;
        name[length] = 0;
        if (length == 0) put('$');
        put_text(getenv(name));
    }
    if (braces && *at == '}') at++;
}

static void put_double_quoted(void) {
    while (*at != 0 && *at != '"') {
        if (*at == '\\' && at[1] != 0 && strchr("\"\\$`", at[1]) != NULL) at++, put(*at++);
        else if (*at == '$') at++, put_variable();
        else put(*at++);
    }
    if (*at == 0) syntax_error("Unterminated quoted string");
    else at++;
}

static void put_single_quoted(void) {
    while (*at != 0 && *at != '\'') put(*at++);
    if (*at == 0) syntax_error("Unterminated quoted string");
    else at++;
}

static void skip_blanks(void) {
    for (;;) {
        if (*at == ' ' || *at == '\t') at++;
        else if (*at == '\\' && at[1] == '\n') at += 2;
        else break;
    }
    if (*at == '#') at += strcspn(at, "\n");
}

static int ends_word(char c) { return c == 0 || strchr(" \t\n;&|<>()", c) != NULL; }

// The word at `at`; NULL when an unquoted variable made nothing of it.
static char *next_word(void) {
    char *word = pool + pool_used;
    int quoted = 0;
    while (!ends_word(*at)) {
        char c = *at++;
        if (c == '\'') quoted = 1, put_single_quoted();
        else if (c == '"') quoted = 1, put_double_quoted();
        else if (c == '$') put_variable();
        else if (c == '\\' && *at != 0) put(*at++);
        else put(c);
    }
    put(0);
    return *word == 0 && !quoted ? NULL : word;
}

// --- commands

// A redirection stands here: "2>", ">", "<" ...
static int at_redirection(void) { return *at == '<' || *at == '>' || (isdigit((unsigned char)*at) && (at[1] == '<' || at[1] == '>')); }

static void read_redirection(struct command *command) {
    struct redirection file = {-1, -1, O_RDONLY, NULL};
    if (isdigit((unsigned char)*at)) file.descriptor = *at++ - '0';
    if (file.descriptor < 0) file.descriptor = *at == '>';
    if (*at == '>') file.flags = O_WRONLY | O_CREAT | (at[1] == '>' ? O_APPEND : O_TRUNC);
    at += *at == '>' && at[1] == '>' ? 2 : 1;
    if (*at == '&') at++, file.copy_of = 0;
    skip_blanks();
    if (ends_word(*at)) {
        syntax_error("word expected");
        return;
    }
    file.path = next_word();
    if (file.copy_of == 0) file.copy_of = file.path != NULL ? atoi(file.path) : 0;
    if (command->file_count < MAX_FILES) command->files[command->file_count++] = file;
}

static void read_command(struct command *command) {
    command->count = command->file_count = 0;
    for (;;) {
        skip_blanks();
        if (at_redirection()) {
            read_redirection(command);
        } else if (*at == '(' || *at == ')') {
            syntax_error(*at == '(' ? "\"(\" unexpected" : "\")\" unexpected");
        } else if (ends_word(*at)) {
            break;
        } else {
            char *word = next_word();
            if (word != NULL && command->count < MAX_WORDS) command->words[command->count++] = word;
        }
    }
    command->words[command->count] = NULL;
}

static int apply_redirections(const struct command *command) {
    int i;
    for (i = 0; i < command->file_count; i++) {
        const struct redirection *file = &command->files[i];
        int opened = file->copy_of >= 0 ? dup(file->copy_of) : open(file->path, file->flags, 0666);
        if (opened < 0) {
            char what[256];
            snprintf(what, sizeof what, "cannot %s %s", file->flags == O_RDONLY ? "open" : "create", file->path);
            complain(what, errno == ENOENT ? file->flags == O_RDONLY ? "No such file" : "Directory nonexistent" : strerror(errno));
            return -1;
        }
        if (opened == file->descriptor) continue;
        dup2(opened, file->descriptor);
        close(opened);
    }
    return 0;
}

// --- what is built in

static int do_echo(char **words) {
    int newline = words[1] == NULL || strcmp(words[1], "-n") != 0;
    char **word = words + (newline ? 1 : 2);
    for (; *word != NULL; word++) printf("%s%s", *word, word[1] != NULL ? " " : "");
    if (newline) putchar('\n');
    return 0;
}

static int copy_out(int descriptor) {
    char buffer[4096];
    ssize_t got;
    while ((got = read(descriptor, buffer, sizeof buffer)) > 0) {
        if (write(1, buffer, (size_t)got) != got) return 1;
    }
    return got != 0;
}

static int do_cat(char **words) {
    int failed = 0;
    fflush(stdout);
    if (words[1] == NULL) return copy_out(0);
    for (words++; *words != NULL; words++) {
        int descriptor = open(*words, O_RDONLY);
        if (descriptor < 0 || copy_out(descriptor) != 0) {
            fprintf(stderr, "cat: %s: %s\n", *words, strerror(errno));
            failed = 1;
        }
        if (descriptor >= 0) close(descriptor);
    }
    return failed;
}

static int do_kill(char **words) {
    int signal = SIGTERM;
    words++;
    if (*words != NULL && **words == '-') signal = atoi(*words++ + 1);
    for (; *words != NULL; words++) {
        if (kill(atoi(*words), signal) == 0) continue;
        complain("kill", strerror(errno));
        return 1;
    }
    return 0;
}

static int do_cd(char **words) {
    const char *to = words[1] != NULL ? words[1] : getenv("HOME");
    if (to != NULL && chdir(to) == 0) return 0;
    complain("cd", "can't cd");
    return 2;
}

static int do_pwd(void) {
    char path[4096];
    if (getcwd(path, sizeof path) == NULL) return 1;
    puts(path);
    return 0;
}

static int is_assignment(const char *word) {
    const char *c = word;
    if (!isalpha((unsigned char)*c) && *c != '_') return 0;
    while (isalnum((unsigned char)*c) || *c == '_') c++;
    return *c == '=';
}

static void assign(char *word) {
    char *value = strchr(word, '=');
    *value = 0;
    setenv(word, value + 1, 1);
    *value = '=';
}

// Whether the words name something built in; its status then.
static int run_builtin(char **words, int *status) {
    const char *name = words[0];
    int exported;
    if (strcmp(name, "echo") == 0) *status = do_echo(words);
    else if (strcmp(name, "cat") == 0) *status = do_cat(words);
    else if (strcmp(name, "sleep") == 0) *status = words[1] == NULL || (sleep((unsigned)atoi(words[1])), 0);
    else if (strcmp(name, "kill") == 0) *status = do_kill(words);
    else if (strcmp(name, "cd") == 0) *status = do_cd(words);
    else if (strcmp(name, "pwd") == 0) *status = do_pwd();
    else if (strcmp(name, "true") == 0 || strcmp(name, ":") == 0) *status = 0;
    else if (strcmp(name, "false") == 0) *status = 1;
    else if (strcmp(name, "wait") == 0) {
        while (wait(NULL) > 0) continue;
        *status = 0;
    } else if (strcmp(name, "export") == 0) {
        for (exported = 1; words[exported] != NULL; exported++) {
            if (is_assignment(words[exported])) assign(words[exported]);
        }
        *status = 0;
    } else return 0;
    return 1;
}

// --- running

static void execute(char **words) {
    execvp(words[0], words);
    complain(words[0], errno == ENOENT ? "not found" : errno == EACCES ? "Permission denied" : strerror(errno));
    exit(errno == ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

// The status of a child that ended; a death that nobody asked for is told.
static int status_of(int waited) {
    if (!WIFSIGNALED(waited)) return WEXITSTATUS(waited);
    if (WTERMSIG(waited) != SIGINT && WTERMSIG(waited) != SIGPIPE) {
        fprintf(stderr, "%s\n", strsignal(WTERMSIG(waited)));
    }
    return 128 + WTERMSIG(waited);
}

// In a process of its own: never returns.
static void run_and_exit(struct command *command) {
    char **words = command->words;
    int status = 0;
    if (apply_redirections(command) != 0) exit(2);
    while (*words != NULL && is_assignment(*words)) assign(*words++);
    if (*words == NULL) exit(0);
    if (strcmp(*words, "exec") == 0 && words[1] != NULL) words++;
    if (strcmp(*words, "exit") == 0) exit(words[1] != NULL ? atoi(words[1]) : last_status);
    if (run_builtin(words, &status)) exit(status);
    execute(words);
}

// A builtin in the shell itself: redirections are undone afterwards.
static int run_here(struct command *command) {
    int saved[3], i, status = 0;
    fflush(stdout);
    for (i = 0; i < 3; i++) saved[i] = fcntl(i, F_DUPFD_CLOEXEC, 10);
    if (apply_redirections(command) != 0) status = 2;
    else if (command->count > 0) run_builtin(command->words, &status);
    fflush(stdout);
    for (i = 0; i < 3; i++) {
        if (saved[i] < 0) {
            close(i);
        } else {
            dup2(saved[i], i);
            close(saved[i]);
        }
    }
    return status;
}

static int runs_here(const struct command *command) {
    static const char *const names[] = {"cd", "export", "wait", "echo", "cat", "sleep", "kill", "pwd", "true", "false", ":"};
    size_t i;
    if (command->count == 0) return 1;
    for (i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(command->words[0], names[i]) == 0) return 1;
    }
    return 0;
}

static int only_assigns(const struct command *command) {
    int i;
    for (i = 0; i < command->count; i++) {
        if (!is_assignment(command->words[i])) return 0;
    }
    return command->count > 0;
}

// A command that is no part of a pipeline. `final`: nothing comes behind it and nobody asks for its status.
static int run_alone(struct command *command, int final) {
    int i, waited;
    pid_t child;
    if (only_assigns(command)) {
        for (i = 0; i < command->count; i++) assign(command->words[i]);
        return 0;
    }
    if (command->count > 0 && strcmp(command->words[0], "exit") == 0) {
        exit(command->words[1] != NULL ? atoi(command->words[1]) & 255 : last_status);
    }
    if (command->count > 0 && strcmp(command->words[0], "exec") == 0) run_and_exit(command);
    if (runs_here(command)) return run_here(command);
    if (final) run_and_exit(command);
    fflush(stdout);
    child = fork();
    if (child == 0) run_and_exit(command);
    if (child < 0) {
        complain("", "Cannot fork");
        return 2;
    }
    waitpid(child, &waited, 0);
    return status_of(waited);
}

// Starts one command of a pipeline that reads from `*input`; the next one reads from what `*input` is then.
static pid_t start_stage(struct command *command, int *input, int last) {
    int ends[2] = {-1, -1};
    pid_t child;
    if (!last && pipe(ends) != 0) return -1;
    fflush(stdout);
    child = fork();
    if (child == 0) {
        if (*input != 0) dup2(*input, 0), close(*input);
        if (!last) dup2(ends[1], 1), close(ends[1]), close(ends[0]);
        run_and_exit(command);
    }
    if (*input != 0) close(*input);
    if (!last) close(ends[1]);
    *input = ends[0];
    return child;
}

static int joins(char c) { return at[0] == c && at[1] == c; }
static int pipes_on(void) { return *at == '|' && !joins('|'); }
static int in_background(void) { return *at == '&' && !joins('&'); }

// What stands where a command should.
static void unexpected(void) {
    char what[32];
    if (broken) return;
    if (*at == 0) syntax_error("end of file unexpected");
    else if (*at == '\n') syntax_error("newline unexpected");
    else {
        snprintf(what, sizeof what, "\"%.*s\" unexpected", joins(*at) ? 2 : 1, at);
        syntax_error(what);
    }
}

// Its status; 0 for one in the background.
static int run_pipeline(int negated) {
    static struct command command;
    pid_t stages[MAX_STAGES];
    int count = 0, input = 0, waited = 0, i, last = 0;
    size_t pool_before = pool_used;
    while (!last) {
        read_command(&command);
        if (command.count == 0 && command.file_count == 0 && (*at != 0 || count > 0)) unexpected();
        if (broken) return last_status;
        last = !pipes_on();
        if (last && count == 0 && !in_background()) {
            int status = run_alone(&command, one_shot && !negated && *at == 0);
            pool_used = pool_before;
            return status;
        }
        if (count < MAX_STAGES) stages[count++] = start_stage(&command, &input, last);
        pool_used = pool_before;
        if (!last) at++;
    }
    if (in_background()) return 0;
    for (i = 0; i < count; i++) waitpid(stages[i], &waited, 0);
    return status_of(waited);
}

static void run_negated(void) {
    int negated = 0, status;
    skip_blanks();
    while (*at == '!' && (at[1] == ' ' || at[1] == '\t')) {
        negated = !negated;
        at++;
        skip_blanks();
    }
    status = run_pipeline(negated);
    if (!broken) last_status = negated ? status == 0 : status;
}

// Passes over a pipeline that is not run.
static void skip_pipeline(void) {
    static struct command ignored;
    size_t pool_before = pool_used;
    for (;;) {
        read_command(&ignored);
        pool_used = pool_before;
        if (!pipes_on()) break;
        at++;
    }
}

static void skip_empty_lines(void) {
    skip_blanks();
    while (*at == '\n') {
        at++;
        skip_blanks();
    }
}

static void run_text(const char *text) {
    at = text;
    broken = 0;
    skip_empty_lines();
    while (*at != 0) {
        run_negated();
        while (joins('&') || joins('|')) {
            int runs = (*at == '&') == (last_status == 0);
            at += 2;
            skip_empty_lines();
            if (*at == 0) unexpected();
            else if (runs) run_negated();
            else skip_pipeline();
        }
        if (joins(';')) unexpected();
        if (*at == ';' || *at == '&' || *at == '\n') at++;
        skip_empty_lines();
    }
    fflush(stdout);
}

static void run_lines(void) {
    static char line[MAX_TEXT];
    int prompts = isatty(0) && isatty(1);
    for (;;) {
        if (prompts) {
            printf("$ ");
            fflush(stdout);
        }
        if (fgets(line, sizeof line, stdin) == NULL) break;
        run_text(line);
    }
}

int main(int argc, char **argv) {
    if (argc >= 3 && strcmp(argv[1], "-c") == 0) {
        char *usual[] = {argv[0], NULL};
        parameters = argc > 3 ? argv + 3 : usual;
        parameter_count = argc > 3 ? argc - 3 : 1;
        if (argc > 3) shell_name = argv[3];
        one_shot = 1;
        run_text(argv[2]);
    } else {
        parameters = argv;
        parameter_count = argc;
        run_lines();
    }
    return last_status;
}
