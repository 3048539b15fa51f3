/* A process that does what it is told: one system call or one access at a time, on the real kernel.
 *
 * It has no library and almost no memory of its own, so that its address space is like that of a simulated process:
 * its program stands at HELPER_IMAGE_BASE; what the simulator has at its text base and the vdso are made anew or taken
 * away at start (see sim/report/operation.h). After fork the child goes on with the socket that came with the request.
 */
#include "app/host/helper/protocol.h"

/* HELPER_TEXT_BASE, HELPER_SCRATCH, HELPER_SCRATCH_BYTES, HELPER_MMAP_TOP and HELPER_MMAP_BASE come from helper_addresses.cpp. */

typedef unsigned long Word;

#define PAGE 4096ul

enum {
    SYS_read = 0, SYS_write = 1, SYS_close = 3, SYS_mmap = 9, SYS_munmap = 11, SYS_rt_sigaction = 13,
    SYS_rt_sigreturn = 15, SYS_mincore = 27, SYS_dup2 = 33, SYS_recvmsg = 47, SYS_fork = 57, SYS_fcntl = 72, SYS_getrusage = 98,
    SYS_exit_group = 231, SYS_execveat = 322,
};

static long raw(Word number, Word a, Word b, Word c, Word d, Word e, Word f) {
    register Word r10 __asm__("r10") = d;
    register Word r8 __asm__("r8") = e;
    register Word r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static void die(void) {
    raw(SYS_exit_group, 127, 0, 0, 0, 0, 0);
}

static void write_all(const void* bytes, Word size) {
    const char* from = bytes;
    while (size > 0) {
        const long written = raw(SYS_write, kHelperControl, (Word)from, size, 0, 0, 0);
        if (written <= 0) die();
        from += written;
        size -= (Word)written;
    }
}

static void read_all(void* bytes, Word size) {
    char* to = bytes;
    while (size > 0) {
        const long got = raw(SYS_read, kHelperControl, (Word)to, size, 0, 0, 0);
        if (got == -4) continue; /* EINTR */
        if (got <= 0) die();
        to += got;
        size -= (Word)got;
    }
}

/* --- structures of the kernel's interface */

struct Iovec {
    void* base;
    Word size;
};
struct Message {
    void* name;
    uint32_t name_size, pad;
    struct Iovec* parts;
    Word part_count;
    void* control;
    Word control_size;
    uint32_t flags, pad2;
};
struct Control {
    Word size;
    int32_t level, type;
    int32_t descriptor;
    int32_t pad;
};
struct Action {
    void* handler;
    Word flags;
    void* restorer;
    Word mask;
};
struct SignalInfo {
    int32_t signal, error, code, pad;
    Word address;
};
struct Usage {
    Word times[4];
    Word memory[4];
    Word minor_faults;
    Word rest[9];
};

/* --- requests */

/* Reads the head of a request. The descriptor that came with it is moved out of the way of those operations use; -1
 * when none came. */
static int read_request(struct HelperRequest* request) {
    struct Control control;
    struct Iovec part = {request, sizeof *request};
    struct Message message = {0, 0, 0, &part, 1, &control, sizeof control, 0, 0};
    long got;
    do {
        message.control_size = sizeof control;
        got = raw(SYS_recvmsg, kHelperControl, (Word)&message, 0, 0, 0, 0);
    } while (got == -4);
    if (got <= 0) die();
    if ((Word)got < sizeof *request) read_all((char*)request + got, sizeof *request - (Word)got);
    if (message.control_size < sizeof control - sizeof control.pad) return -1;
    const long moved = raw(SYS_fcntl, (Word)control.descriptor, 0 /* F_DUPFD */, kHelperImage + 1, 0, 0, 0);
    raw(SYS_close, (Word)control.descriptor, 0, 0, 0, 0, 0);
    return (int)moved;
}

static void answer_with(struct HelperReply answer, const void* output) {
    write_all(&answer, sizeof answer);
    if (answer.output_bytes > 0) write_all(output, answer.output_bytes);
}

static void reply(long result, Word minor_faults) {
    answer_with((struct HelperReply){.kind = kHelperDone, .result = result, .minor_faults = minor_faults}, 0);
}

/* --- accesses */

static void on_fault(int signal, struct SignalInfo* info, void* context) {
    (void)context;
    answer_with((struct HelperReply){.kind = kHelperSignal, .signal = signal, .si_code = info->code,
                                     .fault_address = info->address}, 0);
    /* Back to the access: the handler is gone (SA_RESETHAND), so it kills now. */
}

__asm__(".text\nrestore_registers:\n mov $15, %eax\n syscall\n");
extern void restore_registers(void) __attribute__((visibility("hidden"))); /* near: reached without a table */

static void catch_faults(int on) {
    /* SA_SIGINFO | SA_RESTORER | SA_NODEFER | SA_RESETHAND */
    struct Action action = {on ? (void*)on_fault : 0, 0x4 | 0x04000000 | 0x40000000 | 0x80000000ul,
                            (void*)restore_registers, 0};
    raw(SYS_rt_sigaction, 11, (Word)&action, 0, 8, 0, 0);
    raw(SYS_rt_sigaction, 7, (Word)&action, 0, 8, 0, 0);
}

static Word minor_faults(void) {
    static struct Usage usage;
    raw(SYS_getrusage, 0, (Word)&usage, 0, 0, 0, 0);
    return usage.minor_faults;
}

static Word load(Word address, Word size) {
    Word value;
    switch (size) {
        case 1: __asm__ volatile("movzbl (%1), %k0" : "=r"(value) : "r"(address) : "memory"); break;
        case 2: __asm__ volatile("movzwl (%1), %k0" : "=r"(value) : "r"(address) : "memory"); break;
        case 4: __asm__ volatile("movl (%1), %k0" : "=r"(value) : "r"(address) : "memory"); break;
        default: __asm__ volatile("movq (%1), %0" : "=r"(value) : "r"(address) : "memory");
    }
    return value;
}

static void store(Word address, Word size, Word value) {
    switch (size) {
        case 1: __asm__ volatile("movb %b0, (%1)" : : "q"(value), "r"(address) : "memory"); break;
        case 2: __asm__ volatile("movw %w0, (%1)" : : "r"(value), "r"(address) : "memory"); break;
        case 4: __asm__ volatile("movl %k0, (%1)" : : "r"(value), "r"(address) : "memory"); break;
        default: __asm__ volatile("movq %0, (%1)" : : "r"(value), "r"(address) : "memory");
    }
}

static Word access_memory(uint32_t kind, Word address, Word size, Word value) {
    if (kind == kHelperLoad) return load(address, size);
    store(address, size, value);
    return 0;
}

/* How many minor faults the access took is what getrusage(2) counts more; the helper's own pages are all touched before:
 * a rehearsal on a word of its own runs the same instructions. */
static void access_and_reply(const struct HelperRequest* request) {
    static Word own;
    catch_faults(1);
    Word before = 0, value = 0, after = 0;
    for (int rehearsal = 1; rehearsal >= 0; --rehearsal) {
        const Word address = rehearsal ? (Word)&own : request->args[0];
        before = minor_faults();
        value = access_memory(request->kind, address, request->args[1], request->args[2]);
        after = minor_faults();
    }
    catch_faults(0);
    reply((long)value, after - before);
}

/* What a list of accesses has come to so far. */
struct Progress {
    Word done;
    Word faults; /* of accesses that are not to the program's own memory */
    Word found;  /* loaded last, when it was unexpected */
    int unexpected;
};

/* The first `count` of a list, all of one kind of memory, until one loads something unexpected. */
static void access_run(const struct HelperAccess* list, Word count, struct Progress* progress) {
    const Word before = minor_faults();
    for (Word i = 0; i < count && !progress->unexpected; ++i) {
        const Word value = access_memory(list[i].kind, list[i].address, list[i].size, list[i].value);
        ++progress->done;
        progress->unexpected = list[i].kind == kHelperLoad && value != list[i].value;
        if (progress->unexpected) progress->found = value;
    }
    const Word faults = minor_faults() - before;
    if (!list[0].own) progress->faults += faults;
}

static void access_piece(const struct HelperAccess* list, Word count, struct Progress* progress) {
    for (Word begin = 0; begin < count;) {
        Word end = begin + 1;
        while (end < count && list[end].own == list[begin].own) ++end;
        if (!progress->unexpected) access_run(list + begin, end - begin, progress);
        begin = end;
    }
}

/* The list comes in pieces; what follows an unexpected value is read and left alone. */
static void access_list_and_reply(const struct HelperRequest* request) {
    static struct HelperAccess piece[256];
    static struct Progress progress;
    static Word own;
    const struct HelperAccess rehearsal[2] = {{kHelperStore, 8, 0, (Word)&own, 0}, {kHelperLoad, 8, 1, (Word)&own, 0}};
    catch_faults(1);
    access_piece(rehearsal, 2, &progress);
    progress = (struct Progress){0};
    for (Word left = request->input_bytes / sizeof piece[0]; left > 0;) {
        const Word count = left < 256 ? left : 256;
        read_all(piece, count * sizeof piece[0]);
        left -= count;
        access_piece(piece, count, &progress);
    }
    catch_faults(0);
    answer_with((struct HelperReply){.kind = kHelperDone, .result = (long)progress.done,
                                     .minor_faults = progress.faults,
                                     .output_bytes = progress.unexpected ? sizeof progress.found : 0},
                &progress.found);
}

/* --- fork and exec */

static void fork_and_reply(const struct HelperRequest* request, int socket) {
    const long result = raw(request->number, request->args[0], 0, 0, 0, 0, 0);
    if (result == 0) {
        raw(SYS_dup2, (Word)socket, kHelperControl, 0, 0, 0, 0);
        raw(SYS_close, (Word)socket, 0, 0, 0, 0, 0);
        return;
    }
    raw(SYS_close, (Word)socket, 0, 0, 0, 0, 0);
    reply(result, 0);
}

static void exec_and_reply(void) {
    static const char* arguments[] = {"helper", 0};
    static const char* environment[] = {0};
    reply(raw(SYS_execveat, kHelperImage, (Word) "", (Word)arguments, (Word)environment, 0x1000 /* AT_EMPTY_PATH */, 0), 0);
}

/* Bytes of memory as they are, without touching what nobody has touched: of absent pages, zeroes. */
static void write_present(Word from, Word size) {
    static unsigned char present[HELPER_SCRATCH_BYTES / PAGE + 2];
    static const char zeroes[PAGE];
    const Word first = from / PAGE * PAGE;
    const int mapped = size > 0 && raw(SYS_mincore, first, from + size - first, (Word)present, 0, 0, 0) == 0;
    while (size > 0) {
        const Word left_of_page = PAGE - from % PAGE, part = size < left_of_page ? size : left_of_page;
        const int there = mapped && (present[(from - first) / PAGE] & 1);
        write_all(there ? (const void*)from : zeroes, part);
        from += part;
        size -= part;
    }
}

static void call_and_reply(const struct HelperRequest* request) {
    const uint64_t* args = request->args;
    const long result = raw(request->number, args[0], args[1], args[2], args[3], args[4], args[5]);
    struct HelperReply answer = {.kind = kHelperDone, .result = result, .output_bytes = request->output_bytes};
    write_all(&answer, sizeof answer);
    write_present(request->output_from, request->output_bytes);
}

static void serve(void) {
    static struct HelperRequest request;
    const int socket = read_request(&request);
    if (request.kind == kHelperAccesses) return access_list_and_reply(&request);
    if (request.input_bytes > 0) read_all((void*)request.scratch, request.input_bytes);
    switch (request.kind) {
        case kHelperCall: call_and_reply(&request); break;
        case kHelperFork: fork_and_reply(&request, socket); break;
        case kHelperExec: exec_and_reply(); break;
        default: access_and_reply(&request);
    }
}

/* --- start */

/* PROT_NONE 0, PROT_READ 1, PROT_WRITE 2, PROT_EXEC 4; MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | MAP_NORESERVE. */
static void take(Word address, Word size, Word protection) {
    if (raw(SYS_mmap, address, size, protection, 0x4032, ~0ul, 0) != (long)address) die();
}

/* The vdso and its data lie directly below the highest address mmap(2) gives. */
#define VDSO_ROOM 0x40000ul

static void begin(void) __attribute__((used, noreturn));
static void begin(void) {
    raw(SYS_munmap, HELPER_MMAP_BASE - VDSO_ROOM, VDSO_ROOM, 0, 0, 0, 0);
    take(HELPER_MMAP_TOP, HELPER_MMAP_BASE - HELPER_MMAP_TOP, 0);
    take(HELPER_TEXT_BASE, HELPER_SCRATCH - HELPER_TEXT_BASE, 1 | 4);
    take(HELPER_SCRATCH, HELPER_SCRATCH_BYTES, 1 | 2);
    take(HELPER_SPARE_SCRATCH, HELPER_SCRATCH_BYTES, 1 | 2);
    reply(0, 0);
    for (;;) serve();
}

/* The stack the kernel made is left to the program whose memory this process will have. */
__asm__(".bss\n.balign 4096\nown_stack:\n.skip 32768\nown_stack_end:\n"
        ".text\n.globl _start\n_start:\n lea own_stack_end(%rip), %rsp\n xor %ebp, %ebp\n call begin\n");
