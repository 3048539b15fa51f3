// POSIX shared memory objects, mmap, files.
#include "tests/native/random/chooser.h"

namespace random_compare {
namespace {

using Made = std::optional<Operation>;

constexpr std::uint32_t kRead = 0, kWrite = 1, kOpen = 2, kClose = 3, kFstat = 5, kLseek = 8, kMmap = 9, kMsync = 26,
                        kMadvise = 28, kDup = 32, kFtruncate = 77, kUnlink = 87, kUmask = 95, kFchmod = 91;

std::string name_of_object(Chooser& chooser) {
    std::string name = chooser.one_of<std::string>({"/dev/shm/a", "/dev/shm/b", "/dev/shm/c"});
    name.push_back('\0');
    return name;
}

Made open_object(Chooser& chooser) {
    Operation operation = call(chooser, kOpen, {kScratch});
    operation.input = name_of_object(chooser);
    // shm_open(3) adds O_NOFOLLOW | O_CLOEXEC.
    const std::uint64_t extra = chooser.once_in(3) ? 0 : 02400000;
    operation.args[1] = chooser.one_of<std::uint64_t>({0102, 0302, 02, 0, 0100, 01002, 01, 01000}) | extra;
    operation.args[2] = chooser.one_of<std::uint64_t>({0600, 0666, 0644, 0, 0400, 0777, 0200});
    return operation;
}

Made unlink_object(Chooser& chooser) {
    Operation operation = call(chooser, kUnlink, {kScratch});
    operation.input = name_of_object(chooser);
    return operation;
}

Made close_descriptor(Chooser& chooser) {
    return call(chooser, kClose, {chooser.descriptor()});
}
Made truncate(Chooser& chooser) {
    return call(chooser, kFtruncate,
                {chooser.descriptor(), chooser.one_of<std::uint64_t>({8192, 4096, 0, 100, 5000, 65536, ~0ull, 81920})});
}
Made stat(Chooser& chooser) {
    return with_output(call(chooser, kFstat, {chooser.descriptor(), kScratch}), 144);
}
Made map(Chooser& chooser) {
    const bool anonymous = chooser.once_in(3);
    const bool shared = !chooser.once_in(3);
    const std::uint64_t bytes = chooser.one_of<std::uint64_t>({8192, 4096, 12288, 65536, 1, 0, 98304});
    // Whether the file system of a pipe allows execution is asked by newer kernels only, and before ENODEV.
    const std::uint64_t protection = chooser.one_of<std::uint64_t>({3, 1, 3, 0, anonymous ? 5u : 1u, 2});
    const std::uint64_t fixed = chooser.once_in(6) ? 0x10 : 0;
    const std::uint64_t flags = (shared ? 1u : 2u) | (anonymous ? 0x20u : 0u) | fixed;
    const std::uint64_t offset = chooser.one_of<std::uint64_t>({0, 0, 4096, 0, 100});
    const std::uint64_t address = fixed != 0 ? chooser.fixed_address() : 0;
    const std::uint64_t file = anonymous ? ~std::uint64_t{0} : chooser.descriptor();
    return call(chooser, kMmap, {address, bytes, protection, flags, file, anonymous ? 0 : offset});
}
Made read_bytes(Chooser& chooser) {
    const std::uint64_t bytes = chooser.one_of<std::uint64_t>({16, 100, 4096, 0});
    return with_output(call(chooser, kRead, {chooser.descriptor(), kScratch, bytes}), 128);
}
Made write_bytes(Chooser& chooser) {
    const std::uint64_t bytes = chooser.one_of<std::uint64_t>({16, 100, 0});
    Operation operation = call(chooser, kWrite, {chooser.descriptor(), kScratch, bytes});
    operation.input.assign(100, static_cast<char>('a' + chooser.below(26)));
    return operation;
}
Made seek(Chooser& chooser) {
    return call(chooser, kLseek,
                {chooser.descriptor(), chooser.one_of<std::uint64_t>({0, 10, 4096, ~0ull}), chooser.below(4)});
}
Made sync(Chooser& chooser) {
    return call(chooser, kMsync, {chooser.address(), 4096, chooser.one_of<std::uint64_t>({4, 1, 5, 2})});
}
Made advise(Chooser& chooser) {
    const std::vector<sim::kernel::Area> areas = chooser.areas();
    if (areas.empty()) return std::nullopt;
    return call(chooser, kMadvise,
                {chooser.one_of(areas).start.value, 4096, chooser.one_of<std::uint64_t>({4, 0, 1000})});
}
Made duplicate(Chooser& chooser) {
    return call(chooser, kDup, {chooser.descriptor()});
}
Made mask(Chooser& chooser) {
    return call(chooser, kUmask, {chooser.one_of<std::uint64_t>({022, 0, 077, 0777})});
}
Made change_mode(Chooser& chooser) {
    return call(chooser, kFchmod, {chooser.descriptor(), chooser.one_of<std::uint64_t>({0600, 0666, 0, 0444})});
}

}  // namespace

std::vector<Act> object_acts() {
    return {{"open", 7, open_object},   {"unlink", 2, unlink_object}, {"close", 2, close_descriptor},
            {"ftruncate", 5, truncate}, {"fstat", 2, stat},           {"mmap", 9, map},
            {"read", 2, read_bytes},    {"write", 2, write_bytes},    {"lseek", 1, seek},
            {"msync", 1, sync},         {"madvise", 1, advise},       {"dup", 1, duplicate},
            {"umask", 1, mask},         {"fchmod", 1, change_mode}};
}

}  // namespace random_compare
