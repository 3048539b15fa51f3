/* What the sandbox and its helper processes say to each other, over a stream socket. C and C++. */
#pragma once

#include <stdint.h>

/* Descriptors of a helper; what it opens itself stays below. */
enum { kHelperControl = 1000, kHelperImage = 1001 };

/* Where the helper keeps the top of its address space taken, so that mappings without an address start where the
   simulator's do; and where its own program stands: below where mappings go on when there is no room left, and far from
   the low round addresses that programs like to ask for. */
#define HELPER_IMAGE_BASE 0x200000000000ull
#define HELPER_IMAGE_END 0x200010000000ull
/* The scratch memory of a helper whose usual one has made room for a program's own memory; in the image's range. */
#define HELPER_SPARE_SCRATCH 0x200008000000ull

enum HelperRequestKind {
    kHelperCall = 0,
    kHelperLoad = 1,  /* args: address, size 1, 2, 4 or 8 */
    kHelperStore = 2, /* args: address, size, value */
    kHelperFork = 3,  /* a socket for the child comes along */
    kHelperExec = 4,
    kHelperAccesses = 5, /* the input is an array of struct HelperAccess instead */
};

struct HelperAccess {
    uint32_t kind; /* kHelperLoad or kHelperStore */
    uint16_t size;
    uint16_t own; /* to the program's own memory: its faults are not counted */
    uint64_t address;
    uint64_t value; /* to store, or expected */
};

struct HelperRequest {
    uint32_t kind;
    uint32_t number; /* of a call */
    uint64_t args[6];
    uint64_t scratch;      /* where the input goes */
    uint64_t output_from;  /* and the output comes from */
    uint64_t input_bytes;  /* follow */
    uint64_t output_bytes; /* wanted back */
};

enum HelperReplyKind {
    kHelperDone = 0,
    kHelperSignal = 1, /* SIGSEGV or SIGBUS: the helper dies of it next */
};

struct HelperReply {
    uint32_t kind;
    int32_t signal, si_code;
    int64_t result; /* of accesses: how many were done */
    uint64_t fault_address;
    uint64_t minor_faults;
    uint64_t output_bytes; /* follow: of accesses the 8 bytes loaded last, when they are not the expected ones */
};
