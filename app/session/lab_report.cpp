// Grades as text, CSV and JSON.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/session/lab.h"
#include "app/session/lab_words.h"
#include "app/session/session_json.h"

namespace app::session {
namespace {

using sim::labs::Goal;
using sim::labs::GoalKind;
using sim::labs::Verdict;

// A field of RFC 4180: in quotation marks when it holds something that would end it, marks in it doubled.
std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + "\"";
}

std::string csv_line(const std::vector<std::string>& fields) {
    std::string line;
    for (const std::string& field : fields) line += (line.empty() ? "" : ",") + csv_field(field);
    return line + "\r\n";
}

std::string goal_line(const Goal& goal, const GoalGrade& grade) {
    std::string line =
        fmt::format("  {} {:g}/{:g}  {}\n", grade.met ? "[x]" : "[ ]", grade.points, goal.points, goal.title);
    if (!grade.reason.empty()) line += fmt::format("             {}\n", grade.reason);
    return line;
}

std::string indented(const std::string& text) {
    std::string lines = "  ";
    for (const char c : text) {
        lines += c;
        if (c == '\n') lines += "  ";
    }
    while (!lines.empty() && (lines.back() == ' ' || lines.back() == '\n')) lines.pop_back();
    return lines + "\n";
}

// Text as it stands between quotation marks in C.
std::string escaped(const std::string& text) {
    std::string shown;
    for (const char c : text) {
        if (c == '\n')
            shown += "\\n";
        else if (c == '"' || c == '\\')
            shown += std::string("\\") + c;
        else
            shown += c;
    }
    return shown;
}

}  // namespace

std::string unmet_words(const Goal& goal, const Verdict& verdict) {
    const std::int64_t seen = verdict.observed;
    switch (goal.kind) {
        case GoalKind::exit_status:
            return seen < 0 ? "the program did not exit"
                            : fmt::format("the exit status is {}, not {}", seen, goal.number);
        case GoalKind::output_contains: return fmt::format("the output does not contain \"{}\"", escaped(goal.text));
        case GoalKind::output_equals: return fmt::format("the output is not exactly \"{}\"", escaped(goal.text));
        case GoalKind::call_made:
            return fmt::format("{} succeeded {} times, not {}", syscall_name(goal.call), seen, goal.number);
        case GoalKind::segment_existed:
            return seen == 0 ? std::string("no such segment was made")
                             : fmt::format("the segment had {} bytes, not {}", seen, goal.number);
        case GoalKind::nattch_reached: return fmt::format("nattch reached {}, not {}", seen, goal.number);
        case GoalKind::shared_between:
            return fmt::format("{} processes touched the same segment, not {}", seen, goal.number);
        case GoalKind::nothing_left:
            if (seen < 0) return "no segment was made";
            return fmt::format("{} segments are left behind", seen);
        case GoalKind::nobody_killed: return "a process was killed by " + signal_name(static_cast<std::uint64_t>(seen));
    }
    return {};
}

std::string grades_as_text(const Lab& lab, const std::vector<Grade>& grades) {
    std::string text;
    for (const Grade& grade : grades) {
        text += fmt::format("{}: {:g} of {:g} points\n", grade.submission, grade.points, lab.points());
        if (!grade.problem.empty()) {
            text += indented(grade.problem);
            continue;
        }
        for (std::size_t at = 0; at < grade.goals.size(); ++at) text += goal_line(lab.goals[at], grade.goals[at]);
    }
    return text;
}

std::string grades_as_csv(const Lab& lab, const std::vector<Grade>& grades) {
    std::vector<std::string> head{"submission", "points", "of"};
    for (const Goal& goal : lab.goals) head.push_back(goal.id);
    head.push_back("problem");
    std::string text = csv_line(head);
    for (const Grade& grade : grades) {
        std::vector<std::string> fields{grade.submission, fmt::format("{:g}", grade.points),
                                        fmt::format("{:g}", lab.points())};
        for (const GoalGrade& goal : grade.goals) fields.push_back(fmt::format("{:g}", goal.points));
        fields.push_back(grade.problem);
        text += csv_line(fields);
    }
    return text;
}

std::string grades_as_json(const Lab& lab, const std::vector<Grade>& grades) {
    nlohmann::json all = nlohmann::json::array();
    for (const Grade& grade : grades) {
        nlohmann::json goals = nlohmann::json::array();
        for (std::size_t at = 0; at < grade.goals.size(); ++at) {
            const GoalGrade& one = grade.goals[at];
            goals.push_back({{"id", lab.goals[at].id},
                             {"title", lab.goals[at].title},
                             {"met", one.met},
                             {"points", one.points},
                             {"of", lab.goals[at].points},
                             {"reason", one.reason}});
        }
        all.push_back({{"submission", text_to_json(grade.submission)},
                       {"points", grade.points},
                       {"of", lab.points()},
                       {"problem", text_to_json(grade.problem)},
                       {"goals", goals},
                       {"output", text_to_json(grade.output)}});
    }
    return nlohmann::json{{"lab", text_to_json(lab.id)}, {"title", text_to_json(lab.title)}, {"grades", all}}.dump(1) +
           "\n";
}

}  // namespace app::session
