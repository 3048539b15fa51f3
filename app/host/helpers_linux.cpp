#include "app/host/helpers_linux.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "app/host/helper_start_linux.h"

namespace app::host {
namespace {

using sim::Pid;
using sim::report::Operation;
using sim::report::Outcome;
using sim::report::TaskState;
using End = Outcome::End;

constexpr std::uint32_t kMmap = 9, kMadvise = 28;

bool readable(const Descriptor& socket, long microseconds) {
    pollfd wanted{socket.get(), POLLIN, 0};
    const timespec timeout{0, microseconds * 1000};
    return ::ppoll(&wanted, 1, &timeout, nullptr) > 0;
}

// What /proc/PID/stat says: "PID (name) STATE PPID …", the exit status last.
struct Stat {
    char state = 'X';  // X: there is no such process
    Pid ppid;
    int exit_code = 0;
};

Stat read_stat(const Helper& helper) {
    const std::string text = read_file(helper.stat);
    const std::size_t name_end = text.rfind(')');
    if (name_end == std::string::npos) return {};
    std::string_view fields(text);
    fields.remove_prefix(name_end + 1);
    Stat stat;
    stat.state = next_field(fields).front();
    stat.ppid = Pid{static_cast<std::int32_t>(signed_number(next_field(fields)))};
    while (!fields.empty() && fields.back() == '\n') fields.remove_suffix(1);
    stat.exit_code = static_cast<int>(signed_number(fields.substr(fields.rfind(' ') + 1)));
    return stat;
}

// Whether a helper that has work sleeps in the call it was told to make. /proc/PID/syscall says "NUMBER ARGUMENT…" of a
// sleeper: where it reads requests, the one it was sent is on its way; "running", it woke since its state was read.
bool sleeps_in_its_call(const Helper& helper) {
    const std::string text = read_file(helper.call);
    std::string_view fields(text);
    next_field(fields);
    std::string_view descriptor = next_field(fields);
    if (!descriptor.starts_with("0x")) return false;
    descriptor.remove_prefix(2);
    return number(descriptor, 16) != kHelperControl;
}

bool dead(char state) {
    return state == 'Z' || state == 'X';
}

Outcome ending_of(const Helper& helper) {
    Outcome outcome;
    outcome.pid = helper.pid;
    outcome.end = End::gone;
    outcome.result = helper.wait_status.value_or(kStatusUnknown);
    if (helper.wait_status && WIFSIGNALED(*helper.wait_status)) outcome.signal = WTERMSIG(*helper.wait_status);
    if (helper.fault && helper.fault->signal == outcome.signal) {
        outcome.si_code = helper.fault->si_code;
        outcome.fault_address = helper.fault->fault_address;
    }
    return outcome;
}

}  // namespace

std::string Helpers::start(const sim::report::Setup& setup) {
    setup_ = setup;
    image_ = Descriptor(make_helper_image());
    if (!image_) return std::string("cannot hold the helper's program: ") + std::strerror(errno);
    for (Descriptor& channel : console_) {
        channel = Descriptor(::memfd_create("console", MFD_CLOEXEC));
        // Several processes write to it, and what was taken out is cut off.
        if (::fcntl(channel.get(), F_SETFL, O_APPEND) != 0)
            return std::string("cannot hold the console's output: ") + std::strerror(errno);
    }
    return start_processes();
}

std::string Helpers::start_processes() {
    for (const auto& process : setup_.processes) {
        const auto& first = setup_.processes.front();
        const bool another = process.uid != first.uid || process.gid != first.gid;
        if (identity_.one_user && another) return "processes of several users need root on this host";
        if (!spawn(process)) return "cannot start the helper process: " + std::string(std::strerror(errno));
    }
    return {};
}

std::string Helpers::run_again() {
    end_all();
    return start_processes();
}

std::string Helpers::start_command() {
    const bool started = !setup_.processes.empty() && spawn(setup_.processes.front());
    return started ? std::string() : "cannot start the helper process: " + std::string(std::strerror(errno));
}

// Orphans of theirs come to this process, which takes the status of all.
void Helpers::end_all() {
    for (auto& [pid, helper] : helpers_) {
        if (helper.alive()) ::kill(pid.value, SIGKILL);
    }
    for (auto& [pid, helper] : helpers_) {
        while (helper.alive() && !dead(read_stat(helper).state)) ::sched_yield();
        note_death(helper);
    }
    const auto left = [](const auto& one) { return one.second.state == TaskState::zombie; };
    for (reap(); std::any_of(helpers_.begin(), helpers_.end(), left); reap()) ::sched_yield();
}

std::vector<ConsoleChunk> Helpers::take_console() {
    std::vector<ConsoleChunk> chunks;
    for (int fd : {1, 2}) {
        const Descriptor& channel = console_[static_cast<std::size_t>(fd) - 1];
        std::string bytes = read_file(channel);
        if (bytes.empty()) continue;
        if (::ftruncate(channel.get(), 0) == 0) chunks.push_back({fd, std::move(bytes)});
    }
    return chunks;
}

bool Helpers::spawn(const sim::report::ProcessSetup& process) {
    int sockets[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) return false;
    Descriptor ours(sockets[0]), theirs(sockets[1]);
    const pid_t pid = ::fork();
    if (pid < 0) return false;
    if (pid == 0) {
        become_helper(process, identity_, {theirs.get(), image_.get(), console_[0].get(), console_[1].get()});
    }
    theirs = Descriptor();
    HelperReply ready{};
    if (!receive_from_helper(ours, &ready, sizeof ready)) return false;
    Helper& helper = add(Pid{pid}, std::move(ours));
    helper.ppid = Pid{1};
    return process.mmap_top == sim::kMmapTop || lower_mmap_top(helper, process.mmap_top);
}

// Keeps what lies between taken, so that mappings begin lower.
bool Helpers::lower_mmap_top(Helper& helper, std::uint64_t top) {
    constexpr std::uint64_t kNoAccessFixedAnonymous =
        0x4032;  // MAP_NORESERVE | MAP_ANONYMOUS | MAP_FIXED | MAP_PRIVATE
    const Arguments reserved{top, sim::kMmapTop - top, 0, kNoAccessFixedAnonymous, ~std::uint64_t{0}, 0};
    const Outcomes outcomes = perform(sim::report::call_of(helper.pid, kMmap, reserved));
    return !outcomes.empty() && outcomes.front().result == static_cast<std::int64_t>(top);
}

std::string Helpers::make_own_memory(const OwnMemory& memory) {
    const auto helper = helpers_.find(memory.pid);
    if (helper == helpers_.end() || !helper->second.alive()) return "no process to make a program's own memory for";
    helper->second.own = memory;
    helper->second.own->pieces.clear();
    helper->second.own->text.clear();
    const AskHelper ask = [&](std::uint32_t number, const Arguments& arguments, std::string input) {
        // Without a buffer, addresses of the scratch memory are meant as they are.
        const std::optional<Arguments> in_place = input.empty() ? std::optional(arguments) : std::nullopt;
        const Outcomes outcomes =
            perform(sim::report::call_of(memory.pid, number, arguments, std::move(input)), in_place);
        return outcomes.empty() ? std::int64_t{-EIO} : outcomes.front().result;
    };
    if (std::string problem = make_own_areas(memory, ask); !problem.empty()) return problem;
    return put_pieces(memory);
}

Helper& Helpers::add(Pid pid, Descriptor socket) {
    Helper& helper = helpers_[pid];
    const std::string folder = "/proc/" + std::to_string(pid.value) + "/";
    helper.pid = pid;
    helper.own.reset();
    helper.socket = std::move(socket);
    helper.stat = open_file(folder + "stat");
    helper.call = open_file(folder + "syscall");
    helper.status = open_file(folder + "status");
    helper.maps = open_file(folder + "maps");
    helper.pagemap = open_file(folder + "pagemap");
    return helper;
}

std::vector<Outcome> Helpers::perform(const Operation& operation, const std::optional<Arguments>& in_place) {
    const auto helper = helpers_.find(operation.pid);
    const bool own = helper != helpers_.end() && helper->second.own;
    const std::uint64_t scratch = own ? HELPER_SPARE_SCRATCH : sim::report::kScratch;
    return exchange(operation.pid, message_of(operation, scratch, in_place));
}

std::vector<Outcome> Helpers::perform(const sim::report::Accesses& accesses) {
    return exchange(accesses.pid, message_of(accesses));
}

std::vector<Outcome> Helpers::exchange(Pid pid, const HelperMessage& message) {
    const auto found = helpers_.find(pid);
    if (found == helpers_.end() || !found->second.alive() || found->second.busy) return {};
    Helper& helper = found->second;
    int sockets[2] = {-1, -1};
    const bool forks = message.head.kind == kHelperFork;
    if (forks && ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) return {};
    Descriptor ours(sockets[0]), theirs(sockets[1]);
    helper.busy = true;
    send_to_helper(helper.socket, message, theirs.get());
    theirs = Descriptor();

    Outcomes outcomes;
    while (helper.busy && helper.alive() && outcomes.empty() && !quiet(helper, outcomes)) {
    }
    if (forks && !outcomes.empty() && outcomes.front().result > 0) {
        Helper& child = add(Pid{static_cast<std::int32_t>(outcomes.front().result)}, std::move(ours));
        child.own = helper.own;
        touch_text(child);
    }
    if (message.head.kind == kHelperExec && helper.alive()) add(helper.pid, std::move(helper.socket));
    settle(outcomes);
    return with_own_first(helper, std::move(outcomes));
}

// A child has none of its program's text until it runs there: fork(2) does not copy what a fault can find again.
void Helpers::touch_text(const Helper& child) {
    if (!child.own) return;
    const Arguments text{sim::kTextBase, child.own->data - sim::VirtAddr{sim::kTextBase}, MADV_POPULATE_READ};
    perform(sim::report::call_of(child.pid, kMadvise, text), text);
}

// The one told to do something comes first, whatever came of it; then those it woke, by pid.
std::vector<Outcome> Helpers::with_own_first(const Helper& helper, Outcomes outcomes) {
    Outcome own;
    own.pid = helper.pid;
    own.end = End::blocked;
    const auto answered = std::find_if(outcomes.begin(), outcomes.end(),
                                       [&](const Outcome& outcome) { return outcome.pid == helper.pid; });
    if (!helper.alive())
        own = ending_of(helper);
    else if (answered != outcomes.end())
        own = *answered;
    if (answered != outcomes.end()) outcomes.erase(answered);
    std::sort(outcomes.begin(), outcomes.end(), [](const Outcome& a, const Outcome& b) { return a.pid < b.pid; });
    outcomes.insert(outcomes.begin(), own);
    return outcomes;
}

// One helper's answer may wake another: until a whole round finds nobody moving.
void Helpers::settle(Outcomes& outcomes) {
    bool moved = true;
    while (moved) {
        moved = false;
        for (auto& [pid, helper] : helpers_) {
            if (!helper.alive()) continue;
            const bool was_busy = helper.busy;
            while (helper.alive() && !quiet(helper, outcomes)) moved = true;
            moved = moved || !helper.alive() || helper.busy != was_busy;
        }
        reap();
    }
    for (auto& [pid, helper] : helpers_) {
        if (!helper.alive()) continue;
        const Stat stat = read_stat(helper);
        helper.ppid = stat.ppid;
        helper.state = stat.state == 'T' ? TaskState::stopped : TaskState::ready;
    }
}

// Whether the helper sleeps and has nothing to say. Takes what it says; notes its death.
bool Helpers::quiet(Helper& helper, Outcomes& outcomes) {
    constexpr long kPatience = 20;  // microseconds until the state is looked at
    if (readable(helper.socket, helper.busy ? kPatience : 0)) {
        take_reply(helper, outcomes);
        return false;
    }
    const Stat stat = read_stat(helper);
    // It may have answered, or told of the fault that killed it, between the two looks.
    if (readable(helper.socket, 0)) return false;
    if (dead(stat.state)) {
        note_death(helper);
        return false;
    }
    return (stat.state == 'S' && (!helper.busy || sleeps_in_its_call(helper))) || stat.state == 'T';
}

void Helpers::take_reply(Helper& helper, Outcomes& outcomes) {
    HelperReply reply{};
    if (!receive_from_helper(helper.socket, &reply, sizeof reply)) {
        // Its descriptors are closed; a moment later it is a zombie, and everything it held is given back.
        while (!dead(read_stat(helper).state)) ::sched_yield();
        return note_death(helper);
    }
    if (reply.kind == kHelperSignal) {
        helper.fault = reply;
        return;
    }
    Outcome outcome;
    outcome.pid = helper.pid;
    outcome.result = reply.result;
    outcome.minor_faults = reply.minor_faults;
    outcome.output.resize(reply.output_bytes);
    receive_from_helper(helper.socket, outcome.output.data(), outcome.output.size());
    helper.busy = false;
    outcomes.push_back(std::move(outcome));
}

void Helpers::note_death(Helper& helper) {
    if (!helper.alive()) return;
    const Stat stat = read_stat(helper);
    if (stat.state == 'Z') {
        helper.wait_status = stat.exit_code;
        helper.ppid = stat.ppid;
    }
    helper.state = stat.state == 'Z' ? TaskState::zombie : TaskState::ended;
    helper.busy = false;
}

// Orphans and the first processes are this process's children, as all are init's in the end.
void Helpers::reap() {
    int status = 0;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
        const auto found = helpers_.find(Pid{pid});
        if (found == helpers_.end()) continue;
        found->second.wait_status = status;
        found->second.busy = false;
        found->second.state = TaskState::ended;
    }
    for (auto& [child, helper] : helpers_) {
        if (helper.state == TaskState::zombie && read_stat(helper).state == 'X') helper.state = TaskState::ended;
    }
}

}  // namespace app::host
