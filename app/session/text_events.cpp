// One text for each rule: which family tells it.
#include "app/session/text_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace app::session {
namespace {

using sim::report::Event;
using sim::report::Rule;

struct Family {
    Rule last;  // in the order of the enumeration
    EventText (*tell)(const Telling&, const Event&);
};

constexpr Family kFamilies[] = {
    {Rule::call_failed, tell_call},         {Rule::memory_exceeded, tell_key},
    {Rule::attach_absent, tell_id},         {Rule::page_absent, tell_fault_check},
    {Rule::argument_invalid, tell_refusal}, {Rule::object_removed, tell_ipc_check},
    {Rule::lock_deadlock, tell_file_check}, {Rule::page_locked, tell_late_check},
    {Rule::area_resize, tell_area},         {Rule::table_unlink, tell_entry},
    {Rule::store, tell_hardware},           {Rule::fault_signal, tell_fault},
    {Rule::frame_mapcount, tell_frame},     {Rule::object_resize, tell_segment},
    {Rule::credentials_set, tell_process},  {Rule::alarm_set, tell_signal},
    {Rule::wait_stopped, tell_wait},        {Rule::wake_interrupted, tell_wake},
    {Rule::copy_from_user, tell_copy},      {Rule::sem_remove, tell_semaphore},
    {Rule::queue_remove, tell_queue},       {Rule::pipe_destroy, tell_pipe},
    {Rule::lock_clear, tell_file},          {Rule::swap_free, tell_swap},
};

std::optional<IpcKind> kind_of_name(std::string_view name) {
    if (name.starts_with("sem")) return IpcKind::semaphores;
    if (name.starts_with("msg")) return IpcKind::queue;
    return std::nullopt;
}

// Turns the events of one step into words.
class Narrator {
public:
    explicit Narrator(const TextContext& context) : context_(context) {}

    EventText tell(const Event& event) {
        if (event.rule == Rule::fault_enter) address_ = event.args[0];
        if (event.rule == Rule::syscall_enter) calls_[event.pid] = syscall_name(event.args[0]);
        const auto* family = std::lower_bound(std::begin(kFamilies), std::end(kFamilies), event.rule,
                                              [](const Family& one, Rule rule) { return one.last < rule; });
        if (family == std::end(kFamilies)) return {};
        return family->tell({context_, event.pid, address_, kind_of(event.pid)}, event);
    }

private:
    // A call that slept began in an earlier step: then the wait it left tells.
    IpcKind kind_of(sim::Pid pid) const {
        const auto call = calls_.find(pid);
        if (call != calls_.end()) return kind_of_name(call->second).value_or(IpcKind::segment);
        const auto* task = context_.before != nullptr ? context_.before->process(pid) : nullptr;
        if (task == nullptr) return IpcKind::segment;
        if (task->waiting_for == "a semaphore") return IpcKind::semaphores;
        return task->waiting_for == "a message" || task->waiting_for == "room in a queue" ? IpcKind::queue
                                                                                          : IpcKind::segment;
    }

    const TextContext& context_;
    std::uint64_t address_ = 0;
    std::map<sim::Pid, std::string> calls_;
};

std::string errno_words(sim::Errno error) {
    return fmt::format("{}: {}", sim::errno_name(error), sim::errno_text(error));
}

}  // namespace

EventText kernel_text(std::string sentence, std::string detail) {
    return {Chip::kernel, std::move(sentence), std::move(detail)};
}

EventText check_text(const Event& event, std::string sentence) {
    return kernel_text(std::move(sentence), event.error == sim::Errno::ok ? std::string() : errno_words(event.error));
}

std::string_view ipc_word(IpcKind kind) {
    switch (kind) {
        case IpcKind::semaphores: return "semaphore set";
        case IpcKind::queue: return "message queue";
        case IpcKind::segment: break;
    }
    return "segment";
}

std::string_view chip_name(Chip chip) {
    switch (chip) {
        case Chip::cpu: return "CPU";
        case Chip::mmu: return "MMU";
        case Chip::trap: return "Trap";
        case Chip::kernel: break;
    }
    return "Kernel";
}

std::vector<EventText> event_texts(const std::vector<Event>& events, const TextContext& context) {
    Narrator narrator(context);
    std::vector<EventText> texts;
    texts.reserve(events.size());
    for (const Event& event : events) texts.push_back(narrator.tell(event));
    return texts;
}

EventText tell_call(const Telling&, const Event& event) {
    const EventArgs& a = event.args;
    const std::string name = syscall_name(a[0]);
    if (event.rule == Rule::syscall_enter) {
        return {Chip::cpu, call_word({a.data() + 1, a.size() - 1}, name, event.text), "system call: into the kernel"};
    }
    if (event.rule == Rule::call_failed) {
        return kernel_text(name + " fails", errno_words(static_cast<sim::Errno>(a[1])));
    }
    constexpr std::int64_t kRestart = -512;  // ERESTARTSYS
    if (static_cast<std::int64_t>(a[1]) == kRestart) {
        return kernel_text(name + " is interrupted", "it is made again when the handler is done");
    }
    if (event.error != sim::Errno::ok) {
        return kernel_text(fmt::format("{} returns -1", name), "errno " + errno_words(event.error));
    }
    const std::string result = returns_address(name) ? hex(a[1]) : std::to_string(static_cast<std::int64_t>(a[1]));
    return kernel_text(fmt::format("{} returns {}", name, result), "back to the program");
}

}  // namespace app::session
