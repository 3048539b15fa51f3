#include "app/session/real_answer.h"

#include <fmt/format.h>

#include "app/session/operation_text.h"
#include "app/session/text.h"

namespace app::session {
namespace {

using sim::report::Operation;
using sim::report::Outcome;

std::string words_of(const Operation& operation, std::size_t count) {
    if (count > 1) return fmt::format("{} accesses", count);
    std::string text = operation_text(operation);  // "201: write(1, scratch, 3) in=34320a"
    const std::size_t colon = text.find(": ");
    if (colon != std::string::npos) text.erase(0, colon + 2);
    if (const std::size_t end = text.find(") "); end != std::string::npos) text.erase(end + 1);
    constexpr std::string_view kBuffer = "scratch";
    if (const std::size_t buffer = text.find(kBuffer); buffer != std::string::npos)
        text.replace(buffer, kBuffer.size(), "…");
    return text;
}

std::string answer_of(const Operation& operation, std::size_t count, const Outcome& outcome) {
    if (outcome.signal != 0) {
        return fmt::format("killed by {} at {:#x}", signal_name(static_cast<std::uint64_t>(outcome.signal)),
                           outcome.fault_address);
    }
    if (outcome.end == Outcome::End::blocked) return "sleeps";
    if (outcome.end == Outcome::End::gone) return "has ended";
    if (count > 1 || operation.kind == Operation::Kind::store) return "done";
    return "= " + result_text(outcome.result);
}

}  // namespace

RealAnswer real_answer(const Operation& operation, std::size_t count, const Outcome& outcome) {
    RealAnswer answer;
    answer.pid = outcome.pid;
    answer.words = outcome.pid == operation.pid ? words_of(operation, count) : "its call, asleep until now";
    answer.answer = answer_of(operation, count, outcome);
    answer.minor_faults = outcome.minor_faults;
    const bool error = operation.kind == Operation::Kind::call && outcome.end == Outcome::End::returned &&
                       outcome.result < 0 && outcome.result >= -4095;
    answer.failed = outcome.signal != 0 || error;
    return answer;
}

}  // namespace app::session
