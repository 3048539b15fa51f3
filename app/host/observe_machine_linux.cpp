#include "app/host/observe_machine_linux.h"

#include <sys/shm.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "sim/base/limits.h"

namespace app::host {
namespace {

std::uint64_t number_in(const Descriptor& file) {
    const std::string text = read_file(file);
    std::string_view rest(text);
    return number(next_line(rest));
}

// SHM_INFO changes nothing and asks for no right.
void look_at_segments(sim::report::UsageRow& usage) {
    shm_info info{};
    if (::shmctl(0, SHM_INFO, reinterpret_cast<shmid_ds*>(&info)) < 0) return;
    usage.segments = static_cast<std::uint64_t>(info.used_ids);
    usage.shm_pages = info.shm_tot;
    usage.shm_resident = info.shm_rss;
    usage.shm_swapped = info.shm_swp;
}

}  // namespace

MachineFiles::MachineFiles() {
    constexpr const char* kNames[] = {"shmmni", "shmmax", "shmall", "shm_rmid_forced"};
    for (std::size_t i = 0; i < limits_.size(); ++i)
        limits_[i] = open_file(std::string("/proc/sys/kernel/") + kNames[i]);
}

void MachineFiles::look(sim::report::LimitsRow& limits, sim::report::UsageRow& usage) const {
    limits.shmmni = number_in(limits_[0]);
    limits.shmmax = number_in(limits_[1]);
    limits.shmall = number_in(limits_[2]);
    limits.shm_rmid_forced = number_in(limits_[3]) != 0;
    limits.page_size = sim::kPageSize;
    limits.cpus = static_cast<std::uint32_t>(::sysconf(_SC_NPROCESSORS_ONLN));
    struct sysinfo info {};
    if (::sysinfo(&info) == 0) {
        const auto pages = [&](std::uint64_t units) { return units * info.mem_unit / sim::kPageSize; };
        limits.frames = pages(info.totalram);
        limits.swap = pages(info.totalswap);
        usage.frames_free = pages(info.freeram);
        usage.swap_used = pages(info.totalswap - info.freeswap);
    }
    look_at_segments(usage);
}

}  // namespace app::host
