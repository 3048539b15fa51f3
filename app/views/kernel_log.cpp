// What the kernel did in this step, in its order, and why.
#include <algorithm>

#include "app/views/format.h"
#include "app/views/log_lines.h"
#include "app/views/paint.h"
#include "app/views/programs.h"
#include "app/widgets/parts.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Detail;

constexpr float kMargin = 18;

// Narrow columns leave the sentences as much as they can.
float chip_width(float width) {
    return width < 300 ? 52.0f : 62.0f;
}
float before_sentence(float width) {
    return chip_width(width) + (width < 300 ? 8.0f : 12.0f);
}

Colour chip_colour(const Pen& pen, session::Chip chip) {
    constexpr std::size_t kBlue = 0, kPurple = 2;
    switch (chip) {
        case session::Chip::cpu: return pen.theme.shade(pen.theme.process(kBlue));
        case session::Chip::mmu: return pen.theme.shade(pen.theme.process(kPurple));
        case session::Chip::trap: return pen.theme.shade(pen.theme.fault);
        case session::Chip::kernel: return pen.theme.shade(pen.theme.kernel);
    }
    return pen.theme.raised;
}

std::string_view chip_tooltip(session::Chip chip) {
    switch (chip) {
        case session::Chip::cpu: return "CPU: the processor runs the program's instruction";
        case session::Chip::mmu: return "MMU: memory management unit, translates addresses by walking the page table";
        case session::Chip::trap: return "Trap: the processor stops the program and enters the kernel";
        case session::Chip::kernel: return "Kernel: code of the operating system";
    }
    return "";
}

std::string step_words(const Scene& scene) {
    if (scene.step == 0) return "Step 0, before anything ran";
    const std::string step = "Step " + count_text(scene.step);
    if (scene.hide_future || scene.events_done >= scene.events->size()) {
        return step + (scene.length ? " of " + count_text(*scene.length) : "");
    }
    return step + ", event " + std::to_string(scene.events_done) + " of " + std::to_string(scene.events->size());
}

// Who runs the step and the line it runs: "consumer", "int got = q[0];".
struct Statement {
    std::string who, line;
};

Statement statement_of(const Scene& scene) {
    const bool under_way = scene.events_done < scene.events->size();
    const TaskRow* task = scene.now->process(scene.ran);
    if (task == nullptr) return {};
    const std::uint32_t line = under_way && task->line != 0 ? task->line : task->last_line;
    const std::string& file = under_way && task->line != 0 ? task->file : task->last_file;
    const SourceLines* source = scene.source ? scene.source(*task, file) : nullptr;
    if (source == nullptr || line == 0 || line > source->size()) return {task->name, ""};
    const std::string& text = (*source)[line - 1];
    const std::size_t from = std::min(text.find_first_not_of(" \t"), text.size());
    const std::size_t comment = std::min(text.find(" //", from), text.find(" /*", from));
    const std::size_t end = text.find_last_not_of(" \t", comment);
    return {task->name, text.substr(from, end + 1 - from)};
}

TextStyle detail_style(const Pen& pen) {
    return pen.body(pen.theme.dim, kMono);
}

void draw_line(const Scene& scene, const Pen& pen, const LogLine& line, Rect row) {
    const session::EventText& text = (*scene.texts)[line.event];
    const Event& event = (*scene.events)[line.event];
    const Rect frame{row.x - 6, row.y - 3, row.w + 12, row.h - 2};
    if (line.current) {
        pen.canvas.fill(frame, pen.theme.tint(pen.theme.changed), 6);
        pen.canvas.outline(frame, pen.theme.changed, 1.5f, 6);
    } else if (scene.hover.event(line.event, event) || scene.selection.event(line.event, event)) {
        pen.ring_selected(frame, 6);
    }
    pen.mark(frame, select_event(static_cast<std::uint32_t>(line.event)), chip_tooltip(text.chip));
    const Colour chip = chip_colour(pen, text.chip);
    const Colour fill = line.done ? chip : widgets::mix(pen.theme.panel, chip, 0.45f);
    const Rect label{row.x, row.y, chip_width(row.w), 20};
    pen.canvas.fill(label, fill, kCellRadius);
    const Colour ink = line.done ? widgets::text_on(fill) : pen.theme.dim;
    pen.write_centred(label, session::chip_name(text.chip), pen.strong(ink, kSmall));
    const float x = row.x + before_sentence(row.w), room = row.right() - x;
    const auto say = [&](float y, const std::string& words, const TextStyle& style, bool wraps) {
        const float leading = kLogWrap - pen.canvas.line_height(style);
        if (wraps)
            widgets::paragraph(pen.canvas, {x, y, room, 2 * kLogWrap + 2}, words, style, leading);
        else
            pen.write({x, y}, words, style, room);
        return y + (wraps ? 2 * kLogWrap : kLogWrap);
    };
    const TextStyle style = pen.body(line.done ? pen.theme.text : pen.theme.dim);
    const float below = say(row.y + 1, sentence_of(scene, line), style, line.wrapped);
    if (line.two_lines) say(below + 1, text.detail, detail_style(pen), line.long_detail);
}

void draw_more(const Pen& pen, float x, float y, float room, const std::string& words) {
    pen.write({x + before_sentence(room), y}, words, pen.body(pen.theme.dim, kSmall), room - before_sentence(room));
}

// The list; returns where it ends.
float draw_lines(const Scene& scene, const Pen& pen, Rect rect) {
    const TextStyle style = pen.body(pen.theme.text);
    const LogLines log = log_lines(scene, rect.h, [&](const std::string& words, bool detail) {
        return pen.width(words, detail ? detail_style(pen) : style) > rect.w - before_sentence(rect.w);
    });
    float y = rect.y;
    const auto note = [&](std::size_t number, const char* words) {
        if (number == 0) return;
        draw_more(pen, rect.x, y, rect.w, "+ " + count_text(number) + words);
        y += kLogMore;
    };
    note(log.earlier, " earlier");
    for (const LogLine& line : log.lines) {
        const float height = height_of(line);
        draw_line(scene, pen, line, {rect.x, y, rect.w, height});
        y += height;
    }
    note(log.later, " later");
    note(log.smaller, rect.w < 300 ? " smaller: step by event" : " smaller: step by event to see each");
    return y;
}

float why_height(const Scene& scene, const Pen& pen, float width) {
    if (scene.why.empty()) return 0;
    return 40 + widgets::paragraph_height(pen.canvas, width, scene.why, pen.body(pen.theme.text));
}

void draw_why(const Scene& scene, const Pen& pen, Rect rect) {
    widgets::rule(pen.canvas, {rect.x, rect.y}, rect.w, pen.theme.line);
    pen.write({rect.x, rect.y + 10}, "Why", pen.strong(pen.theme.text, kStrong), rect.w);
    const Rect words{rect.x, rect.y + 34, rect.w, rect.h - 34};
    widgets::paragraph(pen.canvas, words, scene.why, pen.body(pen.theme.text));
}

const char* nothing_words(const Scene& scene) {
    return scene.step == 0 ? "Nothing yet. Take one step, and its events are listed here."
                           : "Nothing: the processor ran this line alone.";
}

void draw_title(const Scene& scene, const Pen& pen, Rect rect) {
    const TextStyle step = pen.strong(pen.theme.on_panel(pen.theme.changed), kMono);
    const float taken = pen.write({rect.x, rect.y + 14}, step_words(scene), step, rect.w);
    const float room = rect.w - taken - 20;
    if (room > 60 && !scene.hide_changes) {
        const TextStyle style = pen.mono(pen.theme.dim, kSmall);
        const auto [who, line] = statement_of(scene);
        const std::string both = line.empty() ? who : who + "  " + line;
        pen.write_right(rect.right(), rect.y + 15, pen.width(both, style) <= room ? both : line, style, room);
    }
    pen.write({rect.x, rect.y + 38}, "What the kernel did", pen.strong(pen.theme.text, kTitle), rect.w);
}

}  // namespace

void paint_kernel_log(const Scene& scene, const Pen& pen, Rect rect) {
    const Rect inner{rect.x + kMargin, rect.y, rect.w - 2 * kMargin, rect.h};
    draw_title(scene, pen, inner);
    const float top = inner.y + (rect.h < 420 ? 68.0f : 78.0f);
    const TextStyle dim = pen.body(pen.theme.dim);
    if (scene.hide_changes) {
        pen.write({inner.x, top}, "Answer first: this list would tell.", dim, inner.w);
        return;
    }
    const bool nothing = scene.events->empty();
    // At a glance the sentence matters as much as the list, further in less.
    const float most = (inner.bottom() - top) * (scene.at_least(Detail::mechanism) ? 0.4f : 0.5f);
    const float why = std::min(why_height(scene, pen, inner.w), most);
    const float room = inner.bottom() - top - why - 6;
    float y = top;
    if (nothing)
        y += widgets::paragraph(pen.canvas, {inner.x, top, inner.w, 60}, nothing_words(scene), dim) + 6;
    else
        y = draw_lines(scene, pen, {inner.x, top, inner.w, room});
    if (why > 50) draw_why(scene, pen, {inner.x, y + 6, inner.w, inner.bottom() - y - 6});
}

}  // namespace app::views
