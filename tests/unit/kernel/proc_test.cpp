// Texts of /proc.
#include "sim/kernel/sys/proc_reader.h"
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

struct ProcRig : CallRig {
    Pid pid = spawn();

    std::string text(std::string_view path) {
        return read_proc_text({kernel, hardware, images, pid}, path).value_or("(none)");
    }
    std::string line_of(std::string_view path, std::string_view part) {
        const std::string all = text(path);
        const std::size_t at = all.find(part);
        if (at == std::string::npos) return "(none)";
        const std::size_t begin = all.rfind('\n', at) + 1;
        return all.substr(begin, all.find('\n', at) - begin);
    }
};

}  // namespace

TEST_CASE("A segment is a line of sysvipc/shm in the widths of Linux") {
    ProcRig rig;
    const std::int64_t id = rig.shmget(rig.pid, -5, 5000, 01640);
    rig.shmat(rig.pid, id);
    CHECK(rig.line_of("sysvipc/shm", "640") ==
          "        -5          0   640                  5000   201   201      1  1000   100  1000   100 1735689600     "
          "    "
          " 0 1735689600                     0                     0");
}

TEST_CASE("An attach is a line of maps with its key at creation and its shmid") {
    ProcRig rig;
    const std::int64_t id = rig.shmget(rig.pid, 0x1234, 5000, 01640);
    REQUIRE(rig.shmat(rig.pid, id, 0x7000'0000'0000) > 0);
    rig.shmctl(rig.pid, id, kIpcRmid);
    CHECK(rig.line_of("self/maps", "SYSV") ==
          "700000000000-700000002000 rw-s 00000000 00:01 0                          /SYSV00001234 (deleted)");
    CHECK(rig.line_of("201/status", "VmPin") == "VmPin:\t       0 kB");
    CHECK(rig.text("999/maps") == "(none)");
}

TEST_CASE("smaps halves a page that two map") {
    ProcRig rig;
    const std::int64_t id = rig.shmget(rig.pid, 0, 4096, 01600);
    const auto at = static_cast<std::uint64_t>(rig.shmat(rig.pid, id));
    rig.put(rig.pid, at, 'x');
    const auto usage = [&] {
        const ProcReader reader{rig.kernel, rig.hardware, rig.images, rig.pid};
        const AddressSpace& space = rig.kernel.memory.spaces[rig.kernel.tasks[rig.pid].mm];
        return area_usage(reader, space, *space.find_area(VirtAddr{at}), dirty_frames(reader));
    };
    CHECK(usage().private_dirty == kPageSize);
    CHECK(usage().pss == kPageSize);
    const Pid child = rig.fork(rig.pid);
    rig.get<char>(child, at);
    CHECK(usage().shared_dirty == kPageSize);
    CHECK(usage().pss == kPageSize / 2);
}

TEST_CASE("pagemap tells frame numbers to the privileged alone") {
    ProcRig rig;
    rig.put(rig.pid, rig.buffer(), 'x');
    const ProcReader reader{rig.kernel, rig.hardware, rig.images, rig.pid};
    const auto word = [&](bool frames) {
        std::uint64_t value = 0;
        const std::string bytes =
            pagemap_bytes(reader, rig.kernel.tasks[rig.pid], rig.buffer() / kPageSize * 8, 8, frames);
        REQUIRE(bytes.size() == 8);
        std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(&value));
        return value;
    };
    CHECK(word(false) == (1ull << 63 | 1ull << 56));
    CHECK((word(true) & 0xffff'ffff) != 0);
}
