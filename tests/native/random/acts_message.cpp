// System V semaphores and message queues.
#include "tests/native/random/chooser.h"

namespace random_compare {
namespace {

using Made = std::optional<Operation>;

constexpr std::uint32_t kSemget = 64, kSemop = 65, kSemctl = 66, kMsgget = 68, kMsgsnd = 69, kMsgrcv = 70, kMsgctl = 71;

std::uint64_t key(Chooser& chooser) {
    return chooser.one_of<std::uint64_t>({0x1111, 0x2222, 0});
}
std::uint64_t mode(Chooser& chooser) {
    return chooser.one_of<std::uint64_t>({0666, 0666, 0666, 0666, 0600, 0644, 0400, 0200, 0});
}
// Mostly one there is. The first ids are 0, 1, 2 …, so a low one may have been.
template <class Table>
std::uint64_t id(Chooser& chooser, const Table& table) {
    std::vector<std::uint64_t> ids;
    table.for_each([&](std::int32_t number, const auto&) { ids.push_back(static_cast<std::uint64_t>(number)); });
    if (ids.empty() || chooser.once_in(12)) return chooser.one_of<std::uint64_t>({0, 1, 32768, 32769, ~0ull});
    return chooser.one_of(ids);
}
std::uint64_t set_id(Chooser& chooser) {
    return id(chooser, chooser.ipc().semaphores);
}
std::uint64_t queue_id(Chooser& chooser) {
    return id(chooser, chooser.ipc().queues);
}

Made get_set(Chooser& chooser) {
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({01000, 01000, 03000, 0});
    return call(chooser, kSemget,
                {key(chooser), chooser.one_of<std::uint64_t>({2, 1, 3, 0, 5}), flags | mode(chooser)});
}

// Mostly of a semaphore the set has.
std::uint64_t semaphore(Chooser& chooser, std::uint64_t semid) {
    const sim::kernel::SemSet* set = chooser.ipc().semaphores.find(static_cast<std::int32_t>(semid));
    return set == nullptr || chooser.once_in(16) ? chooser.below(4) : chooser.below(set->size());
}

Made operate(Chooser& chooser) {
    const std::uint64_t count = 1 + chooser.below(2);
    Operation operation = call(chooser, kSemop, {set_id(chooser), kScratch, count});
    for (std::uint64_t i = 0; i < count; ++i) {
        // struct sembuf: sem_num, sem_op, sem_flg (IPC_NOWAIT 04000, SEM_UNDO 0x1000)
        const auto which = static_cast<std::uint16_t>(semaphore(chooser, operation.args[0]));
        const auto change = chooser.one_of<std::int16_t>({1, -1, 0, 2, -2, 32767});
        const auto flags = chooser.one_of<std::uint16_t>({04000, 0, 0x1000, 0, 0x1800});
        operation.input += bytes_of(which, change, flags);
    }
    return operation;
}

Made control_set(Chooser& chooser) {
    // IPC_RMID 0, IPC_STAT 2, GETPID 11, GETVAL 12, GETALL 13, GETNCNT 14, GETZCNT 15, SETVAL 16, SETALL 17
    const std::uint64_t command = chooser.one_of<std::uint64_t>({12, 16, 16, 2, 0, 11, 13, 14, 15, 17, 18, 99});
    const std::uint64_t semid = set_id(chooser);
    Operation operation = call(chooser, kSemctl, {semid, semaphore(chooser, semid), command, kScratch});
    if (command == 16) operation.args[3] = chooser.one_of<std::uint64_t>({1, 0, 2, 32767, 32768, ~0ull});
    if (command == 17) operation.input = bytes_of(std::uint64_t{0x0001'0000'0002'0003}, std::uint64_t{0});
    if (command == 2 || command == 13 || command == 18) operation.output = 104;
    return operation;
}

Made get_queue(Chooser& chooser) {
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({01000, 01000, 03000, 0});
    return call(chooser, kMsgget, {key(chooser), flags | mode(chooser)});
}

Made send(Chooser& chooser) {
    const std::uint64_t bytes = chooser.one_of<std::uint64_t>({8, 0, 1, 60, 65, 8192, 8193});
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({04000, 0});
    Operation operation = call(chooser, kMsgsnd, {queue_id(chooser), kScratch, bytes, flags});
    operation.input =
        bytes_of(std::int64_t{1} + static_cast<std::int64_t>(chooser.below(3)) - (chooser.once_in(20) ? 2 : 0));
    operation.input.append(bytes, static_cast<char>('a' + chooser.below(26)));
    return operation;
}

Made receive(Chooser& chooser) {
    const std::uint64_t bytes = chooser.one_of<std::uint64_t>({64, 8, 0, 8192, ~0ull});
    const std::uint64_t type = chooser.one_of<std::uint64_t>({0, 1, 2, ~1ull, 3});
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({04000, 0, 014000, 024000});
    return with_output(call(chooser, kMsgrcv, {queue_id(chooser), kScratch, bytes, type, flags}), 80);
}

Made control_queue(Chooser& chooser) {
    const std::uint64_t command = chooser.one_of<std::uint64_t>({2, 0, 11, 99});
    return with_output(call(chooser, kMsgctl, {queue_id(chooser), command, kScratch}), 120);
}

}  // namespace

std::vector<Act> message_acts() {
    return {{"semget", 3, get_set}, {"semop", 6, operate},  {"semctl", 4, control_set},  {"msgget", 3, get_queue},
            {"msgsnd", 4, send},    {"msgrcv", 4, receive}, {"msgctl", 2, control_queue}};
}

}  // namespace random_compare
