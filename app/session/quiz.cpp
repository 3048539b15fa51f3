#include "app/session/quiz.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "app/session/source_line.h"
#include "app/session/text_words.h"
#include "sim/base/hash.h"
#include "sim/labs/questions.h"

namespace app::session {
namespace {

using sim::history::Timeline;
using sim::labs::QuestionKind;
using sim::labs::StepQuestion;

constexpr std::uint64_t kMaxQuizSteps = 2'000;  // of a run that questions are made from
constexpr std::size_t kMaxQuoted = 56;          // bytes of a statement quoted in a question

// One step, seen from both sides. The timeline stands behind it.
struct Seen {
    sim::report::State before, after;
    std::vector<sim::report::Event> events;
    sim::Pid pid;
    std::uint64_t step = 0;
    std::string line;  // the source line that is run
};

Seen see_step(const Timeline& behind) {
    Seen seen{behind.machine_before().observe(),
              behind.machine().observe(),
              behind.events(),
              behind.task_of(behind.step() - 1),
              behind.step(),
              {}};
    if (const sim::report::TaskRow* task = seen.before.process(seen.pid)) {
        seen.line = source_statement(*behind.programs(), task->program, task->file, task->line);
    }
    return seen;
}

std::string who(const Seen& seen) {
    const sim::report::TaskRow* task = seen.before.process(seen.pid);
    return task != nullptr ? task->name : fmt::format("process {}", seen.pid.value);
}

// A statement as part of a sentence: "shmdt(q)"; what is too long for one is cut and closed: "shmget(key, …)".
std::string quoted_line(std::string_view line) {
    line = line.substr(0, line.find_last_not_of("; {") + 1);
    if (line.empty()) return "on";
    const std::size_t comma = line.find_last_of(',', kMaxQuoted);
    if (line.size() <= kMaxQuoted || comma == std::string_view::npos) return std::string(line);
    std::string cut(line.substr(0, comma + 1));
    const int open = std::max(0, open_parentheses(cut));
    return cut + " …" + std::string(static_cast<std::size_t>(open), ')');
}

std::string question_words(const StepQuestion& question, const std::string& name) {
    const std::string shmid = sim::report::id_text(question.shmid);
    switch (question.kind) {
        case QuestionKind::nattch: return fmt::format("nattch of segment {} afterwards?", shmid);
        case QuestionKind::entries:
            return fmt::format("How many entries of {}'s page table come to lead to segment {}?", name, shmid);
        case QuestionKind::resident: return fmt::format("How many pages of segment {} have a frame afterwards?", shmid);
        case QuestionKind::frame:
            return fmt::format("In which frame does {} find the page of segment {}?", name, shmid);
        case QuestionKind::outcome: return fmt::format("How does {} end?", syscall_name(question.number));
        case QuestionKind::exists: return fmt::format("Is segment {} still in the table afterwards?", shmid);
        case QuestionKind::survives: return fmt::format("What becomes of {}?", name);
        case QuestionKind::faults: break;
    }
    return fmt::format("How many page faults does {} have?", name);
}

std::string choice_words(const StepQuestion& question, std::int64_t choice) {
    switch (question.kind) {
        case QuestionKind::frame: return fmt::format("0x{:02x}", choice);
        case QuestionKind::outcome:
            return choice == 0 ? "it succeeds" : std::string(sim::errno_name(static_cast<sim::Errno>(choice)));
        case QuestionKind::exists: return choice == 0 ? "no" : "yes";
        case QuestionKind::survives:
            return choice == 0 ? "it runs on" : "killed by " + signal_name(static_cast<std::uint64_t>(choice));
        default: return fmt::format("{}", choice);
    }
}

Question worded(const StepQuestion& question, const Seen& seen) {
    Question words;
    const std::string name = who(seen);
    words.text = fmt::format("Next: {} runs {}. {}", name, quoted_line(seen.line), question_words(question, name));
    for (const std::int64_t choice : question.choices) words.choices.push_back(choice_words(question, choice));
    words.correct = question.correct;
    TextContext context{&seen.after, &seen.before, {}, true};
    context.process_name = [&](sim::Pid pid) {
        const sim::report::TaskRow* task = seen.after.process(pid);
        return task != nullptr ? task->name : fmt::format("process {}", pid.value);
    };
    words.explanation = why_text(seen.events, context);
    words.step = seen.step;
    return words;
}

std::vector<StepQuestion> askable(const Seen& seen, std::uint64_t seed) {
    return sim::labs::questions_of({seen.before, seen.after, seen.events, seen.pid}, seed);
}

}  // namespace

std::optional<Question> question_about_next(const Timeline& timeline, std::uint64_t seed) {
    Timeline ahead = timeline;
    ahead.seek(timeline.step());
    if (!ahead.next_task() || !ahead.forward(sim::history::Unit::line)) return std::nullopt;
    const Seen seen = see_step(ahead);
    const std::vector<StepQuestion> questions = askable(seen, seed);
    if (questions.empty()) {
        return worded(sim::labs::fault_question({seen.before, seen.after, seen.events, seen.pid}), seen);
    }
    return worded(questions[sim::hash_mix(seed, seen.step) % questions.size()], seen);
}

std::vector<Question> make_questions(Timeline timeline, std::uint64_t seed, std::size_t count) {
    std::vector<std::pair<std::uint64_t, Question>> candidates;  // by a number the seed makes
    timeline.seek(0);
    while (timeline.step() < kMaxQuizSteps && timeline.forward(sim::history::Unit::line)) {
        const Seen seen = see_step(timeline);
        const std::vector<StepQuestion> questions = askable(seen, seed);
        if (questions.empty()) continue;
        const std::uint64_t draw = sim::hash_mix(sim::hash_mix(seed, seen.step), seed);
        candidates.emplace_back(draw, worded(questions[draw % questions.size()], seen));
    }
    std::sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    candidates.resize(std::min(candidates.size(), count));
    std::vector<Question> chosen;
    for (auto& candidate : candidates) chosen.push_back(std::move(candidate.second));
    std::sort(chosen.begin(), chosen.end(), [](const Question& a, const Question& b) { return a.step < b.step; });
    return chosen;
}

}  // namespace app::session
