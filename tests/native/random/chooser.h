// Choosing from what there is, by the numbers of one draw.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <vector>

#include "sim/machine/operate.h"
#include "tests/native/random/draw.h"

namespace random_compare {

using sim::Pid;
using sim::report::kScratch;
using sim::report::Operation;

// Addresses tests choose themselves lie here: far enough below the highest mapping that both kernels have room.
inline constexpr std::uint64_t kFixedBase = sim::kMmapTop - 0x40'0000;

class Chooser {
public:
    Chooser(const Draw& draw, const sim::machine::ByHand& world, Pid self) : draw_(draw), world_(world), self_(self) {}

    Pid self() const { return self_; }
    const sim::kernel::Kernel& kernel() const { return world_.machine().kernel(); }
    // System V IPC as the acting process sees it.
    const sim::kernel::IpcNamespace& ipc() const { return kernel().ipc[kernel().tasks[self_].ipc_ns]; }

    // A number below `limit`.
    std::uint64_t below(std::uint64_t limit) { return draw_.numbers[used_++ % draw_.numbers.size()] % limit; }
    // True once in `times`.
    bool once_in(std::uint64_t times) { return below(times) == times - 1; }
    template <class T>
    T one_of(std::initializer_list<T> list) {
        return *(list.begin() + below(list.size()));
    }
    template <class T>
    T one_of(const std::vector<T>& list) {
        return list[below(list.size())];
    }

    // The areas of the acting process that are not its program's.
    std::vector<sim::kernel::Area> areas() const;
    // A page-aligned or (rarely) odd address: within an area, but once in so many times at a place of its own or
    // nonsense.
    std::uint64_t address(std::uint64_t nonsense_once_in = 12);
    std::uint64_t fixed_address() { return kFixedBase + below(32) * sim::kPageSize; }
    // A descriptor the process has, mostly; the standard ones lead elsewhere on each kernel.
    std::uint64_t descriptor();
    // The same, but of no pipe and no socket.
    std::uint64_t file_descriptor();
    // Processes that still exist, zombies too.
    std::vector<Pid> processes() const { return kernel().tasks.present(); }
    Pid process() { return one_of(processes()); }

private:
    std::uint64_t one_of_descriptors(bool pipes_too);

    const Draw& draw_;
    const sim::machine::ByHand& world_;
    Pid self_;
    std::size_t used_ = 2;  // 0: who, 1: what
};

// One kind of operation. nullopt: makes no sense now.
struct Act {
    const char* name;
    std::uint32_t weight;
    std::optional<Operation> (*make)(Chooser&);
};

std::vector<Act> shm_acts();
std::vector<Act> memory_acts();
std::vector<Act> process_acts();
std::vector<Act> object_acts();
std::vector<Act> message_acts();
std::vector<Act> channel_acts();
std::vector<Act> futex_acts();
std::vector<Act> lock_acts();

inline Operation call(Chooser& chooser, std::uint32_t number, std::initializer_list<std::uint64_t> arguments) {
    sim::report::CallArguments all{};
    std::copy(arguments.begin(), arguments.end(), all.begin());
    return sim::report::call_of(chooser.self(), number, all);
}
inline Operation with_output(Operation operation, std::uint32_t bytes) {
    operation.output = bytes;
    return operation;
}
// Numbers of any width as the bytes of a structure, one behind the other.
template <class... T>
std::string bytes_of(T... values) {
    std::string bytes;
    (bytes.append(reinterpret_cast<const char*>(&values), sizeof values), ...);
    return bytes;
}

}  // namespace random_compare
