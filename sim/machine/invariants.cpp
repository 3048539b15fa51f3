// What must hold between two steps, beyond memory management's own:
//
//   a segment's nattch is the number of areas that map it; they map its object
//   shm_tot is the sum of the segments' pages; no two segments have one key
//   a segment marked for destruction has no key and somebody attached
//   a living task has an address space, a dead one has none; its users are the tasks that have it
//   a process's leader is there as long as its threads, whose number it knows; threads that end leave nothing
//   a task's parent lives, or is init; init has no zombies
//   no task is on the CPU
#include "sim/kernel/mm/invariants.h"

#include <map>
#include <set>

#include "sim/machine/invariants_files.h"
#include "sim/machine/invariants_ipc.h"
#include "sim/machine/invariants_pipes.h"
#include "sim/machine/machine.h"

namespace sim::machine {
namespace {

using kernel::Kernel;
using kernel::Segment;
using kernel::Shm;
using kernel::Task;

class Check {
public:
    explicit Check(std::vector<std::string>& broken) : broken_(broken) {}

    void holds(bool condition, const std::string& what) {
        if (!condition) broken_.push_back(what);
    }

private:
    std::vector<std::string>& broken_;
};

std::string name(ShmId shmid) {
    return "segment " + report::id_text(shmid) + ": ";
}
std::string name(Pid pid) {
    return "task " + std::to_string(pid.value) + ": ";
}

void check_areas(const Kernel& kernel, Check& check) {
    std::map<ShmId, std::uint64_t> mapped;
    kernel.memory.spaces.for_each([&](kernel::MmId, const kernel::AddressSpace& space) {
        for (const kernel::Area& area : space.areas) {
            if (area.shmid == kNoSegment) continue;
            ++mapped[area.shmid];
            const Segment* segment = kernel.ipc.find(area.shmid);
            check.holds(segment != nullptr && segment->object == area.object,
                        name(area.shmid) + "an area maps another");
        }
    });
    for (const auto& [id, ns] : kernel.ipc.all()) {
        ns.shm.for_each([&](ShmId shmid, const Segment& segment) {
            check.holds(segment.nattch == mapped[shmid], name(shmid) + "nattch is not the number of its areas");
        });
    }
}

void check_segments(const Kernel& kernel, const Shm& shm, Check& check) {
    std::uint64_t pages = 0;
    std::uint32_t count = 0;
    std::set<Key> keys;
    shm.for_each([&](ShmId shmid, const Segment& segment) {
        pages += segment.pages();
        ++count;
        const Key key = segment.permission.key;
        check.holds(key == kIpcPrivate || keys.insert(key).second, name(shmid) + "its key names another too");
        check.holds(!segment.dest() || (key == kIpcPrivate && segment.nattch > 0), name(shmid) + "should be gone");
        const bool has_object = kernel.memory.objects.contains(segment.object);
        check.holds(has_object && kernel.memory.objects[segment.object].pages() == segment.pages(),
                    name(shmid) + "its object has another size");
    });
    check.holds(pages == shm.total_pages(), "shm_tot is not the sum of all segments");
    check.holds(count == shm.in_use(), "used_ids is not the number of segments");
}

// The leader of a process lives on as a zombie until its last thread has ended, other threads are gone at once.
void check_threads(const Kernel& kernel, Check& check) {
    std::map<Pid, std::uint32_t> living;
    for (Pid pid : kernel.tasks.present()) {
        const Task& task = kernel.tasks[pid];
        const Task* leader = kernel.tasks.find(task.tgid);
        const bool led = leader != nullptr && leader->leader() && leader->state != report::TaskState::ended;
        check.holds(led, name(pid) + "its leader");
        check.holds(task.leader() || task.alive(), name(pid) + "a thread that has ended is still there");
        check.holds(task.leader() || task.descriptors.all().empty(), name(pid) + "descriptors beside its leader's");
        living[task.tgid] += task.alive();
    }
    for (const auto& [leader, count] : living) {
        check.holds(kernel.tasks[leader].threads == count, name(leader) + "its number of threads");
    }
}

void check_parents(const Kernel& kernel, Check& check) {
    for (Pid pid : kernel.tasks.present()) {
        const Task& task = kernel.tasks[pid];
        if (!task.leader()) continue;
        const Task* parent = kernel.tasks.find(task.ppid);
        check.holds(parent != nullptr ? parent->threads > 0 : task.ppid == kernel::kInit && task.threads > 0,
                    name(pid) + "its parent");
    }
}

void check_tasks(const Kernel& kernel, Check& check) {
    std::map<kernel::MmId, std::uint32_t> users;
    for (Pid pid : kernel.tasks.present()) {
        const Task& task = kernel.tasks[pid];
        const bool has_space = task.mm != kernel::kNoMm && kernel.memory.spaces.contains(task.mm);
        check.holds(task.alive() ? has_space : task.mm == kernel::kNoMm, name(pid) + "its address space");
        if (has_space) ++users[task.mm];
    }
    for (const auto& [mm, count] : users) {
        check.holds(kernel.memory.spaces[mm].users == count,
                    "address space " + std::to_string(mm.value) + ": its number of users");
    }
    check.holds(users.size() == kernel.memory.spaces.size(), "an address space belongs to no task");
    check.holds(kernel.running.pid == kNoPid, "a task is on the CPU between two steps");
}

}  // namespace

std::vector<std::string> Machine::broken_invariants() const {
    std::vector<std::string> broken = kernel::broken_memory_invariants(hardware_, kernel_.memory);
    Check check(broken);
    check_areas(kernel_, check);
    for (const auto& [id, ns] : kernel_.ipc.all()) check_segments(kernel_, ns.shm, check);
    check_tasks(kernel_, check);
    check_threads(kernel_, check);
    check_parents(kernel_, check);
    check_ipc(kernel_, broken);
    check_pipes(kernel_, broken);
    check_files(kernel_, broken);
    return broken;
}

}  // namespace sim::machine
