// The part of the recorder about memory: accesses, what calls copy, and a program's own memory.
#include <algorithm>
#include <cstring>

#include "app/session/operation_recorder.h"
#include "app/session/own_memory.h"
#include "app/session/recorder_calls.h"

namespace app::session {

using sim::kPageSize;
using sim::Pid;
using sim::VirtAddr;
using sim::report::access_of;
using sim::report::call_of;
using sim::report::Event;
using sim::report::Operation;

// What a call that is not followed read or wrote in shared memory: one load a page touches what it touched; what was
// written is stored. In the program's own memory what any call wrote is put.
void OperationRecorder::copied(const Event& event, Operation::Kind kind) {
    const bool own = memory_.is_private(event.pid, event.args[0]);
    if (own && records_own() && kind == Operation::Kind::store) return copied_to_own(event);
    if (in_unfollowed_.contains(event.pid) && (!own || records_own())) touch_or_fill(event, kind);
}

void OperationRecorder::touch_or_fill(const Event& event, Operation::Kind kind) {
    const auto size = static_cast<std::uint32_t>(std::min<std::uint64_t>(event.args[1], kMostBytes));
    const std::string bytes = memory_.bytes_at(event.pid, event.args[0], size);
    const bool loads = kind == Operation::Kind::load;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::uint64_t address = event.args[0] + at;
        const std::size_t left_of_page = kPageSize - address % kPageSize;
        const std::size_t part = !loads && left_of_page >= 8 && bytes.size() - at >= 8 ? 8 : 1;
        std::uint64_t value = 0;
        std::memcpy(&value, bytes.data() + at, part);
        Operation operation = access_of(event.pid, kind, address, part, value);
        if (memory_.is_private(event.pid, address)) {
            operation.args[2] = value;
            add_own(RecordedOperation::Kind::own_access, std::move(operation));
        } else {
            add(std::move(operation));
        }
        at += loads ? left_of_page : part;
    }
}

// --- accesses

void OperationRecorder::access(const Event& event, Operation::Kind kind) {
    const std::uint64_t address = event.args[0];
    if (memory_.is_private(event.pid, address)) {
        if (records_own()) own_access(event, kind);
        return;
    }
    if (memory_.area_of(event.pid, address) == nullptr) return;
    Operation operation = access_of(event.pid, kind, address, event.args[1], event.args[2]);
    // Busy waiting sees the same thing again and again.
    const bool repeated = kind == Operation::Kind::load && operation.pid == last_.pid && last_.kind == kind &&
                          operation.args == last_.args;
    if (repeated) return;
    last_ = operation;
    add(std::move(operation));
}

// --- a program's own memory

void OperationRecorder::add_own(RecordedOperation::Kind kind, Operation operation) {
    RecordedOperation recorded;
    recorded.kind = kind;
    recorded.operation = std::move(operation);
    done_.push_back(std::move(recorded));
}

void OperationRecorder::own_access(const Event& event, Operation::Kind kind) {
    Operation operation = access_of(event.pid, kind, event.args[0], event.args[1], event.args[2]);
    // What a load gave too: it must give that elsewhere, but for the sign that fills the register.
    const std::uint64_t bits = 8 * event.args[1];
    operation.args[2] = bits < 64 ? event.args[2] & ((1ull << bits) - 1) : event.args[2];
    if (kind == Operation::Kind::store && vforked_) {
        std::string bytes(reinterpret_cast<const char*>(&operation.args[2]), static_cast<std::size_t>(event.args[1]));
        put_shared(event.pid, {VirtAddr{event.args[0]}, std::move(bytes)});
    }
    add_own(RecordedOperation::Kind::own_access, std::move(operation));
}

void OperationRecorder::own_call(Pid pid, std::uint32_t number, const Arguments& args, std::int64_t result) {
    if (number == kShmat || (number == kMmap && (args[3] & kMapAnonymous) == 0)) {
        lost_ = lost_ || result >= 0;
        return;
    }
    add_own(RecordedOperation::Kind::own_call, call_of(pid, number, args));
    done_.back().in_place = args;
    done_.back().result = result;
}

void OperationRecorder::give_own_memory(Pid pid) {
    add_own(RecordedOperation::Kind::own_memory, {});
    done_.back().memory = own_memory_of(machine_, pid);
}

void OperationRecorder::put(Pid pid, host::OwnMemory::Piece piece) {
    add_own(RecordedOperation::Kind::put, {});
    done_.back().memory.pid = pid;
    done_.back().memory.pieces.push_back(std::move(piece));
}

// Initial data must be there before the call that brought it in.
void OperationRecorder::page_in(const Event& event) {
    std::optional<host::OwnMemory::Piece> page = initial_page(machine_, event.pid, VirtAddr{event.args[0]});
    if (!page) return;
    put(event.pid, std::move(*page));
    const auto call_under_way = followed_call_at_.find(event.pid);
    if (call_under_way == followed_call_at_.end()) return;
    std::rotate(done_.begin() + static_cast<std::ptrdiff_t>(call_under_way->second), done_.end() - 1, done_.end());
    for (auto& [pid, at] : followed_call_at_) at += at >= call_under_way->second ? 1 : 0;
}

void OperationRecorder::copied_to_own(const Event& event) {
    const auto size = static_cast<std::uint32_t>(std::min<std::uint64_t>(event.args[1], kMostBytes));
    host::OwnMemory::Piece piece{VirtAddr{event.args[0]}, memory_.bytes_at(event.pid, event.args[0], size)};
    if (vforked_) put_shared(event.pid, piece);
    put(event.pid, std::move(piece));
}

// What a process writes whose parent waits in vfork(2), it writes in its parent's memory.
void OperationRecorder::put_shared(Pid pid, const host::OwnMemory::Piece& piece) {
    const sim::kernel::Task& task = kernel().tasks[pid];
    for (Pid other : kernel().tasks.present()) {
        const sim::kernel::Task& candidate = kernel().tasks[other];
        if (candidate.mm == task.mm && candidate.tgid != task.tgid && candidate.alive()) put(other, piece);
    }
}

// The access that kills: at a bad address of no area, or of a shared one, it is made by hand too. In the program's own
// memory it would succeed: there the signal is sent.
void OperationRecorder::deadly_fault(const Event& event) {
    const std::uint64_t address = event.args[0];
    if (handled(event.pid, event.args[1])) return skip("signals that have a handler");
    if (memory_.is_private(event.pid, address)) {
        const auto self = static_cast<std::uint64_t>(event.pid.value);
        return add(call_of(event.pid, kKill, {self, event.args[1]}), Arguments{self, event.args[1]});
    }
    add(access_of(event.pid, fault_stores_ ? Operation::Kind::store : Operation::Kind::load, address, 1, 0));
}

}  // namespace app::session
