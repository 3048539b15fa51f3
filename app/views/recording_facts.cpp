// The step in words, and what became of the piece of memory it is about.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/format.h"
#include "app/views/recording.h"
#include "app/views/style.h"

namespace app::views {
namespace {

using session::RecordedMemory;

constexpr float kMargin = 18, kPitch = 20;

struct Facts {
    const ViewContext& context;
    Rect room;
    float y;

    float left() const { return room.bottom() - y; }
    void say(std::string_view words, const widgets::TextStyle& style, float after = 6) {
        if (words.empty() || left() < context.canvas.line_height(style)) return;
        y += widgets::paragraph(context.canvas, {room.x, y, room.w, left()}, words, style, 3) + after;
    }
    // The first of `choices`, longest first, that fits.
    void fact(std::string_view name, std::initializer_list<std::string> choices) {
        if (left() < kPitch) return;
        const float label = room.w < 300 ? 68.0f : 100.0f;
        const widgets::TextStyle style = plain(context, kMono);
        widgets::text_in(context.canvas, {room.x, y, label - 8, kPitch}, name, dimmed(context, kMono));
        const std::string words = widgets::first_fitting(context.canvas, choices, style, room.w - label);
        widgets::text_in(context.canvas, {room.x + label, y, room.w - label, kPitch}, words, style);
        y += kPitch;
    }
    void fact(std::string_view name, const std::string& value) { fact(name, {value}); }
};

std::string process_words(const ViewContext& context, sim::Pid pid) {
    const sim::report::TaskRow* task = context.session.state().process(pid);
    const std::string number = std::to_string(pid.value);
    return task != nullptr && !task->name.empty() ? number + " " + task->name : number;
}

std::string at_step(const std::optional<std::size_t>& step) {
    return step ? ", step " + count_text(*step + 1) : "";
}

void say_attaches(Facts& facts, const RecordedMemory& memory) {
    constexpr std::size_t kMost = 6;
    for (std::size_t n = 0; n < std::min(memory.attaches.size(), kMost); ++n) {
        const session::RecordedAttach& attach = memory.attaches[n];
        const std::string from = attach.from ? at_step(attach.from) : ", from before";
        const std::string time = from + (attach.to ? " to " + count_text(*attach.to + 1) : "");
        const std::string by = fmt::format(" by {}", attach.pid.value), address = short_address(attach.start);
        facts.fact(n == 0 ? "attached" : "",
                   {address + " " + attach.perms.text() + by + time, address + by + time, address + by});
    }
    if (memory.attaches.size() > kMost) facts.fact("", "+ " + count_text(memory.attaches.size() - kMost) + " more");
}

const char* access_word(const session::RecordedPage& page) {
    switch (page.access) {
        case host::Access::read: return "read";
        case host::Access::write: return "written";
        case host::Access::unknown: break;
    }
    return page.told ? "touched" : "present";
}

// Pages in a row that one step touched in one way.
std::size_t run_length(const std::vector<session::RecordedPage>& pages, std::size_t first) {
    std::size_t n = first + 1;
    const auto goes_on = [&] {
        return pages[n].index == pages[n - 1].index + 1 && pages[n].step == pages[first].step &&
               pages[n].access == pages[first].access;
    };
    while (n < pages.size() && goes_on()) ++n;
    return n - first;
}

void say_pages(Facts& facts, const RecordedMemory& memory) {
    constexpr std::size_t kMost = 8;
    std::size_t lines = 0, told = 0;
    while (told < memory.pages.size() && lines < kMost) {
        const session::RecordedPage& page = memory.pages[told];
        const std::size_t run = run_length(memory.pages, told);
        const std::string range =
            run == 1 ? count_text(page.index) : fmt::format("{}–{}", page.index, page.index + run - 1);
        const std::string what = fmt::format("{} {} by {}", range, access_word(page), page.pid.value);
        facts.fact(lines == 0 ? "pages" : "", {what + ", step " + count_text(page.step + 1), what});
        told += run;
        ++lines;
    }
    if (told < memory.pages.size()) facts.fact("", "+ " + plural(memory.pages.size() - told, "more page"));
}

void say_memory(Facts& facts, const RecordedMemory& memory) {
    facts.say(memory_name(memory), bold(facts.context, kStrong), 4);
    facts.fact("size", count_text(memory.bytes) + " bytes");
    facts.fact("owner", fmt::format("uid {}, mode {}", memory.owner.value, mode_text(memory.mode)));
    facts.fact("made by", memory.creator == sim::kNoPid
                              ? "not seen"
                              : process_words(facts.context, memory.creator) + at_step(memory.created));
    say_attaches(facts, memory);
    say_pages(facts, memory);
    if (memory.removed) facts.fact("removed", "step " + count_text(*memory.removed + 1));
    if (memory.left_behind) {
        const Theme& theme = facts.context.theme;
        facts.y += 4;
        facts.say("Left behind: it was still there when the program had ended.",
                  {widgets::Font::strong, kBody, theme.on_panel(theme.fault)}, 8);
    }
    facts.y += 8;
}

// All pieces in a line each, when none is in focus.
void say_memories(Facts& facts) {
    const session::RecordingSummary& summary = facts.context.session.recording()->summary();
    facts.say("Shared memory of this run", bold(facts.context, kStrong), 4);
    std::size_t told = 0;
    for (const RecordedMemory& memory : summary.memories) {
        if (facts.left() < 120) break;
        facts.fact(count_text(memory.bytes), memory_name(memory) + (memory.left_behind ? " · left behind" : ""));
        ++told;
    }
    if (told < summary.memories.size()) facts.fact("", "+ " + count_text(summary.memories.size() - told) + " more");
    if (summary.memories.empty()) facts.say("None.", dimmed(facts.context));
    facts.y += 8;
}

void say_unseen(Facts& facts) {
    const host::Recording& recording = facts.context.session.recording()->recording();
    const widgets::TextStyle small = dimmed(facts.context, kSmall);
    facts.say(session::touches_sentence(recording), small, 4);
    for (const host::Limit& limit : recording.unseen) facts.say(session::unseen_sentence(limit), small, 4);
}

}  // namespace

void draw_recording_facts(const ViewContext& context, Rect rect) {
    const session::RecordingPlay& play = *context.session.recording();
    Facts facts{context, {rect.x + kMargin, rect.y + 12, rect.w - 2 * kMargin, rect.h - 20}, rect.y + 12};
    const std::string where =
        play.step() == 0 ? "Before the program" : "Step " + count_text(play.step()) + " of " + count_text(play.steps());
    facts.say(where, {widgets::Font::strong, kBody, context.theme.on_panel(context.theme.changed)}, 8);
    facts.say(context.session.caption(), bold(context, kTitle), 8);
    if (play.step() > 0) facts.say(play.recording().steps[play.step() - 1].text, code(context, kSmall), 12);
    if (const RecordedMemory* memory = memory_in_focus(context))
        say_memory(facts, *memory);
    else
        say_memories(facts);
    say_unseen(facts);
}

}  // namespace app::views
