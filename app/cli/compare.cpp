// shmscope compare: the same run on the simulated and on the real kernel, and every difference.
#include "app/session/compare.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/status.h"
#include "app/cli/target.h"
#include "app/session/record_operations.h"

namespace app::cli {
namespace {

using session::CompareResult;
using session::RecordedOperations;

struct CompareRequest {
    TargetRequest target;
    bool json = false;
    bool list = false;
};

std::string operation_name(const RecordedOperations& record, std::size_t index) {
    const auto& operations = record.sequence.operations;
    return index < operations.size() ? session::operation_text(operations[index]) : std::string("at the start");
}

std::string differences_text(const RecordedOperations& record, const CompareResult& result) {
    std::string text;
    for (const session::Difference& difference : result.differences) {
        text += fmt::format("operation {}, {}\n  {}\n    simulated  {}\n    real       {}\n", difference.operation + 1,
                            operation_name(record, difference.operation), difference.what, difference.simulated,
                            difference.real);
    }
    return text;
}

// What was not compared, and why.
std::map<std::string, std::uint64_t> not_checked(const RecordedOperations& record, const CompareResult& result) {
    std::map<std::string, std::uint64_t> all = result.unchecked;
    for (const auto& [what, count] : record.not_followed) all[what] += count;
    if (!result.failure.empty()) ++all[result.failure];
    return all;
}

std::string result_text(const RecordedOperations& record, const CompareResult& result) {
    std::string text = differences_text(record, result);
    for (const auto& [what, count] : not_checked(record, result)) {
        text += fmt::format("not checked here: {}{}\n", what, count > 1 ? fmt::format(" ({} times)", count) : "");
    }
    return text + fmt::format("{} operations, {} observations checked, {} {}\n", result.operations, result.checked,
                              result.differences.size(), result.differences.size() == 1 ? "difference" : "differences");
}

std::string result_json(const RecordedOperations& record, const CompareResult& result) {
    nlohmann::ordered_json json;
    json["operations"] = result.operations;
    json["checked"] = result.checked;
    json["differences"] = nlohmann::ordered_json::array();
    for (const session::Difference& difference : result.differences) {
        json["differences"].push_back({{"operation", difference.operation + 1},
                                       {"text", operation_name(record, difference.operation)},
                                       {"what", difference.what},
                                       {"simulated", difference.simulated},
                                       {"real", difference.real}});
    }
    json["not_checked"] = not_checked(record, result);
    return json.dump(1) + "\n";
}

int compare(const CompareRequest& request) {
    const std::optional<Target> target = open_target(request.target);
    if (!target) return kWrong;
    const RecordedOperations record =
        session::record_operations(target->scenario.machine, target->programs, target->scenario.schedule,
                                   target->inputs, request.target.max_steps);
    if (record.cut) {
        complain(fmt::format("the run was cut after {} steps (--max-steps {})", request.target.max_steps,
                             request.target.max_steps));
    }
    if (request.list) {
        print(session::sequence_text(record.sequence));
        return record.cut ? kCut : kDone;
    }
    const CompareResult result = session::compare(record.sequence.setup, record.sequence.operations);
    print(request.json ? result_json(record, result) : result_text(record, result));
    if (!result.differences.empty()) return kFailed;
    return record.cut ? kCut : kDone;
}

}  // namespace

void add_compare(CLI::App& app, Invocation& invocation) {
    auto request = std::make_shared<CompareRequest>();
    CLI::App* command =
        app.add_subcommand("compare", "the same on the simulated and the real kernel, with every difference");
    add_target_options(*command, request->target, true);
    command->add_flag("--json", request->json, "as JSON");
    command->add_flag("--list", request->list, "print the operations the run comes to, and compare nothing");
    command->callback([&invocation, request] {
        request->target.program_args = invocation.program_args;
        invocation.action = [request] { return compare(*request); };
    });
}

}  // namespace app::cli
