// System V message queues through their system calls.
#include <utility>

#include "sim/kernel/proc/lifecycle.h"
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

enum Calls : std::uint32_t { kMsgget = 68, kMsgsnd = 69, kMsgrcv = 70, kMsgctl = 71 };

struct MsgRig : CallRig {
    std::int64_t queue = 0;

    explicit MsgRig(KernelConfig config = small()) : CallRig(config) {}

    void make(Pid pid) { queue = call(pid, kMsgget, 0, 0600); }
    std::int64_t send(Pid pid, std::int64_t type, const std::string& text, int flags = 0) {
        Recorder* const listener = std::exchange(log, nullptr);  // filling the buffer is no copy of the call
        put(pid, buffer(), type);
        for (std::size_t i = 0; i < text.size(); ++i) put(pid, buffer(8 + i), text[i]);
        log = listener;
        return call(pid, kMsgsnd, queue, buffer(), text.size(), flags);
    }
    std::int64_t receive(Pid pid, std::int64_t type, std::uint64_t room = 100, int flags = 0) {
        return call(pid, kMsgrcv, queue, buffer(), room, type, flags);
    }
    std::string text(Pid pid, std::int64_t bytes) {
        std::string all;
        for (std::int64_t i = 0; i < bytes; ++i) all += get<char>(pid, buffer(8 + static_cast<std::uint64_t>(i)));
        return all;
    }
    bool blocked(Pid pid) const { return kernel.tasks[pid].state == report::TaskState::blocked; }
    const MessageQueue& row() const { return kernel.ipc.first().queues[static_cast<std::int32_t>(queue)]; }
};

}  // namespace

TEST_CASE("receiving consumes and a message is copied twice") {
    MsgRig rig;
    const Pid a = rig.spawn(), b = rig.spawn();
    rig.make(a);
    Recorder recorder;
    rig.log = &recorder;
    CHECK(rig.send(a, 7, "hello") == 0);
    CHECK(rig.row().bytes == 5);
    CHECK(rig.receive(b, 0) == 5);
    const auto seen =
        recorder.rules_among({Rule::message_put, Rule::message_take, Rule::copy_from_user, Rule::copy_to_user});
    using Rules = std::vector<Rule>;
    CHECK(seen == Rules{Rule::copy_from_user, Rule::copy_from_user, Rule::message_put, Rule::message_take,
                        Rule::copy_to_user, Rule::copy_to_user});
    CHECK(rig.text(b, 5) == "hello");
    CHECK(rig.get<std::int64_t>(b, rig.buffer()) == 7);
    CHECK(rig.row().messages->empty());
    CHECK(rig.row().lrpid == b);
    CHECK(rig.receive(b, 0, 100, kIpcNowait) == error(Errno::enomsg));
}

TEST_CASE("types choose among messages as msgrcv says") {
    MsgRig rig;
    const Pid a = rig.spawn();
    rig.make(a);
    for (const auto& [type, text] : {std::pair{5, "five"}, {3, "three"}, {9, "nine"}, {3, "again"}})
        rig.send(a, type, text);
    CHECK(rig.receive(a, -4) == 5);
    CHECK(rig.text(a, 5) == "three");
    CHECK(rig.receive(a, 5, 100, kMsgExcept) == 4);
    CHECK(rig.text(a, 4) == "nine");
    CHECK(rig.receive(a, 0, 100, kMsgCopy | kIpcNowait) == 4);
    CHECK(rig.text(a, 4) == "five");
    CHECK(rig.receive(a, 3, 2) == error(Errno::e2big));
    CHECK(rig.receive(a, 3, 2, kMsgNoerror) == 2);
    CHECK(rig.row().messages->size() == 1);
}

TEST_CASE("a sleeping receiver gets the message at once and one with too little room gets E2BIG") {
    MsgRig rig;
    const Pid a = rig.spawn(), b = rig.spawn(), c = rig.spawn();
    rig.make(a);
    CHECK(rig.receive(b, 3, 1) == kBlocked);
    CHECK(rig.receive(c, 3, 9) == kBlocked);
    CHECK(rig.send(a, 4, "no") == 0);
    CHECK(rig.blocked(c));
    CHECK(rig.send(a, 3, "yes") == 0);
    CHECK(rig.row().messages->size() == 1);
    CHECK(rig.resume(b) == error(Errno::e2big));
    CHECK(rig.resume(c) == 3);
    CHECK(rig.text(c, 3) == "yes");
}

TEST_CASE("a sender without room sleeps with its message and sends it when there is room") {
    KernelConfig config = CallRig::small();
    config.queues.msgmnb = 4;
    MsgRig rig(config);
    const Pid a = rig.spawn(), b = rig.spawn();
    rig.make(a);
    CHECK(rig.send(a, 1, "full") == 0);
    CHECK(rig.send(a, 1, "x", kIpcNowait) == error(Errno::eagain));
    CHECK(rig.send(b, 2, "more") == kBlocked);
    rig.put(b, rig.buffer(8), 'X');
    CHECK(rig.receive(a, 1) == 4);
    CHECK_FALSE(rig.blocked(b));
    CHECK(rig.resume(b) == 0);
    CHECK(rig.receive(a, 0) == 4);
    CHECK(rig.text(a, 4) == "more");
}

TEST_CASE("removing a queue gives its sleepers EIDRM and loses its messages") {
    MsgRig rig;
    const Pid a = rig.spawn(), b = rig.spawn();
    rig.make(a);
    rig.send(a, 1, "lost");
    CHECK(rig.receive(b, 2) == kBlocked);
    CHECK(rig.call(a, kMsgctl, rig.queue, kIpcRmid) == 0);
    CHECK(rig.resume(b) == error(Errno::eidrm));
    CHECK(rig.kernel.ipc.first().queues.total_bytes() == 0);
    CHECK(rig.kernel.ipc.first().queues.total_messages() == 0);
}

TEST_CASE("a receiver that is killed gets nothing and nothing is lost") {
    MsgRig rig;
    const Pid a = rig.spawn(), b = rig.spawn();
    rig.make(a);
    CHECK(rig.receive(b, 0) == kBlocked);
    MemoryContext context = rig.memory(b);
    ProcessContext processes = process_context(rig.kernel, context);
    exit_task(processes, b, {});
    CHECK(rig.send(a, 1, "kept") == 0);
    CHECK(rig.row().messages->size() == 1);
}

TEST_CASE("a signal ends the sleep of a receiver") {
    MsgRig rig;
    const Pid a = rig.spawn();
    rig.make(a);
    CHECK(rig.receive(a, 0) == kBlocked);
    rig.kernel.tasks.write(a).wait.interrupted = true;
    CHECK(rig.resume(a) == error(Errno::eintr));
    CHECK(rig.row().receivers.empty());
}
