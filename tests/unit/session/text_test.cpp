// The text table says something about everything that can happen.
#include "app/session/text.h"

#include "app/session/tour.h"
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

TEST_CASE("labels fit the time line") {
    CHECK(label("p[0] = 42;") == "p[0]=42");
    CHECK(label("int got = q[0];") == "q[0]");
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
    for (const char* term :
         {"PFN",    "PTE",    "PML4",   "PDPT", "PD",    "PT",    "CR3",      "NX",       "RSS",   "nattch", "dest",
          "cpid",   "lpid",   "P",      "W",    "U",     "A",     "D",        "TLB",      "MMU",   "CPU",    "Trap",
          "Kernel", "SHMMNI", "SHMALL", "key",  "shmid", "perms", "reserved", "resident", "mapped"}) {
        CAPTURE(term);
        CHECK_FALSE(explain(term).empty());
    }
    CHECK(explain("no such word").empty());
    for (const Term& term : terms()) CHECK(explain(term.name) == term.meaning);
}
