#include "sim/labs/questions.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "sim/base/hash.h"

namespace sim::labs {
namespace {

using report::Event;
using report::Rule;

constexpr std::size_t kChoices = 3;

// Sorts the choices, which include the answer, and notes where it ended up.
StepQuestion with_choices(StepQuestion question, std::int64_t answer, std::vector<std::int64_t> choices) {
    std::sort(choices.begin(), choices.end());
    question.correct = static_cast<std::size_t>(std::find(choices.begin(), choices.end(), answer) - choices.begin());
    question.choices = std::move(choices);
    return question;
}

// The answer and the first of `others` that differ from it and from each other, kChoices in all.
std::vector<std::int64_t> distinct(std::int64_t answer, const std::vector<std::int64_t>& others) {
    std::vector<std::int64_t> choices{answer};
    for (const std::int64_t other : others) {
        const bool known = std::find(choices.begin(), choices.end(), other) != choices.end();
        if (other >= 0 && !known && choices.size() < kChoices) choices.push_back(other);
    }
    return choices;
}

// A count: what it was, and its neighbours, are what one may confuse it with.
StepQuestion count_question(StepQuestion question, std::int64_t answer, std::int64_t before, std::uint64_t seed) {
    const std::int64_t up = answer + 1, down = answer - 1;
    const bool up_first = (hash_mix(seed, static_cast<std::uint64_t>(answer)) & 1) != 0;
    return with_choices(question, answer,
                        distinct(answer, {before, up_first ? up : down, up_first ? down : up, answer + 2}));
}

const Event* first_of(const std::vector<Event>& events, std::initializer_list<Rule> rules) {
    for (const Event& event : events) {
        if (std::find(rules.begin(), rules.end(), event.rule) != rules.end()) return &event;
    }
    return nullptr;
}

ShmId shmid_of(const Event& event) {
    return ShmId::of_bits(event.args[0]);
}

// The attached area that contains a page, after the step or before it.
const report::AreaRow* shm_area(const StepFacts& facts, Pid pid, std::uint64_t address) {
    for (const report::State* state : {&facts.after, &facts.before}) {
        const report::TaskRow* task = state->process(pid);
        if (task == nullptr) continue;
        for (const report::AreaRow& area : task->areas) {
            const bool inside = area.start.value <= address && address < area.end.value;
            if (inside && area.kind == report::AreaKind::shm) return &area;
        }
    }
    return nullptr;
}

// The entry of a segment's page that this step set, if it set one.
const Event* shm_entry_set(const StepFacts& facts) {
    for (const Event& event : facts.events) {
        if (event.rule == Rule::pte_set && shm_area(facts, event.pid, event.args[0]) != nullptr) return &event;
    }
    return nullptr;
}

std::int64_t shm_entries_set(const StepFacts& facts, Pid pid) {
    return std::count_if(facts.events.begin(), facts.events.end(), [&](const Event& event) {
        return event.rule == Rule::pte_set && event.pid == pid && shm_area(facts, pid, event.args[0]) != nullptr;
    });
}

std::optional<StepQuestion> ask_survival(const StepFacts& facts, std::uint64_t) {
    constexpr std::int64_t kSegv = 11, kBus = 7;
    const bool access = shm_entry_set(facts) != nullptr;
    const Event* killed = first_of(facts.events, {Rule::fault_signal});
    if (killed == nullptr && !access) return std::nullopt;
    const auto answer = killed != nullptr ? static_cast<std::int64_t>(killed->args[1]) : 0;
    return with_choices({QuestionKind::survives, facts.pid, {}, 0, {}, 0}, answer, distinct(answer, {0, kSegv, kBus}));
}

std::optional<StepQuestion> ask_existence(const StepFacts& facts, std::uint64_t) {
    const Event* event = first_of(facts.events, {Rule::segment_destroy, Rule::segment_dest, Rule::segment_detach});
    if (event == nullptr) return std::nullopt;
    const std::int64_t answer = facts.after.segment(shmid_of(*event)) != nullptr ? 1 : 0;
    return with_choices({QuestionKind::exists, facts.pid, shmid_of(*event), 0, {}, 0}, answer, {0, 1});
}

std::optional<StepQuestion> ask_nattch(const StepFacts& facts, std::uint64_t seed) {
    const Event* event =
        first_of(facts.events, {Rule::segment_attach, Rule::segment_detach, Rule::segment_dest, Rule::segment_create});
    if (event == nullptr) return std::nullopt;
    const ShmId shmid = shmid_of(*event);
    const report::SegmentRow* after = facts.after.segment(shmid);
    const report::SegmentRow* before = facts.before.segment(shmid);
    if (after == nullptr) return std::nullopt;
    return count_question({QuestionKind::nattch, facts.pid, shmid, 0, {}, 0}, static_cast<std::int64_t>(after->nattch),
                          before != nullptr ? static_cast<std::int64_t>(before->nattch) : 1, seed);
}

std::optional<StepQuestion> ask_entries(const StepFacts& facts, std::uint64_t) {
    const Event* attach = first_of(facts.events, {Rule::segment_attach});
    const Event* set = shm_entry_set(facts);
    if (attach == nullptr && set == nullptr) return std::nullopt;
    const ShmId shmid = attach != nullptr ? shmid_of(*attach) : shm_area(facts, set->pid, set->args[0])->shmid;
    const report::SegmentRow* segment = facts.after.segment(shmid);
    const auto pages = segment != nullptr ? static_cast<std::int64_t>(segment->page_count) : 1;
    const std::int64_t answer = shm_entries_set(facts, facts.pid);
    return with_choices({QuestionKind::entries, facts.pid, shmid, 0, {}, 0}, answer,
                        distinct(answer, {pages, 0, 1, 2, 3}));
}

std::optional<StepQuestion> ask_resident(const StepFacts& facts, std::uint64_t seed) {
    const Event* event = first_of(facts.events, {Rule::segment_create, Rule::segment_detach});
    const Event* set = shm_entry_set(facts);
    if (event == nullptr && set == nullptr) return std::nullopt;
    const ShmId shmid = event != nullptr ? shmid_of(*event) : shm_area(facts, set->pid, set->args[0])->shmid;
    const report::SegmentRow* after = facts.after.segment(shmid);
    if (after == nullptr) return std::nullopt;
    return count_question({QuestionKind::resident, facts.pid, shmid, 0, {}, 0},
                          static_cast<std::int64_t>(after->resident), static_cast<std::int64_t>(after->page_count),
                          seed);
}

std::optional<StepQuestion> ask_frame(const StepFacts& facts, std::uint64_t seed) {
    const Event* set = shm_entry_set(facts);
    const Event* resident = first_of(facts.events, {Rule::page_resident});
    if (set == nullptr || resident == nullptr) return std::nullopt;
    const auto answer = static_cast<std::int64_t>((set->args[4] & 0x000f'ffff'ffff'f000ull) >> 12);
    std::vector<std::int64_t> others;  // frames that data may be in; the first taken one depends on the seed
    for (const report::FrameRow& frame : facts.after.frames) {
        const bool data = frame.owner == report::FrameOwner::segment || frame.owner == report::FrameOwner::private_;
        if (data) others.push_back(frame.pfn.value);
    }
    if (others.size() < kChoices) return std::nullopt;
    const auto turn = static_cast<std::ptrdiff_t>(hash_mix(seed, set->args[0]) % others.size());
    std::rotate(others.begin(), others.begin() + turn, others.end());
    const ShmId shmid = shm_area(facts, set->pid, set->args[0])->shmid;
    return with_choices({QuestionKind::frame, facts.pid, shmid, 0, {}, 0}, answer, distinct(answer, others));
}

std::optional<StepQuestion> ask_outcome(const StepFacts& facts, std::uint64_t seed) {
    constexpr std::uint64_t kShmget = 29, kShmat = 30, kShmctl = 31, kShmdt = 67;
    for (const Event& event : facts.events) {
        const std::uint64_t number = event.args[0];
        const bool shm = number == kShmget || number == kShmat || number == kShmctl || number == kShmdt;
        if (event.rule != Rule::syscall_return || !shm) continue;
        const auto answer = static_cast<std::int64_t>(event.error);
        std::vector<std::int64_t> others;
        for (const Errno one : {Errno::ok, Errno::einval, Errno::eexist, Errno::enoent, Errno::eacces, Errno::enospc}) {
            others.push_back(static_cast<std::int64_t>(one));
        }
        const auto turn = static_cast<std::ptrdiff_t>(hash_mix(seed, number) % (others.size() - 1));
        std::rotate(others.begin() + 1, others.begin() + 1 + turn, others.end());  // success is always among them
        return with_choices({QuestionKind::outcome, facts.pid, {}, number, {}, 0}, answer, distinct(answer, others));
    }
    return std::nullopt;
}

}  // namespace

std::vector<StepQuestion> questions_of(const StepFacts& facts, std::uint64_t seed) {
    std::vector<StepQuestion> questions;
    for (const auto ask :
         {ask_nattch, ask_entries, ask_frame, ask_resident, ask_existence, ask_outcome, ask_survival}) {
        if (auto question = ask(facts, seed)) questions.push_back(std::move(*question));
    }
    return questions;
}

StepQuestion fault_question(const StepFacts& facts) {
    const auto answer = std::count_if(facts.events.begin(), facts.events.end(), [&](const Event& event) {
        return event.rule == Rule::fault_minor && event.pid == facts.pid;
    });
    return with_choices({QuestionKind::faults, facts.pid, {}, 0, {}, 0}, answer, distinct(answer, {0, 1, 2, 3}));
}

}  // namespace sim::labs
