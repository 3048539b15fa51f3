// CPU time in ticks of sysconf(_SC_CLK_TCK).
#pragma once

#include <sys/types.h>

struct tms {
    clock_t tms_utime;
    clock_t tms_stime;
    clock_t tms_cutime;
    clock_t tms_cstime;
};

clock_t times(struct tms *used);
