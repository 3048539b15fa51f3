#include <stdio.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    int number = 0;              /* private: the child gets a copy of it */

    pid_t child = fork();
    if (child == 0) {
        printf("child got %d\n", number);
        return 0;
    }
    number = 42;
    wait(NULL);
    return 0;
}
