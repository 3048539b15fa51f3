// Sleeping until a word in memory changes: what locks are made of. Not for programs.
#pragma once

#include <time.h>

// Sleeps while *word is `value`; at most until the moment `until` of `clock` (null: for ever). Another process may wake
// the sleeper when `shared`. 0, or an error number: EAGAIN (it is not), EINTR, ETIMEDOUT.
int __sleep_while(volatile void *word, unsigned int value, int shared, clockid_t clock, const struct timespec *until);
// Wakes at most `count` of those who sleep on the word.
void __wake(volatile void *word, int count, int shared);

#define __EVERYONE 0x7fffffff

// The calling thread as the kernel numbers it.
int __thread_number(void);
