// Time. Local time is UTC.
#pragma once

#include <sys/types.h>

#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define CLOCK_PROCESS_CPUTIME_ID 2
#define CLOCK_THREAD_CPUTIME_ID 3
#define TIMER_ABSTIME 1
#define CLOCKS_PER_SEC ((clock_t)1000000)
#define TIME_UTC 1

struct timespec {
    time_t tv_sec;
    long tv_nsec;
};

struct tm {
    int tm_sec;
    int tm_min;
    int tm_hour;
    int tm_mday;
    int tm_mon;   // from 0
    int tm_year;  // since 1900
    int tm_wday;  // Sunday is 0
    int tm_yday;  // from 0
    int tm_isdst;
    long tm_gmtoff;
    const char *tm_zone;
};

clock_t clock(void);
time_t time(time_t *result);
int clock_gettime(clockid_t clock, struct timespec *time);
int clock_getres(clockid_t clock, struct timespec *resolution);
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted, struct timespec *left);
int nanosleep(const struct timespec *wanted, struct timespec *left);
double difftime(time_t end, time_t start);
struct tm *gmtime(const time_t *time);
struct tm *gmtime_r(const time_t *time, struct tm *result);
struct tm *localtime(const time_t *time);
struct tm *localtime_r(const time_t *time, struct tm *result);
time_t mktime(struct tm *time);
time_t timegm(struct tm *time);
char *asctime(const struct tm *time);
char *asctime_r(const struct tm *time, char *text);
char *ctime(const time_t *time);
char *ctime_r(const time_t *time, char *text);
size_t strftime(char *text, size_t size, const char *format, const struct tm *time);
