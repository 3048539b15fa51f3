// Folders on disk and sessions for tests.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "app/session/scenario.h"
#include "app/session/session.h"

namespace session_test {

using namespace app::session;

// A folder of its own that is gone with it.
class TempFolder {
public:
    TempFolder() {
        static int count = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("shmscope-test-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
        std::filesystem::create_directories(path_);
    }
    ~TempFolder() { std::filesystem::remove_all(path_); }
    TempFolder(const TempFolder&) = delete;

    std::string path() const { return path_.string(); }
    std::string write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }

private:
    std::filesystem::path path_;
};

inline sim::history::Timeline timeline_of(const Scenario& scenario) {
    Problem problem;
    std::string warnings;
    auto programs = compile_programs(scenario, warnings, problem);
    INFO(problem.message);
    REQUIRE(programs != nullptr);
    return {scenario.machine, programs, scenario.schedule};
}

inline Scenario opened(const std::vector<std::string>& target) {
    Problem problem;
    auto scenario = open_scenario(target, {}, problem);
    INFO(problem.message);
    REQUIRE(scenario.has_value());
    return *scenario;
}

inline const char* const kMinimal = "int main(void) { return 0; }\n";

}  // namespace session_test
