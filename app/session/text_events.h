// The families of sentences. Only for text_events.cpp and the files that hold a family each.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "app/session/text_words.h"
#include "sim/report/event.h"

namespace app::session {

using EventArgs = std::array<std::uint64_t, 6>;

// What ids and keys of the call under way are of.
enum class IpcKind : std::uint8_t { segment, semaphores, queue };
std::string_view ipc_word(IpcKind kind);  // "segment", "semaphore set", "message queue"

// What a sentence needs beside its event: rules of a page fault speak of the fault they belong to, ids of their call.
struct Telling {
    const TextContext& context;
    sim::Pid pid;                     // the event's
    std::uint64_t fault_address = 0;  // of the fault last met
    IpcKind ipc = IpcKind::segment;
};

// Every function tells the rules from the one behind its predecessor's last to its own last, as kFamilies says.
EventText tell_call(const Telling& telling, const sim::report::Event& event);
EventText tell_key(const Telling& telling, const sim::report::Event& event);
EventText tell_id(const Telling& telling, const sim::report::Event& event);
EventText tell_fault_check(const Telling& telling, const sim::report::Event& event);
EventText tell_refusal(const Telling& telling, const sim::report::Event& event);
EventText tell_ipc_check(const Telling& telling, const sim::report::Event& event);
EventText tell_file_check(const Telling& telling, const sim::report::Event& event);
EventText tell_late_check(const Telling& telling, const sim::report::Event& event);
EventText tell_area(const Telling& telling, const sim::report::Event& event);
EventText tell_entry(const Telling& telling, const sim::report::Event& event);
EventText tell_hardware(const Telling& telling, const sim::report::Event& event);
EventText tell_fault(const Telling& telling, const sim::report::Event& event);
EventText tell_frame(const Telling& telling, const sim::report::Event& event);
EventText tell_segment(const Telling& telling, const sim::report::Event& event);
EventText tell_process(const Telling& telling, const sim::report::Event& event);
EventText tell_signal(const Telling& telling, const sim::report::Event& event);
EventText tell_wait(const Telling& telling, const sim::report::Event& event);
EventText tell_wake(const Telling& telling, const sim::report::Event& event);
EventText tell_copy(const Telling& telling, const sim::report::Event& event);
EventText tell_semaphore(const Telling& telling, const sim::report::Event& event);
EventText tell_queue(const Telling& telling, const sim::report::Event& event);
EventText tell_pipe(const Telling& telling, const sim::report::Event& event);
EventText tell_file(const Telling& telling, const sim::report::Event& event);
EventText tell_swap(const Telling& telling, const sim::report::Event& event);

// What the kernel does.
EventText kernel_text(std::string sentence, std::string detail = {});
// A check; when it failed the detail says with which errno.
EventText check_text(const sim::report::Event& event, std::string sentence);

}  // namespace app::session
