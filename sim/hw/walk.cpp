#include "sim/hw/walk.h"

namespace sim::hw {

Walk walk(const PhysicalMemory& memory, Pfn root, VirtAddr address) {
    Walk result;
    if (address.value >> 47 != 0) return result;  // not a user address: bits the tables do not index would be lost
    Pfn table = root;
    for (int level = kTopLevel; level >= 0; --level) {
        WalkLevel& read = result.levels[static_cast<std::size_t>(result.depth++)];
        read.table = table;
        read.index = table_index(address, level);
        read.entry = Pte{memory.read_word(table, read.index * sizeof(Pte))};
        if (!read.entry.present()) break;
        table = read.entry.pfn();
    }
    return result;
}

}  // namespace sim::hw
