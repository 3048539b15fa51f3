// Options of the command line. Operands may stand between options: they are moved behind them, as glibc does.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

char *optarg;
int optind = 1, opterr = 1, optopt;

static int offset = 1;  // of the next option letter within its argument
static int skipped;     // operands that stood in front of that argument and now stand behind it

// Moves argument `from` in front of argument `to`, which stands before it.
static void move(char **argv, int from, int to) {
    char *moved = argv[from];
    for (; from > to; --from) argv[from] = argv[from - 1];
    argv[to] = moved;
}

// Brings the next argument that is an option to `optind`. 0 if there is none.
static int find_option(int argc, char **argv, const char *options) {
    int found = optind;
    if (offset > 1) return 1;
    while (found < argc && (argv[found][0] != '-' || !argv[found][1])) {
        if (*options == '+') return 0;
        ++found;
    }
    if (found == argc) return 0;
    skipped = found - optind;
    move(argv, found, optind);
    if (strcmp(argv[optind], "--") != 0) return 1;
    ++optind;
    return 0;
}

static int complain(char **argv, const char *options, const char *what) {
    if (opterr && *options != ':') fprintf(stderr, "%s: %s -- '%c'\n", argv[0], what, optopt);
    return '?';
}

static int take_argument(int argc, char **argv, const char *options, int optional) {
    if (argv[optind][offset]) {
        optarg = argv[optind] + offset;
    } else if (!optional) {
        if (optind + 1 + skipped >= argc) {
            ++optind;
            offset = 1;
            complain(argv, options, "option requires an argument");
            return *options == ':' ? ':' : '?';
        }
        move(argv, optind + 1 + skipped, optind + 1);
        optarg = argv[++optind];
    }
    ++optind;
    offset = 1;
    return optopt;
}

int getopt(int argc, char *const argv[], const char *options) {
    char **arguments = (char **)argv;
    const char *known;
    optarg = NULL;
    if (optind == 0) {
        optind = 1;
        offset = 1;
    }
    if (!find_option(argc, arguments, options)) return -1;
    optopt = (unsigned char)arguments[optind][offset++];
    known = optopt == ':' ? NULL : strchr(options, optopt);
    if (known && known[1] == ':') return take_argument(argc, arguments, options, known[2] == ':');
    if (!arguments[optind][offset]) {
        ++optind;
        offset = 1;
    }
    return known ? optopt : complain(arguments, options, "invalid option");
}
