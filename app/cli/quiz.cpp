// shmscope quiz: questions made from a run, for paper or for a program.
#include "app/session/quiz.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/status.h"
#include "app/cli/target.h"
#include "app/session/json.h"

namespace app::cli {
namespace {

struct QuizRequest {
    TargetRequest target;
    std::uint64_t seed = 1;
    std::size_t count = 1;
    bool answers = false;
    bool json = false;
};

char letter(std::size_t choice) {
    return static_cast<char>('a' + choice);
}

std::string question_text(const session::Question& question, std::size_t number, bool with_answer) {
    std::string text = fmt::format("{}. {}\n", number, question.text);
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        text += fmt::format("   {}) {}\n", letter(i), question.choices[i]);
    }
    if (with_answer) text += fmt::format("   Answer: {}. {}\n", letter(question.correct), question.explanation);
    return text + "\n";
}

int quiz(const QuizRequest& request) {
    const std::optional<Target> target = open_target(request.target);
    if (!target) return kWrong;
    sim::history::Timeline timeline = target->timeline();
    if (!timeline.run_to_end(request.target.max_steps)) {
        complain(fmt::format("the run was cut after {} steps (--max-steps {})", timeline.recorded(),
                             request.target.max_steps));
        return kCut;
    }
    const std::vector<session::Question> questions = session::make_questions(timeline, request.seed, request.count);
    if (questions.empty()) return refuse("there is nothing to ask about this run: no call of it concerns memory");
    if (request.json) {
        print(session::questions_json(questions, request.answers, 1) + "\n");
        return kDone;
    }
    for (std::size_t i = 0; i < questions.size(); ++i) print(question_text(questions[i], i + 1, request.answers));
    return kDone;
}

}  // namespace

void add_quiz(CLI::App& app, Invocation& invocation) {
    auto request = std::make_shared<QuizRequest>();
    CLI::App* command = app.add_subcommand("quiz", "ask questions about a run");
    add_target_options(*command, request->target, true);
    command->add_option("--seed", request->seed, "which questions; the same seed asks the same")->capture_default_str();
    command->add_option("--count", request->count, "how many questions at most")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_flag("--answers", request->answers, "print the answers too");
    command->add_flag("--json", request->json, "as JSON");
    command->callback([&invocation, request] {
        request->target.program_args = invocation.program_args;
        invocation.action = [request] { return quiz(*request); };
    });
}

}  // namespace app::cli
