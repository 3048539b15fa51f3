// Calendar arithmetic on fixed moments, in UTC.
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(void) {
    time_t moments[] = {0, 951782400, 1700000000, 4102444799, -86401};
    char text[64];
    for (int i = 0; i < 5; i++) {
        struct tm *parts = gmtime(&moments[i]);
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %b %j", parts);
        printf("%s | %s", text, asctime(parts));
    }
    struct tm date;
    memset(&date, 0, sizeof date);
    date.tm_year = 124;
    date.tm_mon = 1;
    date.tm_mday = 30;
    time_t moment = mktime(&date);
    printf("%d-%d %d\n", date.tm_mon + 1, date.tm_mday, date.tm_wday);
    printf("%.0f\n", difftime(moment, moment - 60));
    printf("%d\n", time(NULL) > 1000000000);
    return 0;
}
