// Rows of files: those programs made or opened, the descriptors of a process, the names of mapped files.
#pragma once

#include <vector>

#include "sim/kernel/kernel.h"
#include "sim/report/rows.h"

namespace sim::machine {

// Regular files, by inode; those the machine came with only while somebody uses them.
std::vector<report::FileRow> file_rows(const kernel::Kernel& kernel);
// Ascending.
std::vector<report::DescriptorRow> descriptor_rows(const kernel::Kernel& kernel, const kernel::Task& task);
// Gives the rows of an address space's areas (in its order) the paths of the files they show, as /proc/PID/maps does.
void name_mapped_files(const kernel::Kernel& kernel, const kernel::AddressSpace& space,
                       std::vector<report::AreaRow>& rows);

}  // namespace sim::machine
