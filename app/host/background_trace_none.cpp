// Systems where no program can be traced.
#include "app/host/background_trace.h"

namespace app::host {

BackgroundTrace::~BackgroundTrace() = default;

bool BackgroundTrace::start(const std::vector<std::string>&, std::string& why_not) {
    why_not = "programs can be traced on Linux only";
    return false;
}

void BackgroundTrace::stop() {}

BackgroundTrace::State BackgroundTrace::poll() {
    return state_;
}

std::string BackgroundTrace::complaint() const {
    return {};
}

void BackgroundTrace::forget() {}

std::vector<std::string> command_words(const std::string&) {
    return {};
}

}  // namespace app::host
