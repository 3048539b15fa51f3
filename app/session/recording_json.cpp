#include "app/session/recording_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "app/session/recording_fields.h"
#include "app/session/session_json.h"
#include "sim/base/limits.h"

namespace app::session {
namespace {

using nlohmann::json;
using sim::VirtAddr;

constexpr std::size_t kMaxText = 64u << 10;  // bytes of a name or a line
constexpr std::size_t kMaxRows = 1u << 20;   // of one list

[[noreturn]] void fail(std::string message) {
    throw SessionError{std::move(message)};
}

// --- the words of enumerations, in their order
constexpr std::string_view kStepKinds[] = {"start",    "call",   "fork",   "thread", "exec", "touch",
                                           "appeared", "signal", "exited", "killed", "last"};
constexpr std::string_view kAccesses[] = {"unknown", "read", "write"};
constexpr std::string_view kNamespaces[] = {"private", "shared"};
constexpr std::string_view kUnseen[] = {"frames", "fault_events", "setuid", "other_abi",   "interrupted",
                                        "steps",  "tasks",        "pages",  "faults_lost", "objects"};
constexpr std::string_view kAreaKinds[] = {"text", "data", "heap", "stack", "shm", "object", "anon"};
constexpr std::string_view kStates[] = {"ready", "blocked", "stopped", "zombie", "ended"};

using Words = std::span<const std::string_view>;
Words words(host::StepKind) {
    return kStepKinds;
}
Words words(host::Access) {
    return kAccesses;
}
Words words(host::NamespaceKind) {
    return kNamespaces;
}
Words words(host::Unseen) {
    return kUnseen;
}
Words words(sim::report::AreaKind) {
    return kAreaKinds;
}
Words words(sim::report::TaskState) {
    return kStates;
}

// --- writing
template <class T>
json written(T& value);

class Writer {
public:
    template <class T>
    void operator()(const char* key, T& value, T absent = {}) {
        json one = written(value);
        if (one != written(absent)) object_[key] = std::move(one);
    }
    json take() { return std::move(object_); }

private:
    json object_ = json::object();
};

template <class T>
requires std::is_integral_v<T> json value_to_json(T& value) {
    return value;
}
template <class T>
requires std::is_enum_v<T> json value_to_json(T& value) {
    return words(value)[static_cast<std::size_t>(value)];
}
template <class Tag, class Number>
json value_to_json(sim::Id<Tag, Number>& id) {
    return id.value;
}
// Other namespaces are not looked into.
json value_to_json(sim::ShmId& id) {
    return id.value;
}
json value_to_json(VirtAddr& address) {
    return fmt::format("{:#x}", address.value);
}
json value_to_json(std::string& text) {
    return text_to_json(text);
}
json value_to_json(std::array<std::uint64_t, 6>& numbers) {
    return numbers;
}
template <class T>
json value_to_json(std::optional<T>& value) {
    return value ? written(*value) : json(nullptr);
}
template <class T>
json value_to_json(std::vector<T>& values) {
    json list = json::array();
    for (T& value : values) list.push_back(written(value));
    return list;
}
template <class T>
json written(T& value) {
    if constexpr (requires { value_to_json(value); }) {
        return value_to_json(value);
    } else {
        Writer writer;
        fields(writer, value);
        return writer.take();
    }
}

// --- reading
template <class T>
void read(const json& from, T& value);

class Reader {
public:
    explicit Reader(const json& object) : object_(object) {
        if (!object.is_object()) fail("must be an object");
    }
    template <class T>
    void operator()(const char* key, T& value, T absent = {}) {
        const auto found = object_.find(key);
        if (found == object_.end()) {
            value = std::move(absent);
            return;
        }
        try {
            read(*found, value);
        } catch (SessionError& error) {
            const bool deeper = error.message.starts_with("[") || error.message.starts_with("\"");
            error.message = fmt::format("\"{}\"{}{}", key, deeper ? "" : " ", error.message);
            throw;
        }
    }

private:
    const json& object_;
};

template <class T>
requires std::is_same_v<T, bool>
void value_from_json(const json& from, T& value) {
    if (!from.is_boolean()) fail("must be true or false");
    value = from.get<bool>();
}
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) void value_from_json(const json& from, T& value) {
    using Limits = std::numeric_limits<T>;
    bool fits = false;
    if (from.is_number_unsigned()) {
        fits = from.get<std::uint64_t>() <= static_cast<std::uint64_t>(Limits::max());
    } else if (from.is_number_integer() && std::is_signed_v<T>) {
        fits = from.get<std::int64_t>() >= static_cast<std::int64_t>(Limits::min());
    }
    if (!fits) fail(fmt::format("must be a whole number from {} to {}", Limits::min(), Limits::max()));
    value = from.get<T>();
}
template <class T>
requires std::is_enum_v<T>
void value_from_json(const json& from, T& value) {
    const Words all = words(value);
    const auto found = from.is_string() ? std::find(all.begin(), all.end(), from.get<std::string>()) : all.end();
    if (found == all.end()) fail(fmt::format("must be one of: {}", fmt::join(all, ", ")));
    value = static_cast<T>(found - all.begin());
}
template <class Tag, class Number>
void value_from_json(const json& from, sim::Id<Tag, Number>& id) {
    read(from, id.value);
}
void value_from_json(const json& from, sim::ShmId& id) {
    read(from, id.value);
}
void value_from_json(const json& from, VirtAddr& address) {
    const std::string text = from.is_string() ? from.get<std::string>() : "";
    const bool hex = text.size() > 2 && text.size() <= 18 && text.starts_with("0x") &&
                     text.find_first_not_of("0123456789abcdef", 2) == std::string::npos;
    if (!hex) fail("must be an address as \"0x7f0000001000\"");
    address = VirtAddr{std::stoull(text, nullptr, 16)};
}
void value_from_json(const json& from, std::string& value) {
    const json object = {{"text", from}};
    value = text(object, "text", kMaxText);
}
void value_from_json(const json& from, std::array<std::uint64_t, 6>& numbers) {
    if (!from.is_array() || from.size() != numbers.size()) fail("must be a list of 6 numbers");
    for (std::size_t i = 0; i < numbers.size(); ++i) read(from[i], numbers[i]);
}
template <class T>
void value_from_json(const json& from, std::optional<T>& value) {
    value.reset();
    if (!from.is_null()) read(from, value.emplace());
}
template <class T>
void value_from_json(const json& from, std::vector<T>& values) {
    if (!from.is_array()) fail("must be a list");
    if (from.size() > kMaxRows) fail(fmt::format("has more than {} entries", kMaxRows));
    values.clear();
    for (const json& one : from) {
        try {
            read(one, values.emplace_back());
        } catch (SessionError& error) {
            const bool deeper = error.message.starts_with("\"");
            error.message = fmt::format("[{}]{}{}", values.size() - 1, deeper ? "." : " ", error.message);
            throw;
        }
    }
}
template <class T>
void read(const json& from, T& value) {
    if constexpr (requires { value_from_json(from, value); }) {
        value_from_json(from, value);
    } else {
        Reader reader(from);
        fields(reader, value);
    }
}

// --- what numbers of the right size may still get wrong
void check(const host::TaskChange& change) {
    for (const host::RecordedArea& area : change.areas) {
        const bool sound =
            area.row.start < area.row.end && area.row.start.page_aligned() && area.row.end.page_aligned();
        if (!sound)
            fail(fmt::format("holds an area that is none: {:#x} to {:#x}", area.row.start.value, area.row.end.value));
    }
    for (const sim::report::PageRow& page : change.pages) {
        if (!page.page.page_aligned()) fail(fmt::format("holds a page at {:#x}, which is inside one", page.page.value));
    }
}

void check(const host::Changes& changes) {
    for (const host::TaskChange& change : changes.tasks) check(change);
}

}  // namespace

// One description serves both directions; writing changes nothing.
json recording_to_json(const host::Recording& recording) {
    return written(const_cast<host::Recording&>(recording));
}

json step_to_json(const host::Step& step) {
    return written(const_cast<host::Step&>(step));
}

host::Recording recording_from_json(const json& root) {
    host::Recording recording;
    read(root, recording);
    if (recording.command.empty()) fail("names no program in \"command\"");
    check(recording.initial);
    return recording;
}

host::Step step_from_json(const json& json) {
    host::Step step;
    read(json, step);
    check(step.changes);
    return step;
}

}  // namespace app::session
