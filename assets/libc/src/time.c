// Clocks and calendar. Local time is UTC: the simulated machine has no time zone.
#include <errno.h>
#include <shmscope/libc.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#define DAY 86400L
#define DAYS_OF_400_YEARS 146097L

time_t time(time_t *result) { return __result(__builtin_syscall(SYS_time, result)); }

int gettimeofday(struct timeval *time, void *zone) {
    return (int)__result(__builtin_syscall(SYS_gettimeofday, time, zone));
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    return (int)__result(__builtin_syscall(SYS_clock_gettime, clock, time));
}

clock_t clock(void) {
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return used.tv_sec * CLOCKS_PER_SEC + used.tv_nsec / 1000;
}

double difftime(time_t end, time_t start) { return (double)(end - start); }

static int is_leap(long year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int days_of_month(int month, long year) {
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month] + (month == 1 && is_leap(year));
}

// Days from 1970-01-01 to the first of a year.
static long days_before_year(long year) {
    long before = year - 1;
    long cycles = before >= 0 ? before / 400 : (before - 399) / 400;
    long rest = before - cycles * 400;
    return cycles * DAYS_OF_400_YEARS + rest * 365 + rest / 4 - rest / 100 - 719162;
}

struct tm *gmtime_r(const time_t *time, struct tm *result) {
    long days = *time / DAY;
    long seconds = *time % DAY;
    long year;
    if (seconds < 0) {
        seconds += DAY;
        --days;
    }
    year = 1970 + days / 366;
    while (days_before_year(year + 1) <= days) ++year;
    while (days_before_year(year) > days) --year;
    memset(result, 0, sizeof *result);
    result->tm_zone = "GMT";
    result->tm_sec = (int)(seconds % 60);
    result->tm_min = (int)(seconds / 60 % 60);
    result->tm_hour = (int)(seconds / 3600);
    result->tm_wday = (int)(((days + 4) % 7 + 7) % 7);
    result->tm_year = (int)(year - 1900);
    result->tm_yday = (int)(days - days_before_year(year));
    result->tm_mday = result->tm_yday + 1;
    while (result->tm_mday > days_of_month(result->tm_mon, year)) {
        result->tm_mday -= days_of_month(result->tm_mon++, year);
    }
    return result;
}

struct tm *localtime_r(const time_t *time, struct tm *result) {
    gmtime_r(time, result);
    result->tm_zone = "UTC";
    return result;
}

static struct tm shared;

struct tm *gmtime(const time_t *time) { return gmtime_r(time, &shared); }
struct tm *localtime(const time_t *time) { return localtime_r(time, &shared); }

time_t timegm(struct tm *time) {
    long months = (long)time->tm_year * 12 + time->tm_mon;
    long year = months >= 0 ? months / 12 : (months - 11) / 12;
    int month = (int)(months - year * 12);
    long days;
    time_t result;
    int i;
    year += 1900;
    days = days_before_year(year) + time->tm_mday - 1;
    for (i = 0; i < month; ++i) days += days_of_month(i, year);
    result = days * DAY + time->tm_hour * 3600L + time->tm_min * 60L + time->tm_sec;
    gmtime_r(&result, time);
    return result;
}

time_t mktime(struct tm *time) {
    time_t result = timegm(time);
    time->tm_zone = "UTC";
    return result;
}

static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

static const char *weekday(const struct tm *time) {
    return time->tm_wday >= 0 && time->tm_wday < 7 ? weekdays[time->tm_wday] : "???";
}

static const char *month(const struct tm *time) {
    return time->tm_mon >= 0 && time->tm_mon < 12 ? months[time->tm_mon] : "???";
}

char *asctime_r(const struct tm *time, char *text) {
    sprintf(text, "%.3s %.3s%3d %.2d:%.2d:%.2d %d\n", weekday(time), month(time), time->tm_mday, time->tm_hour,
            time->tm_min, time->tm_sec, 1900 + time->tm_year);
    return text;
}

char *asctime(const struct tm *time) {
    static char text[80];
    return asctime_r(time, text);
}

char *ctime_r(const time_t *time, char *text) {
    struct tm local;
    return asctime_r(localtime_r(time, &local), text);
}

char *ctime(const time_t *time) { return asctime(localtime(time)); }

// Writes what %c stands for to `piece`; 0 for a conversion that does not exist.
static int convert(char c, char *piece, size_t room, const struct tm *time) {
    int hour12 = time->tm_hour % 12 ? time->tm_hour % 12 : 12;
    int year = time->tm_year + 1900;
    switch (c) {
        case 'a': return snprintf(piece, room, "%.3s", weekday(time));
        case 'A': return snprintf(piece, room, "%s", weekday(time));
        case 'b':
        case 'h': return snprintf(piece, room, "%.3s", month(time));
        case 'B': return snprintf(piece, room, "%s", month(time));
        case 'c': return (int)strftime(piece, room, "%a %b %e %H:%M:%S %Y", time);
        case 'C': return snprintf(piece, room, "%02d", year / 100);
        case 'd': return snprintf(piece, room, "%02d", time->tm_mday);
        case 'D':
        case 'x': return (int)strftime(piece, room, "%m/%d/%y", time);
        case 'e': return snprintf(piece, room, "%2d", time->tm_mday);
        case 'F': return (int)strftime(piece, room, "%Y-%m-%d", time);
        case 'H': return snprintf(piece, room, "%02d", time->tm_hour);
        case 'I': return snprintf(piece, room, "%02d", hour12);
        case 'j': return snprintf(piece, room, "%03d", time->tm_yday + 1);
        case 'm': return snprintf(piece, room, "%02d", time->tm_mon + 1);
        case 'M': return snprintf(piece, room, "%02d", time->tm_min);
        case 'n': return snprintf(piece, room, "\n");
        case 'p': return snprintf(piece, room, "%s", time->tm_hour < 12 ? "AM" : "PM");
        case 'r': return (int)strftime(piece, room, "%I:%M:%S %p", time);
        case 'R': return (int)strftime(piece, room, "%H:%M", time);
        case 'S': return snprintf(piece, room, "%02d", time->tm_sec);
        case 't': return snprintf(piece, room, "\t");
        case 'T':
        case 'X': return (int)strftime(piece, room, "%H:%M:%S", time);
        case 'u': return snprintf(piece, room, "%d", time->tm_wday ? time->tm_wday : 7);
        case 'w': return snprintf(piece, room, "%d", time->tm_wday);
        case 'y': return snprintf(piece, room, "%02d", year % 100);
        case 'Y': return snprintf(piece, room, "%d", year);
        case 'z': return snprintf(piece, room, "+0000");
        case 'Z': return snprintf(piece, room, "%s", time->tm_zone ? time->tm_zone : "");
        case '%': return snprintf(piece, room, "%%");
    }
    return 0;
}

size_t strftime(char *text, size_t size, const char *format, const struct tm *time) {
    size_t used = 0;
    for (; *format; ++format) {
        char piece[64];
        int length = 1;
        piece[0] = *format;
        if (*format == '%' && format[1]) length = convert(*++format, piece, sizeof piece, time);
        if (used + (size_t)length >= size) return 0;
        memcpy(text + used, piece, (size_t)length);
        used += (size_t)length;
    }
    if (used >= size) return 0;
    text[used] = 0;
    return used;
}
