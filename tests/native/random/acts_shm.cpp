// System V shared memory.
#include "tests/native/random/chooser.h"

namespace random_compare {
namespace {

using Made = std::optional<Operation>;

constexpr std::uint32_t kShmget = 29, kShmat = 30, kShmctl = 31, kShmdt = 67;

std::uint64_t key(Chooser& chooser) {
    return chooser.one_of<std::uint64_t>({0x1111, 0x2222, 0x3333, 0, 0xffff'ffff});
}

// Mostly of a segment there is, else of one that went, or none.
std::uint64_t shmid(Chooser& chooser) {
    std::vector<std::uint64_t> ids;
    chooser.ipc().shm.for_each(
        [&](sim::ShmId id, const sim::kernel::Segment&) { ids.push_back(static_cast<std::uint64_t>(id.value)); });
    if (ids.empty() || chooser.once_in(16)) return chooser.one_of<std::uint64_t>({0, 1, 32768, 32769, 77, ~0ull});
    return chooser.one_of(ids);
}

std::uint64_t mode(Chooser& chooser) {
    return chooser.one_of<std::uint64_t>({0666, 0600, 0644, 0640, 0400, 0200, 0060, 0006, 0, 0777});
}

Made create(Chooser& chooser) {
    const std::uint64_t bytes =
        chooser.one_of<std::uint64_t>({4096, 1, 8192, 4097, 12288, 65536, 0, 1ull << 50, ~0ull, 5 * 4096 - 1});
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({01000, 01000, 03000, 01000, 0, 02000});
    const std::uint64_t rare = chooser.once_in(20) ? chooser.one_of<std::uint64_t>({04000, 010000}) : 0;
    return call(chooser, kShmget, {key(chooser), bytes, flags | rare | mode(chooser)});
}

Made find(Chooser& chooser) {
    const std::uint64_t bytes = chooser.one_of<std::uint64_t>({0, 1, 4096, 8192, 1 << 20});
    return call(chooser, kShmget, {key(chooser), bytes, mode(chooser)});
}

Made attach(Chooser& chooser) {
    const std::uint64_t id = shmid(chooser);
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({0, 0, 0, 010000, 0, 0100000, 0110000});
    return call(chooser, kShmat, {id, 0, flags});
}

Made attach_at(Chooser& chooser) {
    const std::uint64_t id = shmid(chooser);
    std::uint64_t address = chooser.once_in(2) ? chooser.address() : chooser.fixed_address();
    // At the very top the two kernels have different things.
    if (address >= kFixedBase + 0x10'0000 && address < 1ull << 47) address = chooser.fixed_address();
    if (address == 0x1000) address = 0;
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({0, 040000, 020000, 060000, 010000, 050000, 0100000});
    return call(chooser, kShmat, {id, address, flags});
}

Made detach(Chooser& chooser) {
    const std::vector<sim::kernel::Area> areas = chooser.areas();
    if (areas.empty() || chooser.once_in(10)) return call(chooser, kShmdt, {chooser.address()});
    return call(chooser, kShmdt, {chooser.one_of(areas).start.value});
}

Made stat(Chooser& chooser) {
    const std::uint64_t id = shmid(chooser);
    const std::uint64_t command = chooser.one_of<std::uint64_t>({2, 2, 13, 15});
    const std::uint64_t what = command == 2 ? id : chooser.one_of<std::uint64_t>({id % 32768, 0, 1, id});
    return with_output(call(chooser, kShmctl, {what, command, kScratch}), 112);
}

Made stat_to_bad_address(Chooser& chooser) {
    return call(
        chooser, kShmctl,
        {shmid(chooser), chooser.one_of<std::uint64_t>({2, 1, 13, 14, 3}), chooser.one_of<std::uint64_t>({0, ~0ull})});
}

Made set(Chooser& chooser) {
    const auto id = chooser.one_of<std::uint32_t>({1000, 1001, 0, 2000});
    const auto group = chooser.one_of<std::uint32_t>({1000, 1001, 0, 2000});
    Operation operation = call(chooser, kShmctl, {shmid(chooser), 1, kScratch});
    // struct ipc64_perm: key, uid, gid, cuid, cgid, mode.
    operation.input = bytes_of(std::uint32_t{0}, id, group, std::uint32_t{0}, std::uint32_t{0},
                               static_cast<std::uint32_t>(mode(chooser)));
    operation.input.resize(112);
    return operation;
}

Made remove(Chooser& chooser) {
    return call(chooser, kShmctl, {shmid(chooser), 0, 0});
}

Made lock(Chooser& chooser) {
    return call(chooser, kShmctl, {shmid(chooser), chooser.one_of<std::uint64_t>({11, 12}), 0});
}

Made info(Chooser& chooser) {
    const bool limits = chooser.once_in(2);
    return with_output(
        call(chooser, kShmctl, {chooser.one_of<std::uint64_t>({0, 5, ~0ull}), limits ? 3u : 14u, kScratch}),
        limits ? 72 : 48);
}

Made odd_command(Chooser& chooser) {
    return call(chooser, kShmctl, {shmid(chooser), chooser.one_of<std::uint64_t>({4, 16, 99, ~0ull, 0x102}), kScratch});
}

}  // namespace

std::vector<Act> shm_acts() {
    return {{"shmget create", 10, create},
            {"shmget find", 4, find},
            {"shmat", 12, attach},
            {"shmat at", 6, attach_at},
            {"shmdt", 6, detach},
            {"shmctl stat", 4, stat},
            {"IPC_SET", 3, set},
            {"IPC_RMID", 5, remove},
            {"SHM_LOCK", 1, lock},
            {"SHM_INFO", 2, info},
            {"odd command", 1, odd_command},
            {"bad address", 1, stat_to_bad_address}};
}

}  // namespace random_compare
