#include "app/session/operation_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "sim/kernel/sys/table.h"

namespace app::session {
namespace {

using sim::report::kScratch;
using sim::report::kScratchBytes;
using sim::report::Operation;
using sim::report::Setup;

// --- writing

std::string number_text(std::uint64_t number) {
    if (number >= kScratch && number < kScratch + kScratchBytes) {
        return number == kScratch ? "scratch" : fmt::format("scratch+{}", number - kScratch);
    }
    const auto as_signed = static_cast<std::int64_t>(number);
    if (as_signed < 0 && as_signed >= -4096) return fmt::format("{}", as_signed);
    return number < 65536 ? fmt::format("{}", number) : fmt::format("{:#x}", number);
}

const sim::kernel::SyscallInfo* call_named(std::string_view name) {
    const auto table = sim::kernel::syscall_table();
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& info) { return info.name == name; });
    return found != table.end() ? &*found : nullptr;
}

std::string call_text(const Operation& operation) {
    const sim::kernel::SyscallInfo* info = sim::kernel::find_syscall(operation.number);
    std::string text = info != nullptr ? std::string(info->name) : fmt::format("call{}", operation.number);
    // Arguments the call has not are zero: what is not zero is always written.
    std::size_t count = info != nullptr ? static_cast<std::size_t>(info->arguments) : 6;
    for (std::size_t i = count; i < operation.args.size(); ++i) {
        if (operation.args[i] != 0) count = i + 1;
    }
    text += "(";
    for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : ", ") + number_text(operation.args[i]);
    return text + ")";
}

std::string hex(const std::string& bytes) {
    std::string text;
    for (char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return text;
}

// Calls setting(name, member of Setup) for every limit that may be set.
template <class AnySetup, class Visit>
void for_each_setting(AnySetup& setup, Visit visit) {
    visit("shmmni", setup.shmmni);
    visit("shmmax", setup.shmmax);
    visit("shmall", setup.shmall);
    visit("shm_rmid_forced", setup.shm_rmid_forced);
    visit("semmsl", setup.semmsl);
    visit("semmns", setup.semmns);
    visit("semopm", setup.semopm);
    visit("semmni", setup.semmni);
    visit("msgmni", setup.msgmni);
    visit("msgmax", setup.msgmax);
    visit("msgmnb", setup.msgmnb);
    visit("first_pid", setup.first_pid);
    visit("frames", setup.frames);
    visit("first_shmid", setup.first_shmid);
    visit("spread_layout", setup.spread_layout);
    visit("seed", setup.seed);
}

std::vector<std::uint64_t> settings(const Setup& setup) {
    std::vector<std::uint64_t> values;
    for_each_setting(setup, [&](const char*, auto value) { values.push_back(static_cast<std::uint64_t>(value)); });
    return values;
}

std::string setup_text(const Setup& setup) {
    const std::vector<std::uint64_t> usual = settings(Setup{});
    std::string text;
    std::size_t at = 0;
    for_each_setting(setup, [&](const char* name, auto value) {
        const auto number = static_cast<std::uint64_t>(value);
        if (number != usual[at++]) text += fmt::format(" {}={}", name, number);
    });
    return text.empty() ? "" : "setup" + text + "\n";
}

// --- reading

class LineParser {
public:
    explicit LineParser(std::string_view line) : rest_(line) {}

    bool at_end() {
        skip_blanks();
        return rest_.empty();
    }
    bool take(std::string_view token) {
        skip_blanks();
        if (!rest_.starts_with(token)) return false;
        rest_.remove_prefix(token.size());
        return true;
    }
    std::string word() {
        skip_blanks();
        const std::size_t end =
            std::min(rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), rest_.size());
        const std::string text(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return text;
    }
    // As C writes it, or scratch, or scratch+N.
    std::optional<std::uint64_t> number() {
        if (take("scratch")) return take("+") ? offset_in_scratch() : kScratch;
        const bool negative = take("-");
        int base = 10;
        if (take("0x"))
            base = 16;
        else if (rest_.size() > 1 && rest_[0] == '0')
            base = 8;
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, base);
        if (error != std::errc()) return std::nullopt;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return negative ? ~value + 1 : value;
    }
    std::optional<std::string> hex_bytes() {
        std::string bytes;
        while (rest_.size() >= 2 && rest_[0] != ' ') {
            unsigned value = 0;
            const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + 2, value, 16);
            if (error != std::errc() || end != rest_.data() + 2) return std::nullopt;
            bytes += static_cast<char>(value);
            rest_.remove_prefix(2);
        }
        return bytes;
    }

private:
    void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }
    std::optional<std::uint64_t> offset_in_scratch() {
        const auto offset = number();
        return offset ? std::optional(kScratch + *offset) : std::nullopt;
    }

    std::string_view rest_;
};

bool parse_settings(LineParser& line, Setup& setup) {
    while (!line.at_end()) {
        const std::string name = line.word();
        if (!line.take("=")) return false;
        const auto value = line.number();
        bool known = false;
        for_each_setting(setup, [&]<class T>(std::string_view setting, T& member) {
            if (setting != name || !value) return;
            member = static_cast<T>(*value);
            known = true;
        });
        if (!known) return false;
    }
    return true;
}

bool parse_process(LineParser& line, Setup& setup) {
    sim::report::ProcessSetup process;
    while (!line.at_end()) {
        const std::string name = line.word();
        if (!line.take("=")) return false;
        const auto value = line.number();
        if (!value) return false;
        const auto id = static_cast<std::uint32_t>(*value);
        if (name == "uid")
            process.uid = sim::Uid{id};
        else if (name == "gid")
            process.gid = sim::Gid{id};
        else if (name == "group")
            process.groups.push_back(sim::Gid{id});
        else
            return false;
    }
    setup.processes.push_back(process);
    return true;
}

bool parse_arguments(LineParser& line, Operation& operation) {
    if (!line.take("(")) return false;
    for (std::size_t i = 0; !line.take(")"); ++i) {
        if (i == operation.args.size() || (i > 0 && !line.take(","))) return false;
        const auto value = line.number();
        if (!value) return false;
        operation.args[i] = *value;
    }
    return true;
}

bool parse_call(LineParser& line, const std::string& name, Operation& operation) {
    if (name.starts_with("call")) {
        LineParser digits(std::string_view(name).substr(4));
        const auto number = digits.number();
        if (!number) return false;
        operation.number = static_cast<std::uint32_t>(*number);
    } else {
        const sim::kernel::SyscallInfo* info = call_named(name);
        if (info == nullptr) return false;
        operation.number = info->number;
    }
    return parse_arguments(line, operation);
}

bool parse_access(LineParser& line, bool store, Operation& operation) {
    operation.kind = store ? Operation::Kind::store : Operation::Kind::load;
    for (std::size_t i = 0; i < (store ? 3u : 2u); ++i) {
        const auto value = line.number();
        if (!value) return false;
        operation.args[i] = *value;
    }
    const std::uint64_t size = operation.args[1];
    return size == 1 || size == 2 || size == 4 || size == 8;
}

bool parse_operation(LineParser& line, Operation& operation) {
    const auto pid = line.number();
    if (!pid || !line.take(":")) return false;
    operation.pid = sim::Pid{static_cast<std::int32_t>(*pid)};
    const std::string name = line.word();
    const bool access = name == "load" || name == "store";
    if (!(access ? parse_access(line, name == "store", operation) : parse_call(line, name, operation))) return false;
    if (line.take("in=")) {
        const auto bytes = line.hex_bytes();
        if (!bytes) return false;
        operation.input = *bytes;
    }
    if (line.take("out=")) {
        const auto bytes = line.number();
        if (!bytes || *bytes > kScratchBytes) return false;
        operation.output = static_cast<std::uint32_t>(*bytes);
    }
    return line.at_end() && operation.input.size() <= kScratchBytes;
}

bool parse_line(std::string_view text, OperationSequence& sequence) {
    LineParser line(text.substr(0, text.find('#')));
    if (line.at_end()) return true;
    if (line.take("setup")) return parse_settings(line, sequence.setup);
    if (line.take("process")) return parse_process(line, sequence.setup);
    return parse_operation(line, sequence.operations.emplace_back());
}

}  // namespace

std::string result_text(std::int64_t result) {
    if (result < 0 && result >= -4095) {
        return fmt::format("-1 {}", sim::errno_name(static_cast<sim::Errno>(-result)));
    }
    return result < 65536 ? fmt::format("{}", result) : fmt::format("{:#x}", result);
}

std::string operation_text(const Operation& operation) {
    std::string text = fmt::format("{}: ", operation.pid.value);
    switch (operation.kind) {
        case Operation::Kind::call: text += call_text(operation); break;
        case Operation::Kind::load: text += fmt::format("load {:#x} {}", operation.args[0], operation.args[1]); break;
        case Operation::Kind::store:
            text += fmt::format("store {:#x} {} {:#x}", operation.args[0], operation.args[1], operation.args[2]);
            break;
    }
    if (!operation.input.empty()) text += " in=" + hex(operation.input);
    if (operation.output > 0) text += fmt::format(" out={}", operation.output);
    return text;
}

std::string sequence_text(const OperationSequence& sequence) {
    std::string text = setup_text(sequence.setup);
    for (const auto& process : sequence.setup.processes) {
        text += fmt::format("process uid={} gid={}", process.uid.value, process.gid.value);
        for (sim::Gid group : process.groups) text += fmt::format(" group={}", group.value);
        text += "\n";
    }
    for (const Operation& operation : sequence.operations) text += operation_text(operation) + "\n";
    return text;
}

std::optional<OperationSequence> parse_sequence(const std::string& text, std::string& problem) {
    OperationSequence sequence;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (parse_line(line, sequence)) continue;
        problem =
            fmt::format("line {}: expected setup, process, or \"PID: CALL(ARGUMENTS)\", not \"{}\"", number, line);
        return std::nullopt;
    }
    return sequence;
}

}  // namespace app::session
