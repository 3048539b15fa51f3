// The texts of /proc, made from the kernel's state alone: what a system call and an observer outside read alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/hw/hardware.h"
#include "sim/kernel/kernel.h"

namespace sim::kernel {

// Who looks at what.
struct ProcReader {
    const Kernel& kernel;
    const hw::Hardware& hardware;
    Images images;
    Pid self;                      // the process that /proc/self names
    IpcNsId ipc_ns = kFirstIpcNs;  // whose System V IPC is told

    const IpcNamespace& ipc() const { return kernel.ipc[ipc_ns]; }
};

// printf(3) into a string.
[[gnu::format(printf, 1, 2)]] std::string formatted(const char* format, ...);

// The text at `path` below /proc ("self/maps", "sysvipc/shm"); nullopt: no such text. Files of /proc/sys too.
std::optional<std::string> read_proc_text(const ProcReader& reader, std::string_view path);

// proc_ipc.cpp: "shm", "sem", "msg".
std::optional<std::string> sysvipc_text(const ProcReader& reader, std::string_view name);

// proc_maps.cpp
std::string maps_text(const ProcReader& reader, const Task& process);
std::string smaps_text(const ProcReader& reader, const Task& process);
std::string smaps_rollup_text(const ProcReader& reader, const Task& process);
// The path of a program where the machine's disk has it, its name where it has not.
std::string program_path(const ProcReader& reader, ProgramId program);
// The line of maps that describes an area.
std::string maps_line(const ProcReader& reader, const Area& area);

// proc_usage.cpp: what an area's pages come to, in bytes; a page mapped by n entries counts 1/n in `pss`.
struct AreaUsage {
    std::uint64_t rss = 0, pss = 0, pss_dirty = 0;
    std::uint64_t shared_clean = 0, shared_dirty = 0, private_clean = 0, private_dirty = 0;
    std::uint64_t referenced = 0, anonymous = 0, swap = 0, swap_pss = 0, locked = 0;
    std::uint64_t pss_anonymous = 0, pss_file = 0, pss_shmem = 0;
    std::uint64_t rss_anonymous = 0, rss_file = 0, rss_shmem = 0;

    AreaUsage& operator+=(const AreaUsage& other);
};
// Frames whose bytes differ from what is on disk, or that have no disk: by number, ascending.
std::vector<Pfn> dirty_frames(const ProcReader& reader);
AreaUsage area_usage(const ProcReader& reader, const AddressSpace& space, const Area& area,
                     const std::vector<Pfn>& dirty);
// Of all areas; without the dirty frames where they do not matter.
AreaUsage space_usage(const ProcReader& reader, const AddressSpace& space, const std::vector<Pfn>& dirty = {});

// proc_status.cpp
std::string status_text(const ProcReader& reader, const Task& process);
std::string stat_text(const ProcReader& reader, const Task& process);
std::string statm_text(const ProcReader& reader, const Task& process);
std::string limits_text(const Task& process);
std::string comm_of(const ProcReader& reader, const Task& process);
std::string cmdline_text(const ProcReader& reader, const Task& process);

// proc_system.cpp: "meminfo", "uptime", "version", "loadavg".
std::optional<std::string> system_text(const ProcReader& reader, std::string_view name);

// proc_pagemap.cpp: `count` bytes of /proc/PID/pagemap from `offset` on; `frames`: the reader may see frame numbers.
std::string pagemap_bytes(const ProcReader& reader, const Task& process, std::uint64_t offset, std::uint64_t count,
                          bool frames);

// proc_settings.cpp: the files of /proc/sys.
struct Setting {
    std::string_view path;  // below /proc: "sys/kernel/shmmax"
    std::uint32_t number;   // from 1
};
const std::vector<Setting>& settings();
const Setting* find_setting(std::string_view path);
// Permission bits of the file for this reader or writer.
std::uint32_t setting_mode(std::uint32_t setting, const Credentials& who);
std::string setting_text(const ProcReader& reader, std::uint32_t setting);

}  // namespace sim::kernel
