// What must hold of files between two steps:
//
//   an open file's references are the descriptors that name it
//   an inode's `open` is the open files that name it and the processes that work in it; `mappings` its areas
//   an inode's `links` are the names that lead to it, a directory's also its "." and its children's ".."
//   an inode nobody can reach is gone; a memory object belongs to at most one inode, and its size is the file's
#pragma once

#include <string>
#include <vector>

#include "sim/kernel/kernel.h"

namespace sim::machine {

void check_files(const kernel::Kernel& kernel, std::vector<std::string>& broken);

}  // namespace sim::machine
