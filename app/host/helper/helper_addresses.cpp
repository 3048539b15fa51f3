// Writes the addresses the helper shares with the simulator as a header of C, at build time.
#include <fstream>

#include "sim/report/operation.h"

int main(int, char** argv) {
    std::ofstream header(argv[1]);
    header << "#define HELPER_TEXT_BASE " << sim::kTextBase << "ul\n"
           << "#define HELPER_SCRATCH " << sim::report::kScratch << "ul\n"
           << "#define HELPER_SCRATCH_BYTES " << sim::report::kScratchBytes << "ul\n"
           << "#define HELPER_MMAP_TOP " << sim::kMmapTop << "ul\n"
           << "#define HELPER_MMAP_BASE " << sim::kMmapBase << "ul\n";
    return header ? 0 : 1;
}
