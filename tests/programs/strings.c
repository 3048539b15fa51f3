// string.h and ctype.h in ordinary use.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reverse(char *text) {
    for (size_t i = 0, j = strlen(text); i + 1 < j; i++) {
        char c = text[i];
        text[i] = text[--j];
        text[j] = c;
    }
}

static int is_palindrome(const char *text) {
    const char *end = text + strlen(text);
    while (text < end) {
        while (text < end && !isalpha((unsigned char)*text)) text++;
        while (text < end && !isalpha((unsigned char)end[-1])) end--;
        if (text < end && tolower((unsigned char)*text++) != tolower((unsigned char)*--end)) return 0;
    }
    return 1;
}

int main(void) {
    char line[80] = "the quick brown fox";
    strcat(line, " jumps over");
    strncat(line, " the lazy dog and more", 13);
    printf("%s (%zu)\n", line, strlen(line));

    char copy[80];
    strcpy(copy, line);
    int words = 0;
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
        word[0] = (char)toupper((unsigned char)word[0]);
        printf("%s%s", words++ ? "_" : "", word);
    }
    printf(" %d\n", words);

    reverse(line);
    printf("%s\n", line);
    printf("%d %d\n", is_palindrome("A man, a plan, a canal: Panama"), is_palindrome("no"));
    printf("%d %d %d\n", strcmp("apple", "banana") < 0, strcmp("b", "a") > 0, strncmp("abcd", "abxx", 2));
    printf("%s %s %s\n", strchr("hello", 'l'), strrchr("hello", 'l'), strstr("hello", "lo"));
    printf("%zu %zu %s\n", strspn("12ab", "0123456789"), strcspn("ab12", "0123456789"), strpbrk("key=val", "=:"));
    char fixed[8];
    strncpy(fixed, "hi", sizeof fixed);
    printf("%s %d\n", fixed, memcmp(fixed, "hi\0\0\0\0\0", 8));
    char *twin = strdup("twin");
    printf("%s %d\n", twin, strcasecmp(twin, "TWIN"));
    free(twin);
    char block[] = "0123456789";
    memmove(block + 3, block, 5);
    printf("%s\n", block);
    memset(block, '-', 4);
    printf("%s %ld\n", block, (long)((char *)memchr(block, '2', 10) - block));
    printf("%ld %d %g %lx\n", strtol("-12x", NULL, 10), atoi("  99 "), atof("2.50"), strtoul("ff", NULL, 16));
    return 0;
}
