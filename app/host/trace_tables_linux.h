// The tables a traced program can change: /proc/sysvipc of the caller's IPC namespace, and the objects of a /dev/shm.
// Each look appends the rows that differ from the last one.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/host/files_linux.h"
#include "app/host/recording.h"
#include "app/host/replay.h"
#include "app/host/trace_calls_linux.h"

namespace app::host {

// An area of some process, for the objects that are mapped.
struct MappedArea {
    const RecordedArea* area = nullptr;
    pid_t pid = 0;  // whose: its files can be asked there
    sim::Uid uid;
};

// What keeps objects without a name alive.
struct Holders {
    std::vector<MappedArea> mapped;  // every shared area that is no attach
    std::vector<pid_t> processes;    // whose descriptors may be of objects
};

class KernelTables {
public:
    KernelTables();

    // The folder whose objects are listed; -1: none. Not owned.
    void set_objects_folder(int folder) { folder_ = folder; }
    void look(const Tables& which, const Holders& holders, Changes& changes);
    // Whether there were more objects than are listed.
    bool objects_cut() const { return cut_; }

private:
    using Objects = std::map<MemoryId, sim::report::FileRow>;

    void look_at_segments(Changes& changes);
    void look_at_semaphores(Changes& changes);
    void look_at_queues(Changes& changes);
    void look_at_objects(const Holders& holders, Changes& changes);
    void add_named(Objects& now);
    void add_mapped(const MappedArea& mapped, Objects& now) const;
    void add_open(const std::vector<pid_t>& processes, Objects& now) const;
    sim::report::FileRow row_of_mapped(const MappedArea& mapped, const MemoryId& id) const;

    Descriptor segment_file_, semaphore_file_, queue_file_;
    int folder_ = -1;
    std::string segment_text_;  // of the last look: mostly it is the same
    std::map<sim::ShmId, sim::report::SegmentRow> segments_;
    std::map<std::int32_t, sim::report::SemaphoreSetRow> semaphores_;
    std::map<std::int32_t, sim::report::QueueRow> queues_;
    Objects objects_;
    bool cut_ = false;
};

// As /proc/sys/kernel has them for the caller's IPC namespace.
sim::report::LimitsRow shm_limits();

}  // namespace app::host
