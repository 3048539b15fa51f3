// The text table says something about everything that can happen.
#include "app/session/text.h"

#include <map>

#include "app/session/tour.h"
#include "sim/base/credentials.h"
#include "sim/kernel/proc/task.h"
#include "tests/unit/session/rig.h"

using namespace session_test;
using sim::report::Event;
using sim::report::Rule;

namespace {

std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xc0) != 0x80; }));
}

std::size_t words(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + (text.empty() ? 0 : 1);
}

std::string label(const std::string& line) {
    return step_label({}, line);
}

}  // namespace

TEST_CASE("every rule has a sentence, whatever its arguments") {
    const sim::report::State state;
    const TextContext context{&state};
    for (std::uint16_t rule = 0; rule < static_cast<std::uint16_t>(Rule::count_); ++rule) {
        for (const std::uint64_t argument : {0ull, 1ull, 5ull, ~0ull}) {
            Event event;
            event.rule = static_cast<Rule>(rule);
            event.args.fill(argument);
            CAPTURE(sim::report::rule_name(event.rule));
            const auto texts = event_texts({event}, context);
            REQUIRE(texts.size() == 1);
            CHECK_FALSE(texts[0].sentence.empty());
            CHECK(words(caption_text({event}, context)) <= 14);
            why_text({event}, context);
            step_label({event}, "x");
        }
    }
}

TEST_CASE("no two rules are told with the same words") {
    const sim::report::State state;
    const TextContext context{&state};
    std::map<std::string, std::string_view> told;
    for (std::uint16_t rule = 0; rule < static_cast<std::uint16_t>(Rule::count_); ++rule) {
        Event event;
        event.rule = static_cast<Rule>(rule);
        event.args = {3, 14, 5, 16, 7, 8};
        if (event.rule == Rule::segment_detach || event.rule == Rule::store) std::swap(event.args[1], event.args[2]);
        const EventText text = event_texts({event}, context).front();
        const auto [place, fresh] = told.emplace(text.sentence + "|" + text.detail, sim::report::rule_name(event.rule));
        CAPTURE(place->second);
        CAPTURE(sim::report::rule_name(event.rule));
        CHECK(fresh);
    }
}

TEST_CASE("what has a name is called by it") {
    sim::report::State state;
    sim::report::FileRow file;
    file.name = "/dev/shm/numbers";
    file.inode = 77;
    state.files.push_back(file);
    sim::report::PipeRow fifo;
    fifo.id = 4;
    fifo.kind = "fifo";
    fifo.name = "/tmp/fifo";
    state.pipes.push_back(fifo);
    const TextContext context{&state, nullptr, [](sim::Pid pid) { return "p" + std::to_string(pid.value); }};
    const auto told = [&](Rule rule, std::array<std::uint64_t, 6> args, sim::Errno error = sim::Errno::ok) {
        Event event;
        event.rule = rule;
        event.args = args;
        event.pid = sim::Pid{201};
        event.error = error;
        const EventText text = event_texts({event}, context).front();
        return text.sentence + "; " + text.detail;
    };
    CHECK(told(Rule::signal_send, {202, 10}) == "send SIGUSR1 to p202; ");
    CHECK(told(Rule::signal_mask, {0, 1ull << 14}) == "blocked signals: SIGTERM; were none");
    CHECK(told(Rule::signal_action, {2, 1, 0}) == "SIGINT: ignored from now on; ");
    CHECK(told(Rule::lock_conflict, {77, 202}, sim::Errno::eagain) ==
          "p202 holds a lock of /dev/shm/numbers; EAGAIN: Resource temporarily unavailable");
    CHECK(told(Rule::pipe_read, {4, 10, 0}) == "take 10 bytes from FIFO /tmp/fifo; reading consumes: 0 bytes left");
    CHECK(told(Rule::capability_missing, {15}, sim::Errno::eperm) ==
          "this needs CAP_IPC_OWNER, which root has; EPERM: Operation not permitted");
    CHECK(told(Rule::wake_waiter, {static_cast<std::uint64_t>(sim::kernel::WaitKind::semaphore), 5}) ==
          "wake p201; it waits for semaphore set 5: it tries again");
    CHECK(told(Rule::credentials_set, {0, 0, 1000, 1000, sim::kAllCapabilities}) ==
          "effective user 0, group 0; real user 1000, group 1000; all capabilities of root");
    CHECK(told(Rule::path_kind_wrong, {77, 040755}, sim::Errno::eisdir) ==
          "/dev/shm/numbers is a directory; EISDIR: Is a directory");
    CHECK(told(Rule::wait_semaphore, {5, 0, ~0ull, 0}) == "sleep: semaphore 0 of set 5 is 0; until it is 1 or more");
}

TEST_CASE("keys and ids are those of the call under way") {
    const sim::report::State state;
    const TextContext context{&state};
    const auto of_call = [&](std::uint64_t number, Rule rule) {
        Event call, check;
        call.rule = Rule::syscall_enter;
        call.args = {number, 0x1234, 1, 01600};
        check.rule = rule;
        check.args = {0x1234, 5};
        return event_texts({call, check}, context).back().sentence;
    };
    constexpr std::uint64_t kShmget = 29, kSemget = 64, kMsgget = 68;
    CHECK(of_call(kShmget, Rule::excl_exists) == "IPC_EXCL wants a new segment, but key 0x1234 is taken");
    if (syscall_name(kSemget) != "semget") return;
    CHECK(of_call(kSemget, Rule::key_found) == "look up key 0x1234: semaphore set 5");
    CHECK(of_call(kMsgget, Rule::creat_missing) == "no message queue has key 0x1234 and IPC_CREAT was not given");
}

TEST_CASE("the steps of scenario 1 teach what they are for") {
    Session session;
    session.apply(OpenTarget{{"1"}});
    std::string whys;
    while (!session.timeline().at_end()) {
        session.apply(StepForward{});
        whys += session.why() + "\n";
        CHECK(words(session.caption()) <= 14);
    }
    for (const char* part : {"A segment is a promise: 3 pages are reserved", "Attaching only reserves addresses",
                             "one fault, one frame of zeroes, one entry", "changes nothing", "Two addresses, one frame",
                             "detached is not deleted", "Nobody is attached"}) {
        CAPTURE(part);
        CHECK(whys.find(part) != std::string::npos);
    }
}

TEST_CASE("copy on write tells whose page was copied, and no fork where nobody forked") {
    const TempFolder folder;
    const auto taught = [&](const std::string& body) {
        Session session;
        session.apply(OpenTarget{{folder.write("taught.c",
                                               "#include <fcntl.h>\n#include <sys/mman.h>\n#include <sys/wait.h>\n"
                                               "#include <unistd.h>\nint big[4096];\nint seen;\n"
                                               "int main(void) {\n" +
                                                   body + "\nreturn 0;\n}\n")}});
        std::string whys;
        while (!session.timeline().at_end()) {
            session.apply(StepForward{});
            whys += session.why() + "\n";
        }
        return whys;
    };
    const auto tells = [](const std::string& whys, const char* part) { return whys.find(part) != std::string::npos; };
    const std::string zero = taught("seen = big[2048];\nbig[2048] = 1;");
    CHECK(tells(zero, "Its entry leads to the one zero page, read-only"));
    CHECK(tells(zero, "maps the one zero page, frame 0x00, read-only. taught writes to it now"));
    CHECK_FALSE(tells(zero, "fork"));
    const std::string file = taught(
        "int fd = open(\"/tmp/notes\", O_CREAT | O_RDWR, 0600);\nwrite(fd, \"text\", 4);\n"
        "char *p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);\nseen = p[0];\np[0] = 'T';");
    CHECK(tells(file, "it showed the file's own page"));
    CHECK_FALSE(tells(file, "fork"));
    const std::string forked = taught("big[2048] = 1;\nif (fork() == 0) big[2048] = 2;\nelse wait(0);");
    CHECK(tells(forked, "Since the fork this private page was shared read-only"));
}

TEST_CASE("what a step prints matters more than the zero page its buffer was") {
    Session session;
    session.apply(OpenTarget{{"01-two-processes"}});
    session.apply(SeekStep{8});
    CHECK(session.why().find("write hands them to the kernel") != std::string::npos);
    const auto& texts = session.event_texts();
    CHECK(std::any_of(texts.begin(), texts.end(), [](const EventText& text) {
        return text.sentence.find(" in place of the zero page") != std::string::npos;
    }));
}

TEST_CASE("labels fit the time line") {
    CHECK(label("p[0] = 42;") == "p[0]=42");
    CHECK(label("int got = q[0];") == "q[0]");
    CHECK(label("int kept[n];") == "kept[n]");
    CHECK(label("char **rows[n][m];") == "rows[n][m]");
    CHECK(label("list[i]++;") == "list[i]++");
    CHECK(label("    printf(\"%d\\n\", got);   // out") == "printf");
    CHECK(label("while (!flag)") == "while(!fl…");
    CHECK(label("for (int i = 0; i < 10; i++) {") == "for");
    CHECK(label("if (i > 2) for (int j = 0; j < 200; j++)") == "for");
    CHECK(label("int j; for (j=0; j<200; j++)") == "for");
    CHECK(label("} else for (j=0; j<200; j++)") == "for");
    CHECK(label("} else if (a == b)") == "if(a==b)");
    CHECK(label("wait_for (1);") == "wait_for");
    CHECK(label("do_it (1);") == "do_it");
    CHECK(label("") == "");
    CHECK(label("a_very_long_function_name(1);") == "a_very_lo…");
    CHECK(label("if (a == b)") == "if(a==b)");
    for (const char* line : {"int a = f(1, 2);", "return;", "}", "x", "*p++ = *q++;", "i", "\xff\xff\xff = 3;"}) {
        CHECK(characters(label(line)) <= 10);
    }
}

TEST_CASE("every abbreviation of the picture is explained") {
    for (const char* term : {"PFN",
                             "PTE",
                             "PML4",
                             "PDPT",
                             "PD",
                             "PT",
                             "CR3",
                             "NX",
                             "RSS",
                             "nattch",
                             "dest",
                             "cpid",
                             "lpid",
                             "P",
                             "W",
                             "U",
                             "A",
                             "D",
                             "TLB",
                             "MMU",
                             "CPU",
                             "Trap",
                             "Kernel",
                             "SHMMNI",
                             "SHMALL",
                             "key",
                             "shmid",
                             "perms",
                             "reserved",
                             "resident",
                             "mapped",
                             "pipe",
                             "FIFO",
                             "semaphore",
                             "SEM_UNDO",
                             "futex",
                             "swap",
                             "swapped",
                             "clock algorithm",
                             "major fault",
                             "capability",
                             "signal handler",
                             "thread",
                             "TLB shootdown",
                             "shared memory object",
                             "umask",
                             "lock",
                             "message queue"}) {
        CAPTURE(term);
        CHECK_FALSE(explain(term).empty());
    }
    CHECK(explain("no such word").empty());
    for (const Term& term : terms()) CHECK(explain(term.name) == term.meaning);
}
