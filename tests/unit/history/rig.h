// Timelines of small C programs.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "app/platform/assets.h"
#include "sim/cc/compile.h"
#include "sim/history/timeline.h"

namespace history_test {

using namespace sim;
using history::Input;
using history::Moment;
using history::Schedule;
using history::Timeline;
using history::Unit;
using machine::StepUnit;

inline std::vector<cc::Source> assets(const std::string& prefix) {
    std::vector<cc::Source> sources;
    for (const std::string& path : app::platform::assets_under(prefix)) {
        sources.push_back({path.substr(prefix.size()), std::string(*app::platform::asset(path))});
    }
    return sources;
}

inline std::shared_ptr<const hw::Image> compiled(const std::string& name, const std::string& text) {
    static const cc::LibraryPtr library = [] {
        std::vector<cc::Diagnostic> diagnostics;
        return cc::compile_library(assets("libc/include/"), assets("libc/src/"), diagnostics);
    }();
    REQUIRE(library != nullptr);
    const cc::Compiled done = cc::compile(name, {{name + ".c", text}}, library, {});
    INFO(cc::format(done.diagnostics));
    REQUIRE(done.ok());
    return done.image;
}

struct Program {
    std::string name;
    std::string text;
};

inline Timeline timeline_of(const std::vector<Program>& programs, Schedule schedule = {}) {
    machine::MachineConfig config;
    config.frames = 256;
    auto images = std::make_shared<machine::ProgramSet>();
    for (const Program& program : programs) {
        machine::ProcessSpec process;
        process.name = program.name;
        process.program = static_cast<std::uint32_t>(images->size());
        config.processes.push_back(process);
        images->push_back(compiled(program.name, program.text));
    }
    return Timeline(config, images, std::move(schedule));
}

inline const Program kProducer{"producer", R"(
#include <sys/shm.h>
int main(void) {
    int id = shmget(0x1234, 8192, IPC_CREAT | 0660);
    int *p = shmat(id, NULL, 0);
    p[0] = 42;
    p[1] = p[0] + 1;
    shmdt(p);
    return 0;
}
)"};

inline const Program kConsumer{"consumer", R"(
#include <stdio.h>
#include <sys/shm.h>
int main(void) {
    int id = shmget(0x1234, 8192, IPC_CREAT | 0660);
    int *q = shmat(id, NULL, 0);
    int got = q[0];
    printf("%d\n", got);
    shmdt(q);
    shmctl(id, IPC_RMID, NULL);
    return got;
}
)"};

inline const Program kCounter{"counter", R"(
int main(void) {
    volatile int i = 0;
    while (i < 100000)
        i++;
    return 0;
}
)"};

inline const Program kReader{"reader", R"(
#include <stdio.h>
int main(void) {
    char line[32];
    while (fgets(line, sizeof line, stdin))
        fputs(line, stdout);
    return 3;
}
)"};

}  // namespace history_test
