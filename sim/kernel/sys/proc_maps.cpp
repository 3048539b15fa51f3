// /proc/PID/maps, smaps and smaps_rollup, as fs/proc/task_mmu.c of Linux prints them.
//
// Known inaccuracies: a program is one area of text and one of data and bss; there is no loader, no libc.so, no vdso.
// THPeligible is always 0.
#include <cstdarg>
#include <cstdio>

#include "sim/kernel/mm/observe.h"
#include "sim/kernel/sys/proc_reader.h"

namespace sim::kernel {

std::string formatted(const char* format, ...) {
    std::va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = std::vsnprintf(nullptr, 0, format, arguments);
    va_end(arguments);
    std::string text(static_cast<std::size_t>(length) + 1, '\0');
    std::vsnprintf(text.data(), text.size(), format, again);
    va_end(again);
    text.pop_back();
    return text;
}

namespace {

using report::AreaKind;

constexpr std::size_t kNameColumn = 72;  // 25 + 6 * sizeof(void *) - 1: names begin behind it
constexpr std::uint64_t kShmDevice = 1;  // 00:01, the kernel's own tmpfs

struct Backing {
    std::uint64_t device = 0, inode = 0, offset = 0;
    std::string name;
};

// The program of text and data, where the machine's disk has it.
InodeId program_file(const FileTree& tree, ProgramId program) {
    InodeId found = kNoInode;
    tree.for_each([&](InodeId id, const Inode& inode) {
        if (inode.disk && !inode.disk->source && inode.disk->program == program && found == kNoInode) found = id;
    });
    return found;
}

void fill_file(const FileTree& tree, InodeId id, Backing& backing) {
    const Inode& inode = tree[id];
    backing.device = device_number(inode.system);
    backing.inode = id.value;
    backing.name = tree.path_of(id) + (inode.links == 0 ? " (deleted)" : "");
}

Backing backing_of(const ProcReader& reader, const Area& area) {
    Backing backing;
    backing.offset = area.offset * kPageSize;
    const FileTree& tree = reader.kernel.tree;
    switch (area.kind) {
        case AreaKind::text:
        case AreaKind::data: {
            const hw::Image& image = *reader.images[area.program.value];
            if (area.kind == AreaKind::data) backing.offset += image.data_base().value - kTextBase;
            backing.name = image.name;
            const InodeId file = program_file(tree, area.program);
            if (file != kNoInode) fill_file(tree, file, backing);
            return backing;
        }
        case AreaKind::heap: backing.name = "[heap]"; break;
        case AreaKind::stack: backing.name = "[stack]"; break;
        case AreaKind::shm:
            backing.device = kShmDevice;
            backing.inode = static_cast<std::uint32_t>(area.shmid.value);
            backing.name = formatted("/SYSV%08x (deleted)", static_cast<std::uint32_t>(area.key.value));
            return backing;
        case AreaKind::anon:
        case AreaKind::object: break;
    }
    if (area.inode != kNoInode && tree.find(area.inode) != nullptr) {
        fill_file(tree, area.inode, backing);
    } else if (area.kind == AreaKind::object) {
        backing.device = kShmDevice;
        backing.inode = reader.kernel.memory.objects[area.object].owner_id();
        backing.name = "/dev/zero (deleted)";
    } else {
        backing.offset = 0;  // anonymous memory has none
    }
    return backing;
}

std::string head_line(std::uint64_t start, std::uint64_t end, const std::string& perms, const Backing& backing) {
    std::string line = formatted("%08lx-%08lx %s %08lx %02lx:%02lx %lu ", start, end, perms.c_str(), backing.offset,
                                 backing.device >> 8, backing.device & 0xff, backing.inode);
    if (!backing.name.empty()) {
        if (line.size() < kNameColumn) line.resize(kNameColumn, ' ');
        line += " " + backing.name;
    }
    return line + "\n";
}

struct UsageLine {
    const char* name;
    std::uint64_t AreaUsage::*bytes;
};

std::string kilobytes(const std::string& name, std::uint64_t bytes) {
    return formatted("%-15s %8lu kB\n", (name + ":").c_str(), bytes >> 10);
}

// Both kinds of smaps have these lines; `rollup` alone splits Pss.
std::string usage_lines(const AreaUsage& usage, bool rollup) {
    std::string text =
        kilobytes("Rss", usage.rss) + kilobytes("Pss", usage.pss) + kilobytes("Pss_Dirty", usage.pss_dirty);
    if (rollup) {
        text += kilobytes("Pss_Anon", usage.pss_anonymous) + kilobytes("Pss_File", usage.pss_file) +
                kilobytes("Pss_Shmem", usage.pss_shmem);
    }
    constexpr UsageLine kLines[] = {
        {"Shared_Clean", &AreaUsage::shared_clean},
        {"Shared_Dirty", &AreaUsage::shared_dirty},
        {"Private_Clean", &AreaUsage::private_clean},
        {"Private_Dirty", &AreaUsage::private_dirty},
        {"Referenced", &AreaUsage::referenced},
        {"Anonymous", &AreaUsage::anonymous},
        {"KSM", nullptr},
        {"LazyFree", nullptr},
        {"AnonHugePages", nullptr},
        {"ShmemPmdMapped", nullptr},
        {"FilePmdMapped", nullptr},
        {"Shared_Hugetlb", nullptr},
        {"Private_Hugetlb", nullptr},
        {"Swap", &AreaUsage::swap},
        {"SwapPss", &AreaUsage::swap_pss},
        {"Locked", &AreaUsage::locked},
    };
    for (const UsageLine& line : kLines) text += kilobytes(line.name, line.bytes == nullptr ? 0 : usage.*line.bytes);
    return text;
}

// The mnemonics of show_smap_vma_flags(), in the order of the bits.
std::string flag_words(const Area& area) {
    const bool writable_share = area.perms.shared && area.may_write;
    const bool file_execute = true;  // nothing is mounted noexec
    const std::pair<bool, const char*> words[] = {
        {area.perms.read, "rd"},
        {area.perms.write, "wr"},
        {area.perms.execute, "ex"},
        {writable_share, "sh"},
        {true, "mr"},
        {area.may_write, "mw"},
        {file_execute, "me"},
        {area.perms.shared, "ms"},
        {area.kind == AreaKind::stack, "gd"},
        {area.flags.locked, "lo"},
        {area.flags.sequential, "sr"},
        {area.flags.random, "rr"},
        {area.flags.dont_fork, "dc"},
        {area.flags.account, "ac"},
        {area.flags.no_reserve, "nr"},
        {area.flags.wipe_on_fork, "wf"},
        {area.flags.dont_dump, "dd"},
        {area.flags.huge, "hg"},
        {area.flags.no_huge, "nh"},
        {area.flags.mergeable, "mg"},
    };
    std::string text;
    for (const auto& [set, word] : words) {
        if (set) text += std::string(word) + " ";
    }
    return text;
}

const AddressSpace* space_of(const ProcReader& reader, const Task& process) {
    const bool has = process.mm != kNoMm && reader.kernel.memory.spaces.contains(process.mm);
    return has ? &reader.kernel.memory.spaces[process.mm] : nullptr;
}

}  // namespace

std::string maps_line(const ProcReader& reader, const Area& area) {
    return head_line(area.start.value, area.end.value, area.perms.text(), backing_of(reader, area));
}

std::string program_path(const ProcReader& reader, ProgramId program) {
    const InodeId file = program_file(reader.kernel.tree, program);
    return file != kNoInode ? reader.kernel.tree.path_of(file) : reader.images[program.value]->name;
}

std::string maps_text(const ProcReader& reader, const Task& process) {
    std::string text;
    const AddressSpace* space = space_of(reader, process);
    if (space == nullptr) return text;
    for (const Area& area : space->areas) text += maps_line(reader, area);
    return text;
}

std::string smaps_text(const ProcReader& reader, const Task& process) {
    std::string text;
    const AddressSpace* space = space_of(reader, process);
    if (space == nullptr) return text;
    const std::vector<Pfn> dirty = dirty_frames(reader);
    for (const Area& area : space->areas) {
        text += maps_line(reader, area) + kilobytes("Size", area.bytes()) + kilobytes("KernelPageSize", kPageSize) +
                kilobytes("MMUPageSize", kPageSize) + usage_lines(area_usage(reader, *space, area, dirty), false) +
                formatted("THPeligible:    %8d\n", 0) + "VmFlags: " + flag_words(area) + "\n";
    }
    return text;
}

std::string smaps_rollup_text(const ProcReader& reader, const Task& process) {
    const AddressSpace* space = space_of(reader, process);
    if (space == nullptr || space->areas.empty()) return {};
    Backing rollup;
    rollup.name = "[rollup]";
    return head_line(space->areas.front().start.value, space->areas.back().end.value, "---p", rollup) +
           usage_lines(space_usage(reader, *space, dirty_frames(reader)), true);
}

}  // namespace sim::kernel
