// A step in at most ten characters.
#include <algorithm>
#include <cctype>

#include "app/session/text_words.h"
#include "sim/base/limits.h"

namespace app::session {
namespace {

using sim::report::Event;
using sim::report::Rule;

constexpr std::size_t kMaxLabel = 10;  // characters

bool identifier(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// Cut to kMaxLabel characters of UTF-8, the last one "…" when something is missing.
std::string shortened(std::string_view text) {
    std::size_t characters = 0, cut = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) continue;
        if (++characters == kMaxLabel) cut = at;
    }
    if (characters <= kMaxLabel) return std::string(text);
    return std::string(text.substr(0, cut)) + "…";
}

// The call worth naming, if the step made one.
std::string call_label(const std::vector<Event>& events) {
    for (const Event& event : events) {
        if (event.rule == Rule::fault_signal) return signal_name(event.args[1]);
        if (event.rule == Rule::out_of_memory_kill) return "SIGKILL";
        if (event.rule == Rule::process_exit) return "exit";
        if (event.rule != Rule::syscall_enter) continue;
        const std::string name = syscall_name(event.args[0]);
        if (name == "shmctl") {
            const std::string command = shm_command(event.args[2]);
            return command == "IPC_RMID" ? "RMID" : command;
        }
        if (name.starts_with("shm") || name == "fork" || name == "kill") return name;
        if (name == "wait4") return "wait";
        if (name == "exit_group" || name == "exit") return "exit";
        if (name.ends_with("nanosleep")) return "sleep";
    }
    return {};
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
    while (!text.empty() && (std::isspace(static_cast<unsigned char>(text.back())) || text.back() == ';' ||
                             text.back() == '{' || text.back() == '}')) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view without_comment(std::string_view line) {
    return line.substr(0, std::min(line.find("//"), line.find("/*")));
}

// "printf" of "printf(…)", "for" of "for (…)"; empty when the line begins with neither.
std::string_view called_name(std::string_view line) {
    std::size_t end = 0;
    while (end < line.size() && identifier(line[end])) ++end;
    const std::string_view name = line.substr(0, end);
    if (name == "for" || name == "switch" || name == "return" || name == "do") return name;
    if (name == "if" || name == "while") return {};  // what they ask says more
    const std::size_t next = std::min(line.find_first_not_of(' ', end), line.size());
    return end > 0 && next < line.size() && line[next] == '(' ? name : std::string_view();
}

// Where '=' assigns; npos when the line only compares.
std::size_t assignment(std::string_view line) {
    for (std::size_t at = 1; at + 1 < line.size(); ++at) {
        const bool compares =
            line[at + 1] == '=' || std::string_view("=!<>").find(line[at - 1]) != std::string_view::npos;
        if (line[at] == '=' && !compares) return at;
    }
    return std::string_view::npos;
}

// What follows "else" and braces: "} else for (…)" is named as "for (…)" is.
std::string_view without_lead(std::string_view line) {
    while (!line.empty() && (line.front() == '}' || line.front() == '{' || line.front() == ' ')) line.remove_prefix(1);
    const bool otherwise = line.starts_with("else") && line.size() > 4 && !identifier(line[4]);
    return otherwise ? without_lead(line.substr(4)) : line;
}

// Whether a loop's head stands in the line behind other words, as in "int j; for (j = 0; j < 9; j++)".
bool loops_later(std::string_view line) {
    const std::size_t at = line.find("for");
    if (at == std::string_view::npos || at == 0 || identifier(line[at - 1])) return false;
    const std::size_t next = line.find_first_not_of(' ', at + 3);
    return next != std::string_view::npos && line[next] == '(';
}

// "kept[n]" of "int kept[n]": without initialisers, only declarations of arrays of variable length run.
std::string_view declared_array(std::string_view line) {
    const std::string_view head = line.substr(0, line.find('['));
    const auto of_declarator = [](char c) { return identifier(c) || c == ' ' || c == '*'; };
    const std::size_t before_name = head.find_last_of(" *");
    const bool declares = head.size() < line.size() && before_name != std::string_view::npos &&
                          std::isalpha(static_cast<unsigned char>(line.front())) &&
                          std::all_of(head.begin(), head.end(), of_declarator);
    return declares ? line.substr(before_name + 1) : line;
}

// The initialiser of "int got = q[0]": what a declaration does is on its right.
std::string_view without_declaration(std::string_view line) {
    const std::size_t equals = assignment(line);
    if (equals == std::string_view::npos) return declared_array(line);
    const std::string_view left = trimmed(line.substr(0, equals));
    const std::size_t space = left.find(' ');
    const bool declares = space != std::string_view::npos && std::isalpha(static_cast<unsigned char>(left.front())) &&
                          left.find_first_of("[(;") == std::string_view::npos;
    return declares ? trimmed(line.substr(equals + 1)) : line;
}

}  // namespace

std::string step_label(const std::vector<Event>& events, std::string_view line) {
    const std::string call = call_label(events);
    if (!call.empty()) return call;
    const std::string_view whole = without_lead(trimmed(without_comment(line)));
    if (loops_later(whole)) return "for";
    const std::string_view code = called_name(whole).empty() ? without_declaration(whole) : whole;
    if (const std::string_view name = called_name(code); !name.empty()) return shortened(name);
    std::string compact;
    std::copy_if(code.begin(), code.end(), std::back_inserter(compact),
                 [](unsigned char c) { return !std::isspace(c) && !std::iscntrl(c); });
    return shortened(compact);
}

}  // namespace app::session
