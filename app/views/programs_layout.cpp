#include <algorithm>
#include <cmath>

#include "app/views/geometry.h"
#include "app/views/programs.h"

namespace app::views {
namespace {

using namespace sim::report;

constexpr float kMargin = 12, kProgramHeader = 30, kAfterHeader = 5, kGap = 14, kBanner = 44, kMoreLine = 20;

struct Wish {
    const TaskRow* task = nullptr;
    std::uint32_t total = 0;  // lines of its file
    std::uint32_t given = 0;
};

float fixed_height(const Wish& wish) {
    return kProgramHeader + kAfterHeader + kGap + (wish.task->signal ? kBanner : 0);
}

// Deals lines out in turn, so that a short program leaves its room to the long ones.
void deal_lines(std::vector<Wish>& wishes, std::uint32_t lines) {
    bool given = true;
    while (lines > 0 && given) {
        given = false;
        for (Wish& wish : wishes) {
            if (lines == 0 || wish.given >= wish.total) continue;
            ++wish.given, --lines;
            given = true;
        }
    }
}

// The window of lines keeps the current one in its lower half, like a reader's eye.
std::uint32_t first_line(const Wish& wish) {
    const std::uint32_t current = wish.task->line != 0 ? wish.task->line : std::max(1u, wish.task->last_line);
    const std::uint32_t above = wish.given * 3 / 5;
    const std::uint32_t latest = wish.total - wish.given + 1;
    return std::clamp(current > above ? current - above : 1u, 1u, std::max(1u, latest));
}

std::vector<Wish> wishes_of(const Scene& scene, const Slots& slots) {
    std::vector<Wish> wishes;
    for (const Slot& slot : slots.shown) {
        const TaskRow* task = scene.now->process(slot.pid);
        if (task == nullptr) continue;
        const SourceLines* source = scene.source ? scene.source(*task, file_shown(*task)) : nullptr;
        wishes.push_back({task, source != nullptr ? static_cast<std::uint32_t>(source->size()) : 0});
    }
    return wishes;
}

}  // namespace

const std::string& file_shown(const TaskRow& task) {
    return task.line != 0 ? task.file : task.last_file;
}

ProgramColumn program_column(const Scene& scene, Rect rect) {
    ProgramColumn column;
    const bool low = rect.h < 700;
    const float x = rect.x + kMargin, w = rect.w - 2 * kMargin;
    const float interleaving = kColumnHeading + (low ? 26 : 58), console = kColumnHeading + (low ? 64 : 92);
    const float top = rect.y + 14, bottom = rect.bottom() - kMargin - interleaving - 10 - console - 8;
    // The processes of the middle columns, so that the same ones are on screen.
    const Slots slots = process_slots(scene, {0, 0, 100, bottom - top + kHeading});
    std::vector<Wish> wishes = wishes_of(scene, slots);
    float room = bottom - top - (slots.more > 0 ? kMoreLine : 0);
    for (const Wish& wish : wishes) room -= fixed_height(wish);
    deal_lines(wishes, static_cast<std::uint32_t>(std::max(0.0f, std::floor(room / kLineHeight))));
    float y = top;
    for (const Wish& wish : wishes) {
        ProgramSlot slot{wish.task->pid, {x, y, w, kProgramHeader}, {}, {}, first_line(wish), wish.given};
        y += kProgramHeader + kAfterHeader;
        if (wish.task->signal) slot.banner = {x, y, w, kBanner - 6}, y += kBanner;
        slot.lines = {x, y, w, kLineHeight * static_cast<float>(wish.given)};
        y = slot.lines.bottom() + kGap;
        column.slots.push_back(slot);
    }
    column.more = slots.more;
    column.more_line = {x, y, w, kMoreLine - 4};
    if (column.more > 0) y += kMoreLine;
    // Short programs leave their room to the console, which does not need all of it.
    const float most = std::max(console, rect.h * 0.4f);
    column.console = {x, y + 4, w, std::clamp(bottom + 8 + console - y - 4, console, most)};
    column.interleaving = {x, column.console.bottom() + 14, w, interleaving};
    return column;
}

}  // namespace app::views
