// What must hold for pipes and file locks between two steps:
//
//   a pipe's readers and writers are the open files that read and write it, and there is one
//   a pipe has no more slots than it may have, none is empty but a packet, and a page holds at most a page
//   the inode of an open FIFO knows its pipe
//   a lock's owner has the file open; locks of one owner do not overlap, locks of different owners do not conflict
#pragma once

#include <string>
#include <vector>

#include "sim/kernel/kernel.h"

namespace sim::machine {

void check_pipes(const kernel::Kernel& kernel, std::vector<std::string>& broken);

}  // namespace sim::machine
