#include "sim/kernel/mm/commit.h"

#include "sim/kernel/mm/emit.h"

namespace sim::kernel {

std::uint64_t commit_limit(const Memory& memory) {
    return memory.frames.size() / 2 + memory.swap.size();
}

std::uint64_t commit_ceiling(const Memory& memory) {
    const std::uint64_t all = std::uint64_t{memory.frames.size()} + memory.swap.size();
    return memory.overcommit == Overcommit::never ? commit_limit(memory) : all;
}

bool may_commit(const Memory& memory, std::uint64_t pages) {
    switch (memory.overcommit) {
        case Overcommit::always: return true;
        case Overcommit::heuristic: return pages <= commit_ceiling(memory);
        case Overcommit::never: break;
    }
    const std::uint64_t limit = commit_limit(memory);
    return memory.committed < limit && pages < limit - memory.committed;
}

bool commit(MemoryContext& context, std::uint64_t pages) {
    if (!may_commit(context.memory, pages)) {
        emit(context, report::EventType::check, report::Rule::memory_exceeded, {pages, commit_ceiling(context.memory)},
             Errno::enomem);
        return false;
    }
    commit_anyway(context, pages);
    return true;
}

void commit_anyway(MemoryContext& context, std::uint64_t pages) {
    context.memory.committed += pages;
}

void uncommit(MemoryContext& context, std::uint64_t pages) {
    context.memory.committed -= pages;
}

bool accountable(const Area& area) {
    return area.perms.write && !area.perms.shared && !area.flags.no_reserve;
}

bool may_add_page(const Memory& memory, const MemoryObject& object) {
    return object.reserved || object.owner() == report::FrameOwner::cache || may_commit(memory, 1);
}

}  // namespace sim::kernel
