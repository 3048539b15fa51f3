// Groups of a process. There is no database of names.
#pragma once

#include <sys/types.h>

int setgroups(size_t count, const gid_t *list);
