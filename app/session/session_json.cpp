#include "app/session/session_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <type_traits>

#include "app/session/scenario_file.h"

namespace app::session {
namespace {

using nlohmann::json;
using sim::history::Input;
using sim::history::Schedule;
using sim::machine::MachineConfig;
using sim::machine::ProcessSpec;
using sim::machine::StepUnit;

constexpr std::uint64_t kMaxU64 = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kMaxPositive = std::numeric_limits<std::int32_t>::max();

[[noreturn]] void fail(std::string message) {
    throw SessionError{std::move(message)};
}

bool valid_utf8(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t size = lead < 0x80                   ? 1
                                 : lead >= 0xc2 && lead < 0xe0 ? 2
                                 : lead >= 0xe0 && lead < 0xf0 ? 3
                                 : lead >= 0xf0 && lead < 0xf5 ? 4
                                                               : 0;
        if (size == 0 || at + size > text.size()) return false;
        const auto second = static_cast<unsigned char>(size > 1 ? text[at + 1] : 0x80);
        if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)) return false;
        if ((lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) return false;
        for (std::size_t more = 1; more < size; ++more) {
            if ((static_cast<unsigned char>(text[at + more]) & 0xc0) != 0x80) return false;
        }
        at += size;
    }
    return true;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

std::string bytes_of_hex(const std::string& hex) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
        const int high = hex_digit(hex[at]), low = hex_digit(hex[at + 1]);
        if (high < 0 || low < 0) fail("a \"hex\" text holds something else than hexadecimal digits");
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

// The text of a JSON value that text_to_json() made.
std::string text_of(const json& value, const std::string& what, std::size_t max_bytes) {
    std::string result;
    if (value.is_string()) {
        result = value.get<std::string>();
    } else if (value.is_object() && value.contains("hex") && value["hex"].is_string()) {
        result = bytes_of_hex(value["hex"].get<std::string>());
    } else {
        fail(fmt::format("{} must be a text", what));
    }
    if (result.size() > max_bytes) fail(fmt::format("{} is longer than {} bytes", what, max_bytes));
    return result;
}

const json& list(const json& object, const char* key, std::size_t max_count) {
    const json& value = member(object, key);
    if (!value.is_array()) fail(fmt::format("\"{}\" must be a list", key));
    if (value.size() > max_count) fail(fmt::format("\"{}\" has more than {} entries", key, max_count));
    return value;
}

bool boolean(const json& object, const char* key) {
    const json& value = member(object, key);
    if (!value.is_boolean()) fail(fmt::format("\"{}\" must be true or false", key));
    return value.get<bool>();
}

const char* unit_word(StepUnit unit) {
    return unit == StepUnit::line ? "line" : "access";
}

StepUnit unit_of(const json& object) {
    const std::string word = text(object, "by", 16);
    if (word == "line") return StepUnit::line;
    if (word == "access") return StepUnit::access;
    fail(fmt::format("\"by\" must be \"line\" or \"access\", not \"{}\"", word));
}

json sources_to_json(const std::vector<sim::cc::Source>& sources) {
    json all = json::array();
    for (const auto& one : sources) all.push_back({{"name", text_to_json(one.name)}, {"text", text_to_json(one.text)}});
    return all;
}

std::vector<sim::cc::Source> sources_from_json(const json& program, const char* key) {
    std::vector<sim::cc::Source> sources;
    for (const json& one : list(program, key, kMaxProgramFiles)) {
        sources.push_back({text(one, "name", kMaxTextBytes), text(one, "text", sim::cc::kMaxSourceBytes)});
    }
    return sources;
}

json process_to_json(const ProcessSpec& one) {
    json args = json::array(), groups = json::array();
    for (const std::string& arg : one.args) args.push_back(text_to_json(arg));
    for (const sim::Gid gid : one.groups) groups.push_back(gid.value);
    return {{"name", text_to_json(one.name)},
            {"program", one.program},
            {"args", args},
            {"stdin", text_to_json(one.stdin_text)},
            {"uid", one.uid.value},
            {"gid", one.gid.value},
            {"groups", groups}};
}

// The settings of a machine that are plain numbers, with the least and the most each may be.
struct MachineNumber {
    const char* key;
    std::uint64_t least, most;
    std::uint64_t (*get)(const MachineConfig&);
    void (*set)(MachineConfig&, std::uint64_t);
};

template <auto Member>
constexpr MachineNumber machine_number(const char* key, std::uint64_t least, std::uint64_t most) {
    return {key, least, most, [](const MachineConfig& machine) { return static_cast<std::uint64_t>(machine.*Member); },
            [](MachineConfig& machine, std::uint64_t value) {
                machine.*Member = static_cast<std::remove_reference_t<decltype(machine.*Member)>>(value);
            }};
}

constexpr MachineNumber kMachineNumbers[] = {
    machine_number<&MachineConfig::frames>("frames", sim::kMinFrames, sim::kMaxFrames),
    machine_number<&MachineConfig::cpus>("cpus", 1, sim::kMaxCpus),
    machine_number<&MachineConfig::swap>("swap", 0, sim::kMaxSwap),
    machine_number<&MachineConfig::overcommit>("overcommit", 0, 2),
    machine_number<&MachineConfig::memlock>("memlock", 0, kMaxU64),
    machine_number<&MachineConfig::shmmni>("shmmni", 0, sim::kIpcMni),
    machine_number<&MachineConfig::shmmax>("shmmax", 0, kMaxU64),
    machine_number<&MachineConfig::shmall>("shmall", 0, kMaxU64),
    machine_number<&MachineConfig::semmsl>("semmsl", 0, kMaxPositive),
    machine_number<&MachineConfig::semmns>("semmns", 0, kMaxPositive),
    machine_number<&MachineConfig::semopm>("semopm", 0, kMaxPositive),
    machine_number<&MachineConfig::semmni>("semmni", 0, sim::kIpcMni),
    machine_number<&MachineConfig::msgmni>("msgmni", 0, sim::kIpcMni),
    machine_number<&MachineConfig::msgmax>("msgmax", 0, kMaxPositive),
    machine_number<&MachineConfig::msgmnb>("msgmnb", 0, kMaxPositive),
    machine_number<&MachineConfig::first_shmid>("first_shmid", 0, kMaxPositive),
    machine_number<&MachineConfig::first_pid>("first_pid", 1, 4'000'000),
    machine_number<&MachineConfig::seed>("seed", 0, kMaxU64),
};

json machine_to_json(const MachineConfig& machine) {
    json result;
    for (const MachineNumber& one : kMachineNumbers) result[one.key] = one.get(machine);
    result["shm_rmid_forced"] = machine.shm_rmid_forced;
    result["spread_layout"] = machine.spread_layout;
    result["stdout_is_terminal"] = machine.stdout_is_terminal;
    result["processes"] = json::array();
    for (const ProcessSpec& one : machine.processes) result["processes"].push_back(process_to_json(one));
    return result;
}

ProcessSpec process_from_json(const json& one, const Scenario& scenario) {
    ProcessSpec process;
    process.name = text(one, "name", kMaxNameBytes);
    if (const auto bad = name_problem(process.name, scenario)) fail(*bad);
    if (scenario.programs.empty()) fail("there are no programs");
    process.program = static_cast<std::uint32_t>(number(one, "program", scenario.programs.size() - 1));
    for (const json& arg : list(one, "args", kMaxListed))
        process.args.push_back(text_of(arg, "an argument", kMaxTextBytes));
    process.stdin_text = text(one, "stdin", kMaxTextBytes);
    process.uid.value = static_cast<std::uint32_t>(number(one, "uid", 0xffff'fffe));
    process.gid.value = static_cast<std::uint32_t>(number(one, "gid", 0xffff'fffe));
    for (const json& gid : list(one, "groups", kMaxGroups)) {
        if (!gid.is_number_unsigned() || gid.get<std::uint64_t>() > 0xffff'fffe) fail("\"groups\" must be numbers");
        process.groups.push_back(sim::Gid{gid.get<std::uint32_t>()});
    }
    return process;
}

void machine_from_json(const json& from, Scenario& scenario) {
    MachineConfig& machine = scenario.machine;
    for (const MachineNumber& one : kMachineNumbers) {
        const std::uint64_t value = number(from, one.key, one.most);
        if (value < one.least) fail(fmt::format("\"{}\" must be at least {}", one.key, one.least));
        one.set(machine, value);
    }
    machine.shm_rmid_forced = boolean(from, "shm_rmid_forced");
    machine.spread_layout = boolean(from, "spread_layout");
    machine.stdout_is_terminal = boolean(from, "stdout_is_terminal");
    for (const json& one : list(from, "processes", kMaxProcesses)) {
        machine.processes.push_back(process_from_json(one, scenario));
    }
    if (machine.processes.empty()) fail("there are no processes");
}

json schedule_to_json(const Schedule& schedule) {
    json order = json::array();
    for (const auto& item : schedule.order) {
        order.push_back({{"process", text_to_json(item.process)}, {"count", item.count}});
    }
    return {{"by", unit_word(schedule.unit)}, {"order", order}};
}

Schedule schedule_from_json(const json& from) {
    Schedule schedule{unit_of(from), {}};
    for (const json& item : list(from, "order", kMaxListed)) {
        schedule.order.push_back({text(item, "process", kMaxNameBytes + 16), number(item, "count", kMaxU64)});
    }
    return schedule;
}

json notes_to_json(const std::vector<Note>& notes) {
    json all = json::array();
    for (const Note& one : notes) {
        all.push_back({{"process", one.process}, {"line", one.line}, {"text", text_to_json(one.text)}});
    }
    return all;
}

std::vector<Note> notes_from_json(const json& from, std::size_t processes) {
    std::vector<Note> notes;
    for (const json& one : list(from, "notes", kMaxListed)) {
        notes.push_back({number(one, "process", processes - 1),
                         static_cast<std::uint32_t>(number(one, "line", kMaxPositive)),
                         text(one, "text", kMaxTextBytes)});
    }
    return notes;
}

json input_to_json(const Input& input, std::uint64_t times) {
    switch (input.kind) {
        case Input::Kind::step:
            return {{"do", "step"}, {"pid", input.pid.value}, {"by", unit_word(input.unit)}, {"times", times}};
        case Input::Kind::run_again: return {{"do", "run again"}};
        case Input::Kind::type: return {{"do", "type"}, {"text", text_to_json(input.text)}};
        case Input::Kind::command: return {{"do", "command"}, {"text", text_to_json(input.text)}};
        case Input::Kind::end_of_input: break;
    }
    return {{"do", "end of input"}};
}

void append_input(const json& from, std::vector<Input>& inputs) {
    const std::string what = text(from, "do", 32);
    std::uint64_t times = 1;
    Input input;
    if (what == "step") {
        input = {Input::Kind::step,
                 sim::Pid{static_cast<std::int32_t>(number(from, "pid", kMaxPositive))},
                 unit_of(from),
                 {}};
        times = number(from, "times", sim::history::kMaxRecordedSteps - inputs.size());
    } else if (what == "type" || what == "command") {
        const Input::Kind kind = what == "type" ? Input::Kind::type : Input::Kind::command;
        input = {kind, {}, {}, text(from, "text", sim::history::kMaxTypedBytes)};
    } else if (what == "run again" || what == "end of input") {
        input.kind = what == "run again" ? Input::Kind::run_again : Input::Kind::end_of_input;
    } else {
        fail(fmt::format("there is no input \"{}\"", what));
    }
    if (inputs.size() + times > sim::history::kMaxRecordedSteps) fail("there are too many inputs");
    inputs.insert(inputs.end(), times, input);
}

}  // namespace

const json& member(const json& object, const char* key) {
    if (!object.is_object() || !object.contains(key)) fail(fmt::format("\"{}\" is missing", key));
    return object[key];
}

std::uint64_t number(const json& object, const char* key, std::uint64_t most) {
    const json& value = member(object, key);
    if (!value.is_number_unsigned()) fail(fmt::format("\"{}\" must be a whole number, not negative", key));
    const auto result = value.get<std::uint64_t>();
    if (result > most) fail(fmt::format("\"{}\" must be at most {}", key, most));
    return result;
}

json text_to_json(const std::string& text) {
    if (valid_utf8(text)) return text;
    std::string hex;
    for (const unsigned char byte : text) hex += fmt::format("{:02x}", byte);
    return {{"hex", hex}};
}

std::string text(const json& object, const char* key, std::size_t max_bytes) {
    return text_of(member(object, key), fmt::format("\"{}\"", key), max_bytes);
}

json scenario_to_json(const Scenario& scenario) {
    json programs = json::array();
    for (const ProgramSource& one : scenario.programs) {
        programs.push_back({{"name", text_to_json(one.name)},
                            {"units", sources_to_json(one.units)},
                            {"headers", sources_to_json(one.headers)}});
    }
    return {{"id", text_to_json(scenario.id)},
            {"title", text_to_json(scenario.title)},
            {"programs", programs},
            {"machine", machine_to_json(scenario.machine)},
            {"schedule", schedule_to_json(scenario.schedule)},
            {"notes", notes_to_json(scenario.notes)},
            {"shell", scenario.needs_shell}};
}

Scenario scenario_from_json(const json& from) {
    Scenario scenario;
    scenario.id = text(from, "id", kMaxTextBytes);
    scenario.title = text(from, "title", kMaxTextBytes);
    for (const json& one : list(from, "programs", kMaxProcesses)) {
        scenario.programs.push_back(
            {text(one, "name", kMaxTextBytes), sources_from_json(one, "units"), sources_from_json(one, "headers")});
    }
    machine_from_json(member(from, "machine"), scenario);
    scenario.schedule = schedule_from_json(member(from, "schedule"));
    scenario.notes = notes_from_json(from, scenario.machine.processes.size());
    scenario.needs_shell = from.contains("shell") && from["shell"] == true;
    return scenario;
}

json inputs_to_json(const std::vector<Input>& inputs) {
    json all = json::array();
    for (std::size_t at = 0, next = 0; at < inputs.size(); at = next) {
        next = at + 1;
        while (inputs[at].kind == Input::Kind::step && next < inputs.size() && inputs[next] == inputs[at]) ++next;
        all.push_back(input_to_json(inputs[at], next - at));
    }
    return all;
}

std::vector<Input> inputs_from_json(const json& from) {
    if (!from.is_array()) fail("\"inputs\" must be a list");
    std::vector<Input> inputs;
    for (const json& one : from) append_input(one, inputs);
    return inputs;
}

}  // namespace app::session
