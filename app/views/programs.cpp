// The programs: pale arrow, the line just run; solid arrow, the line that runs next.
#include "app/views/programs.h"

#include <algorithm>

#include "app/views/format.h"
#include "app/views/paint.h"
#include "app/widgets/parts.h"

namespace app::views {
namespace {

using namespace sim::report;

constexpr float kButton = 76;

// --- header

bool over(const TaskRow& task) {
    return task.state == TaskState::ended || task.state == TaskState::zombie;
}

std::string state_words(const TaskRow& task) {
    if (task.signal) return "killed";
    if (task.exit_status) return "exited " + std::to_string(*task.exit_status);
    if (task.state == TaskState::blocked) return "waits for " + task.waiting_for;
    return std::string(task_state_name(task.state));
}

// The step button, or why there is none. Returns its width.
float draw_step(const Scene& scene, const Pen& pen, const TaskRow& task, Rect header) {
    const float y = header.y + 4;
    if (scene.hidden_process(task.pid) && (over(task) || task.state == TaskState::blocked)) {
        return pen.write_right(header.right() - 10, header.y + 7, "?", pen.strong(pen.theme.dim), 20) + 10;
    }
    if (task.state != TaskState::ready) {
        const Colour colour = task.signal ? pen.theme.on_panel(pen.theme.fault) : pen.theme.dim;
        return pen.write_right(header.right() - 10, header.y + 7, state_words(task), pen.strong(colour, kMono),
                               header.w * 0.4f) +
               10;
    }
    const Rect rect{header.right() - 6 - kButton, y, kButton, header.h - 8};
    const Colour hue = pen.process(scene, task.pid);
    const auto payload = static_cast<std::uint64_t>(task.pid.value);
    const bool hot = pen.hot(Control::step_task, payload);
    pen.canvas.fill(rect, hot ? widgets::mix(hue, pen.theme.text, 0.2f) : hue, 5);
    const Colour ink = widgets::text_on(hue);
    pen.write_centred({rect.x + 6, rect.y, rect.w - 26, rect.h}, "step", pen.strong(ink, kMono));
    widgets::triangle_right(pen.canvas, {rect.right() - 22, rect.centre().y - 4, 8, 8}, ink);
    if (pen.button(rect, Control::step_task, payload, "Run one step of " + task.name)) {
        pen.actions.push_back(session::StepTask{task.pid});
    }
    return kButton + 6;
}

void draw_header(const Scene& scene, const Pen& pen, const TaskRow& task, Rect header) {
    const Colour hue = pen.process(scene, task.pid);
    pen.canvas.fill(header, pen.theme.tint(hue), 4);
    pen.canvas.fill({header.x, header.y, 5, header.h}, hue);
    pen.mark(header, select_process(task.pid), "pid: process identifier; uid: the user it runs as");
    pen.letter(scene, task.pid, {header.x + 14, header.y + 6}, 18);
    const float right = header.right() - draw_step(scene, pen, task, header) - 8;
    float x = header.x + 40;
    x += pen.write({x, header.y + 6}, task.name, pen.strong(pen.theme.text, kStrong), right - x) + 14;
    const TextStyle style = pen.mono(pen.theme.dim, kSmall);
    const std::string pid = "pid " + std::to_string(task.pid.value);
    // With one user in the sandbox the numbers there are not the ones the program was given.
    const std::string uid = scene.now->visible.users ? " · uid " + std::to_string(task.uid.value) : "";
    const std::string both = pid + (is_thread(task) ? " · thread of " + std::to_string(task.tgid.value) : uid);
    const std::string& shown = pen.width(both, style) <= right - x ? both : pid;
    if (pen.width(shown, style) <= right - x) pen.write({x, header.y + 9}, shown, style, right - x);
}

// --- a killed process

constexpr int kNoArea = 1, kForbidden = 2;  // SEGV_MAPERR, SEGV_ACCERR

// "SIGSEGV · SEGV_MAPERR".
std::string kill_name(const TaskRow& task) {
    const std::string name = session::signal_name(static_cast<std::uint64_t>(*task.signal));
    if (*task.signal != 11) return name;
    if (task.si_code == kNoArea) return name + " · SEGV_MAPERR";
    return task.si_code == kForbidden ? name + " · SEGV_ACCERR" : name;
}

std::string kill_reason(const TaskRow& task) {
    const std::string at = " at " + address_text(task.si_addr);
    switch (*task.signal) {
        case 11:
            if (task.si_code == kNoArea) return "no area" + at;
            if (task.si_code == kForbidden) return "the area forbids it" + at;
            return "bad access" + at;
        case 7: return "no memory behind the address" + at;
        case 8: return "division by zero";
        case 9: return "killed from outside";
        default: return "killed by signal " + std::to_string(*task.signal);
    }
}

void draw_banner(const Scene& scene, const Pen& pen, const TaskRow& task, Rect banner) {
    if (banner.h <= 0 || scene.hidden_process(task.pid)) return;
    pen.canvas.fill(banner, pen.theme.tint(pen.theme.fault), 4);
    pen.canvas.outline(banner, pen.theme.fault, 1.5f, 4);
    const Colour colour = pen.theme.on_panel(pen.theme.fault);
    pen.write({banner.x + 10, banner.y + 3}, kill_name(task), pen.strong(colour, kMono), banner.w - 20);
    pen.write({banner.x + 10, banner.y + 20}, kill_reason(task), pen.body(pen.theme.text, kSmall), banner.w - 20);
}

// --- source

void draw_arrows(const Pen& pen, const TaskRow& task, std::uint32_t line, Rect row) {
    const Rect box{row.x + 3, row.centre().y - 4, 8, 8};
    const Colour colour = pen.theme.on_panel(pen.theme.changed);
    if (line == task.line) {
        widgets::triangle_right(pen.canvas, box, colour);
    } else if (line == task.last_line && task.last_file == file_shown(task)) {
        widgets::triangle_right_hollow(pen.canvas, box, pen.theme.dim);
    }
}

// Tabs as blanks; in a narrow column half of the indentation is enough.
std::string laid_out(std::string_view text, bool narrow) {
    std::string plain;
    for (char letter : text) plain += letter == '\t' ? std::string(4, ' ') : std::string(1, letter);
    if (!narrow) return plain;
    const std::size_t indent = std::min(plain.find_first_not_of(' '), plain.size());
    return plain.substr(indent - indent / 2);
}

void draw_line(const Scene& scene, const Pen& pen, const TaskRow& task, std::uint32_t line, std::string_view text,
               Rect row) {
    const bool current = line == task.line;
    if (current) pen.canvas.fill(row, pen.theme.tint(pen.theme.changed), 2);
    const session::Selection statement = select_statement(task.pid, line);
    if (scene.hovered == statement || scene.selected == statement) pen.ring_selected(row, 2);
    draw_arrows(pen, task, line, row);
    const TextStyle number = pen.mono(pen.theme.dim, kSmall);
    const bool narrow = row.w < 300;
    const float left = row.x + (narrow ? 44.0f : 52.0f);
    pen.write_right(left - 12, row.y + 3, std::to_string(line), number, 24);
    const bool ahead = task.line != 0 && line > task.line;
    const TextStyle code = pen.mono(ahead ? pen.theme.dim : pen.theme.text, narrow ? kSmall : kMono);
    const float room = row.right() - 4 - left;
    const std::string words = laid_out(text, narrow);
    pen.write({left, row.y + 2}, words, code, room);
    const bool cut = pen.width(words, code) > room;
    pen.mark(row, statement, cut ? text : std::string_view(current ? "the line that runs next" : ""));
}

void draw_program(const Scene& scene, const Pen& pen, const ProgramSlot& slot) {
    const TaskRow* task = scene.now->process(slot.pid);
    if (task == nullptr) return;
    draw_header(scene, pen, *task, slot.header);
    draw_banner(scene, pen, *task, slot.banner);
    const SourceLines* source = scene.source ? scene.source(*task, file_shown(*task)) : nullptr;
    if (source == nullptr) return;
    for (std::uint32_t n = 0; n < slot.count && slot.first + n <= source->size(); ++n) {
        const Rect row{slot.lines.x, slot.lines.y + kLineHeight * static_cast<float>(n), slot.lines.w, kLineHeight};
        draw_line(scene, pen, *task, slot.first + n, (*source)[slot.first + n - 1], row);
    }
}

// --- console

struct ConsoleLine {
    sim::Pid pid;
    std::string text;
};

// Lines too wide for the console go on in the next one, as on a terminal; of all of them the last `count`.
std::vector<ConsoleLine> folded(const Pen& pen, const std::vector<ConsoleLine>& lines, float width, std::size_t count) {
    constexpr std::size_t kMostFolded = 1000;  // bytes of a line; a longer one is cut
    const TextStyle style = pen.mono(pen.theme.text);
    std::vector<ConsoleLine> rows;
    for (const ConsoleLine& line : lines) {
        if (line.text.size() > kMostFolded || pen.width(line.text, style) <= width) {
            rows.push_back(line);
            continue;
        }
        for (std::string& row : widgets::wrapped(pen.canvas, line.text, style, width)) {
            rows.push_back({line.pid, std::move(row)});
        }
    }
    if (rows.size() > count) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(count));
    return rows;
}

// The last `count` lines of everything written; a line belongs to the process that began it.
std::vector<ConsoleLine> console_lines(const Scene& scene, std::size_t count) {
    std::vector<ConsoleLine> lines;
    bool open = false;
    for (const Output& output : scene.output) {
        for (char letter : output.text) {
            if (letter == '\n') {
                if (!open) lines.push_back({output.pid, ""});
                open = false;
                continue;
            }
            if (!open) lines.push_back({output.pid, ""});
            open = true;
            if (static_cast<unsigned char>(letter) >= 0x20) lines.back().text += letter;
        }
    }
    if (lines.size() > count) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
    return lines;
}

void draw_console(const Scene& scene, const Pen& pen, Rect rect) {
    constexpr float kPitch = 19;
    pen.write({rect.x + 4, rect.y}, "Console", pen.strong(pen.theme.dim, kMono), rect.w);
    const Rect box{rect.x, rect.y + kColumnHeading, rect.w, rect.h - kColumnHeading};
    widgets::panel(pen.canvas, box, pen.theme.raised, pen.theme.line, 5);
    const auto waits = [](const TaskRow& task) {
        return task.state == TaskState::blocked && task.waiting_for == "input";
    };
    const auto waiting = std::find_if(scene.now->processes.begin(), scene.now->processes.end(), waits);
    auto places = static_cast<std::size_t>(std::max(1.0f, (box.h - 10) / kPitch));
    const bool prompt = waiting != scene.now->processes.end();
    if (prompt && places > 1) --places;
    float y = box.y + 6;
    const std::vector<ConsoleLine> lines = folded(pen, console_lines(scene, places), box.w - 20, places);
    for (const ConsoleLine& line : lines) {
        const Colour colour = pen.theme.on_panel(pen.process(scene, line.pid));
        pen.write({box.x + 10, y}, line.text, pen.mono(colour), box.w - 20);
        y += kPitch;
    }
    const TextStyle dim = pen.mono(pen.theme.dim);
    if (prompt)
        pen.write({box.x + 10, y}, waiting->name + " waits for a line: press I", dim, box.w - 20);
    else if (lines.empty())
        pen.write({box.x + 10, y}, "nothing printed yet", dim, box.w - 20);
}

// --- interleaving

void draw_turn(const Scene& scene, const Pen& pen, std::size_t n, Rect square) {
    const bool shown = n + 1 == scene.turns.size();
    const sim::Pid pid = scene.turns[n];
    const bool nobody = pid == sim::kNoPid;  // the run began anew, or the machine did
    if (shown) pen.canvas.outline(square, pen.theme.changed, 2, kCellRadius);
    if (nobody && !shown) {
        pen.canvas.fill(square, pen.theme.line, kCellRadius);
    } else if (shown && !nobody) {
        const char letter = scene.identity(pid).letter;
        pen.write_centred(square, {&letter, 1}, pen.strong(pen.theme.text, kSmall));
    } else if (!shown) {
        pen.letter(scene, pid, {square.x, square.y}, square.w);
    }
    const std::uint64_t step = scene.turns_before + n + 1;
    if (pen.button(square, Control::seek_step, step, "step " + count_text(step))) {
        pen.actions.push_back(session::SeekStep{step});
    }
}

void draw_interleaving(const Scene& scene, const Pen& pen, Rect rect) {
    constexpr float kSquare = 22, kPitch = 26;
    const float words = pen.write({rect.x + 4, rect.y}, "Interleaving", pen.strong(pen.theme.dim, kMono), rect.w);
    const auto columns = static_cast<std::size_t>(std::max(1.0f, (rect.w + 4) / kPitch));
    const auto rows = static_cast<std::size_t>(std::max(1.0f, (rect.h - kColumnHeading + 4) / kPitch));
    const std::size_t shown = std::min(columns * rows, scene.turns.size()), skipped = scene.turns.size() - shown;
    const TextStyle dim = pen.body(pen.theme.dim, kSmall);
    const std::uint64_t earlier = scene.turns_before + skipped;
    if (scene.turns.empty())
        pen.write({rect.x + 4, rect.y + kColumnHeading + 3}, "nobody has run yet", dim, rect.w);
    else if (earlier > 0)
        pen.write({rect.x + words + 18, rect.y + 1}, count_text(earlier) + " earlier", dim, rect.w - words - 22);
    for (std::size_t n = 0; n < shown; ++n) {
        const Rect square{rect.x + 2 + kPitch * static_cast<float>(n % columns),
                          rect.y + kColumnHeading + kPitch * static_cast<float>(n / columns), kSquare, kSquare};
        draw_turn(scene, pen, skipped + n, square);
    }
}

}  // namespace

void paint_programs(const Scene& scene, const Pen& pen, Rect rect) {
    const ProgramColumn column = program_column(scene, rect);
    for (const ProgramSlot& slot : column.slots) draw_program(scene, pen, slot);
    if (column.more > 0) {
        const std::string words = column.more == 1 ? "1 more process" : count_text(column.more) + " more processes";
        pen.write({column.more_line.x + 4, column.more_line.y}, words, pen.body(pen.theme.dim, kSmall),
                  column.more_line.w);
    }
    draw_console(scene, pen, column.console);
    draw_interleaving(scene, pen, column.interleaving);
}

}  // namespace app::views
