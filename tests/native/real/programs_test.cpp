// The programs of tests/programs on the real kernel: no difference, and what cannot be carried out there is said.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "app/session/real_run.h"
#include "tests/unit/session/rig.h"

using namespace session_test;

namespace {

constexpr std::uint64_t kMostSteps = 3'000;  // of one program

std::vector<std::string> programs() {
    std::vector<std::string> found;
    std::error_code unreadable;
    for (const auto& entry : std::filesystem::directory_iterator(SHMSCOPE_SOURCE_DIR "/tests/programs", unreadable)) {
        // Threads are not followed, and Linux since 6.7 aligns their stacks, as all anonymous mappings of 2 MiB and its
        // multiples, on 2 MiB.
        if (entry.path().filename() == "threads.c") continue;
        // sem_open(3) maps a file under another name than it ends with: Linux goes on showing that one.
        if (entry.path().filename() == "named_semaphore.c") continue;
        if (entry.path().extension() == ".c") found.push_back(entry.path().string());
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

TEST_CASE("programs agree with the real kernel, as far as they can be followed") {
    std::uint64_t operations = 0, differences = 0, stopped = 0;
    for (const std::string& program : programs()) {
        CAPTURE(program);
        Problem problem;
        const auto scenario = open_scenario({program}, {}, problem);
        REQUIRE(scenario.has_value());
        sim::history::Timeline timeline = timeline_of(*scenario);
        timeline.run_to_end(kMostSteps);
        timeline.seek(std::min(timeline.recorded(), kMostSteps));
        std::string why_not;
        const auto real = RealRun::start(timeline.config(), timeline.programs(), timeline.schedule(), why_not);
        REQUIRE(real != nullptr);
        while (!real->follow(timeline, 1000)) {
        }
        for (const RealDifference& difference : real->differences()) {
            FAIL_CHECK("step " << difference.step << ", " << difference.what << ": simulated " << difference.simulated
                               << ", real " << difference.real);
        }
        operations += real->totals().operations;
        differences += real->differences().size();
        if (real->failure().empty()) continue;
        ++stopped;
        std::cout << std::filesystem::path(program).filename().string() << ": step " << real->step() << " of "
                  << timeline.step() << ": " << real->failure() << "\n";
    }
    std::cout << programs().size() << " programs, " << operations << " operations, " << differences << " differences, "
              << stopped << " not followed to their end\n";
}
