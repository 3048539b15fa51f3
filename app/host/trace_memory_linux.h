// What a stopped process's call is about: its memory, its paths and descriptors.
#pragma once

#include "app/host/trace_tasks_linux.h"

namespace app::host {

class TraceeMemory final : public CallerMemory {
public:
    explicit TraceeMemory(const Tracee& task) : task_(task) {}
    std::vector<std::uint8_t> peek(sim::VirtAddr address, std::size_t bytes) const override;

private:
    const Tracee& task_;
};

// Whether the call that the task is about to make concerns shared memory.
bool about_shared_memory(const Tracee& task, const TracedCallKind& kind, const std::array<std::uint64_t, 6>& args);

}  // namespace app::host
