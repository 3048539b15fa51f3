// Labs: a task, its starter and solution, and goals with points; grading submissions against them.
//
//     auto lab = open_lab("01-one-number", problem);
//     Grade grade = grade_submission(*lab, "alice.c");
//     fputs(grades_as_text(*lab, {grade}).c_str(), stdout);
//
// A lab is a folder: lab.toml (title, points, machine, goals), text.md, starter/ and solution/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session/folder.h"
#include "app/session/scenario.h"
#include "sim/labs/goals.h"

namespace app::session {

struct Lab {
    std::string id;  // folder name of one that comes with shmscope, else a path
    std::string title;
    std::string text;                     // text.md
    sim::machine::MachineConfig machine;  // without processes
    std::vector<std::string> args;        // of the submitted program
    std::string stdin_text;
    sim::labs::RunBounds bounds;
    bool crash_is_zero = true;  // a process killed by a signal: no points at all
    std::vector<sim::labs::Goal> goals;

    double points() const;  // of all goals
};

struct GoalGrade {
    bool met = false;
    double points = 0;
    std::string reason;  // why not; empty when met
};

struct Grade {
    std::string submission;  // as named by the caller
    double points = 0;
    std::string problem;           // why nothing was graded: does not compile, does not end, was killed; empty else
    std::vector<GoalGrade> goals;  // one a goal of the lab, in order
    std::string output;            // what the program wrote to standard output
};

// A lab folder or the name of a lab that comes with shmscope ("01-one-number", "one-number", "1").
std::optional<Lab> open_lab(const std::string& target, Problem& problem);

// Grades a .c file or a folder of .c files. Never fails: what cannot be graded gets 0 points and says why.
Grade grade_submission(const Lab& lab, const std::string& path);
// The same for the sources themselves; `folder` is where units and headers are.
Grade grade_folder(const Lab& lab, const Folder& folder, const std::vector<std::string>& units, std::string name);
// The lab's own solution and starter, as grade_submission().
Grade grade_solution(const Lab& lab);
Grade grade_starter(const Lab& lab);

std::string grades_as_text(const Lab& lab, const std::vector<Grade>& grades);
// RFC 4180: a head line, a line a submission, CRLF.
std::string grades_as_csv(const Lab& lab, const std::vector<Grade>& grades);
std::string grades_as_json(const Lab& lab, const std::vector<Grade>& grades);

// Labs that come with shmscope, in order.
std::vector<ScenarioEntry> built_in_labs();

}  // namespace app::session
