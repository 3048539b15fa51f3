// shmscope grade: marks for submissions, unattended.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/status.h"
#include "app/session/lab.h"

namespace app::cli {
namespace {

struct GradeRequest {
    std::string lab;
    std::vector<std::string> submissions;
    std::string format = "text";
};

bool all_goals_met(const session::Grade& grade) {
    return grade.problem.empty() &&
           std::all_of(grade.goals.begin(), grade.goals.end(), [](const session::GoalGrade& goal) { return goal.met; });
}

std::string report(const session::Lab& lab, const std::vector<session::Grade>& grades, const std::string& format) {
    if (format == "csv") return session::grades_as_csv(lab, grades);
    return format == "json" ? session::grades_as_json(lab, grades) : session::grades_as_text(lab, grades);
}

int grade(const GradeRequest& request) {
    session::Problem problem;
    const std::optional<session::Lab> lab = session::open_lab(request.lab, problem);
    if (!lab) return refuse(problem.message);
    for (const std::string& submission : request.submissions) {
        std::error_code unreadable;
        if (!std::filesystem::exists(submission, unreadable))
            return refuse(submission + ": there is no such submission");
    }
    std::vector<session::Grade> grades;
    for (const std::string& submission : request.submissions) {
        grades.push_back(session::grade_submission(*lab, submission));
    }
    print(report(*lab, grades, request.format));
    return std::all_of(grades.begin(), grades.end(), all_goals_met) ? kDone : kFailed;
}

}  // namespace

void add_grade(CLI::App& app, Invocation& invocation) {
    auto request = std::make_shared<GradeRequest>();
    CLI::App* command = app.add_subcommand("grade", "mark submissions; status 1 when a goal was missed");
    command->add_option("LAB", request->lab, "a lab that comes with shmscope, or a lab folder")->required();
    command->add_option("SUBMISSION", request->submissions, "a .c file or a folder of them; several")->required();
    CLI::Option* format = command->add_option("--format", request->format, "of the report")
                              ->check(CLI::IsMember({"text", "csv", "json"}))
                              ->capture_default_str();
    command
        ->add_flag_callback(
            "--json", [request] { request->format = "json"; }, "as --format json")
        ->excludes(format);
    command->callback([&invocation, request] { invocation.action = [request] { return grade(*request); }; });
}

}  // namespace app::cli
