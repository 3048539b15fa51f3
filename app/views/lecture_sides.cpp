#include "app/views/lecture_sides.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/views/format.h"
#include "app/views/lecture_stage.h"
#include "app/views/side_cells.h"

namespace app::views {
namespace {

using Kind = SideRow::Kind;

constexpr Rect kRows{40, 90, 1840, 720};
constexpr Rect kVerdict{40, 822, 1840, 130};
constexpr float kHead = 62, kLine = 54;
constexpr std::size_t kPlaces = 12;
constexpr float kLabelX = 64, kSimulatedX = 310, kSignX = 1040, kRealX = 1120, kPidX = 1670;
constexpr float kLabelWidth = kSimulatedX - kLabelX - 16;
constexpr float kCellWidth = 720, kSignWidth = 60;

Pen pen_of(const Stage& stage) {
    return {stage.canvas(), stage.theme(), stage.context.actions, stage.context.memory};
}

// --- which rows

enum class Rank : std::uint8_t { differs, changed, telling, other };

Rank rank_of(const std::vector<SideRow>& rows, std::size_t n) {
    const SideRow& row = rows[n];
    if (!row.equal) return Rank::differs;
    if (row.changed) return Rank::changed;
    const bool begins_table = n > 0 && rows[n - 1].kind == Kind::table;
    return begins_table || row.simulated.has_pages() ? Rank::telling : Rank::other;
}

// Takes the facts of one rank while there is room: the first of a group needs a line for its head as well.
void take(const std::vector<SideRow>& rows, Rank rank, std::vector<bool>& taken, std::size_t& places) {
    std::size_t head = 0;
    for (std::size_t n = 0; n < rows.size(); ++n) {
        if (rows[n].kind != Kind::fact) {
            head = n;
            continue;
        }
        const std::size_t lines = taken[head] ? 1 : 2;
        if (rank_of(rows, n) != rank || lines > places) continue;
        taken[head] = taken[n] = true;
        places -= lines;
    }
}

// --- rows

// The line a process has just run; empty: another one took the step.
std::string line_just_run(const Scene& scene, sim::Pid pid) {
    const sim::report::TaskRow* task = scene.now->process(pid);
    if (task == nullptr || scene.ran != pid || task->last_line == 0) return "";
    const SourceLines* lines = scene.source(*task, task->last_file);
    if (lines == nullptr || task->last_line > lines->size()) return "";
    const std::string& line = (*lines)[task->last_line - 1];
    const std::size_t begin = line.find_first_not_of(" \t");
    return begin != std::string::npos ? line.substr(begin) : "";
}

void draw_group(const Stage& stage, const SideBySide& both, const SideRow& row, float y) {
    const Theme& theme = stage.theme();
    const Pen pen = pen_of(stage);
    const Rect band{kRows.x + 12, y + 4, kRows.w - 24, kLine - 8};
    const bool process = row.kind == Kind::process;
    const Colour hue = process ? pen.process(both.simulated, row.pid) : theme.segment;
    stage.canvas().fill(stage.at(band), theme.tint(hue), 8 * stage.unit);
    float x = kLabelX;
    if (process) {
        const Rect badge = stage.at(Rect{x, band.y + 5, 36, 36});
        pen.letter(both.simulated, row.pid, {badge.x, badge.y}, badge.w);
        x += 50;
    }
    const auto name = stage.strong(kLectureText, theme.text);
    const float taken = std::min(stage.width(row.label, name) + 2, kSignX - x);
    stage.write({x, band.y, taken, band.h}, row.label, name);
    if (process) {
        x += taken + 40;
        stage.write({x, band.y, std::max(0.0f, kPidX - x - 30), band.h}, line_just_run(both.simulated, row.pid),
                    stage.mono(kLectureLeast, theme.text));
        stage.write({kPidX, band.y, kRows.right() - kPidX - 24, band.h}, fmt::format("pid {}", row.pid.value),
                    stage.mono(kLectureLeast, theme.dim));
    }
    if (row.where) pen.mark(stage.at(band), row.where);
}

// What differs is framed in the colour of faults; what just changed wears the halo it has everywhere.
void draw_ground(const Stage& stage, const SideBySide& both, const SideRow& row, Rect line) {
    const bool differs = marked_different(both, row);
    if (!differs && (!row.changed || both.simulated.hide_changes)) return;
    const Colour hue = differs ? stage.theme().fault : stage.theme().changed;
    stage.canvas().fill(stage.at(line), stage.theme().tint(hue), 8 * stage.unit);
    stage.canvas().outline(stage.at(line), hue, 4 * stage.unit, 8 * stage.unit);
}

void draw_fact(const Stage& stage, const SideBySide& both, const SideRow& row, float y) {
    const Rect line{kRows.x + 12, y + 3, kRows.w - 24, kLine - 6};
    draw_ground(stage, both, row, line);
    if (row.where) pen_of(stage).mark(stage.at(line), row.where);
    stage.write({kLabelX, y, kLabelWidth, kLine}, row.label, stage.text(kLectureText, stage.theme().dim));
    const CellPlaces places{stage.at(Rect{kSimulatedX, y, kCellWidth, kLine}),
                            stage.at(Rect{kSignX, y, kSignWidth, kLine}), stage.at(Rect{kRealX, y, kCellWidth, kLine})};
    const CellSizes sizes{.text = stage.text_size(kLectureText),
                          .page_text = stage.text_size(kLectureLeast),
                          .page = 130 * stage.unit,
                          .margin = 7 * stage.unit};
    draw_side_cells(both, pen_of(stage), row, places, sizes);
}

void draw_heads(const Stage& stage, const SideBySide& both) {
    const auto style = stage.strong(kLectureText, stage.theme().text);
    const float y = kRows.y + 4;
    stage.write({kSimulatedX, y, kCellWidth, kHead - 6}, "simulated kernel", style);
    stage.write({kRealX, y, kCellWidth, kHead - 6}, "real kernel" + real_kernel_note(both), style);
    const Rect rule = stage.at(Rect{kRows.x + 12, kRows.y + kHead - 2, kRows.w - 24, 0});
    widgets::rule(stage.canvas(), {rule.x, rule.y}, rule.w, stage.theme().line);
}

bool is_fact(const SideRow& row) {
    return row.kind == Kind::fact;
}

void draw_more(const Stage& stage, const std::vector<SideRow>& rows, const std::vector<SideRow>& shown, float y) {
    const auto left_out = [&](auto which) {
        return static_cast<std::uint64_t>(std::count_if(rows.begin(), rows.end(), which) -
                                          std::count_if(shown.begin(), shown.end(), which));
    };
    const std::uint64_t differing = left_out([](const SideRow& row) { return !row.equal; });
    std::string words = "+ " + plural(left_out(is_fact), "more row");
    words += differing > 0 ? fmt::format(", {} of them different", count_text(differing)) : ", the same on both";
    stage.write({kLabelX, y, kRows.w - 48, kLine}, words, stage.text(kLectureText, stage.theme().dim));
}

void draw_rows(const Stage& stage, const SideBySide& both) {
    const std::vector<SideRow> rows = rows_of(both);
    const bool fit = rows.size() <= kPlaces;
    const std::vector<SideRow> shown = fit ? rows : rows_for_lecture(rows, kPlaces - 1);
    float y = kRows.y + kHead;
    for (const SideRow& row : shown) {
        if (is_fact(row))
            draw_fact(stage, both, row, y);
        else
            draw_group(stage, both, row, y);
        y += kLine;
    }
    if (!fit && both.together) draw_more(stage, rows, shown, y);
}

// --- verdict

std::string difference_words(const session::RealDifference& one) {
    return fmt::format("step {} · {}: simulated {}, real {}. {}", count_text(one.step), one.what, one.simulated,
                       one.real, one.why.empty() ? "One of the two kernels is wrong." : one.why);
}

// The first of what could not be checked, as many as `lines` take.
std::string unchecked_words(const Stage& stage, const SideBySide& both, const widgets::TextStyle& style, float width) {
    const auto& all = both.totals.not_checked;
    std::string best;
    std::size_t told = 0;
    for (std::string words = "Not checked here: "; const auto& [what, count] : all) {
        words += (told++ > 0 ? " · " : "") + what;
        std::string whole = words;
        if (told < all.size()) whole += fmt::format(" · + {} more", count_text(all.size() - told));
        if (!best.empty() && widgets::wrapped(stage.canvas(), whole, style, width).size() > 2) break;
        best = std::move(whole);
    }
    return best;
}

// What stands below the verdict; empty: nothing more is to be said.
std::string details_words(const Stage& stage, const SideBySide& both, const widgets::TextStyle& style, float width) {
    if (!both.failure.empty()) return both.failure;
    if (both.differences.empty()) return unchecked_words(stage, both, style, width);
    return both.simulated.hide_changes ? "" : difference_words(both.differences.back());
}

void draw_verdict(const Stage& stage, const SideBySide& both) {
    const Theme& theme = stage.theme();
    const bool good = both.differences.empty() && both.failure.empty();
    const Colour hue = good ? theme.segment : theme.fault;
    widgets::panel(stage.canvas(), stage.at(kVerdict), theme.tint(hue), hue, 12 * stage.unit);
    const Rect room{kVerdict.x + 28, kVerdict.y + 6, kVerdict.w - 56, kVerdict.h - 12};
    const auto small = stage.text(kLectureLeast, theme.text);
    const std::string details = details_words(stage, both, small, room.w * stage.unit);
    const Rect line{room.x, room.y, room.w, details.empty() ? room.h : 50};
    const auto large = stage.strong(36, theme.text);
    const std::string verdict = verdict_words(both);
    const float taken = stage.width(verdict, large) + 2;
    stage.write({line.x, line.y, taken, line.h}, verdict, large);
    stage.write_first({line.x + taken + 40, line.y, line.w - taken - 40, line.h},
                      {totals_words(both), plural(both.totals.checked, "observation") + " compared."},
                      stage.text(kLectureLeast, theme.text, widgets::Align::right));
    const Rect below{line.x, line.bottom(), line.w, room.bottom() - line.bottom()};
    widgets::paragraph(stage.canvas(), stage.at(below), details, small, 2 * stage.unit);
}

}  // namespace

std::vector<SideRow> rows_for_lecture(const std::vector<SideRow>& rows, std::size_t places) {
    std::vector<bool> taken(rows.size());
    for (Rank rank : {Rank::differs, Rank::changed, Rank::telling, Rank::other}) take(rows, rank, taken, places);
    std::vector<SideRow> shown;
    for (std::size_t n = 0; n < rows.size(); ++n) {
        if (taken[n]) shown.push_back(rows[n]);
    }
    return shown;
}

void draw_lecture_sides(const Stage& stage, const SideBySide& both) {
    draw_box(stage, kRows);
    draw_heads(stage, both);
    draw_rows(stage, both);
    draw_verdict(stage, both);
}

}  // namespace app::views
