// getopt: clusters, arguments near and far, optional ones, operands in between.
#include <stdio.h>
#include <unistd.h>

int main(int argc, char *argv[]) {
    int option;
    opterr = 0;
    while ((option = getopt(argc, argv, "ab:c::v")) != -1) {
        if (option == '?')
            printf("unknown or incomplete: %c\n", optopt);
        else
            printf("-%c %s\n", option, optarg ? optarg : "(none)");
    }
    while (optind < argc) printf("operand %s\n", argv[optind++]);
    return 0;
}
