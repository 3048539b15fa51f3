#include "app/views/log_lines.h"

#include <algorithm>

#include "app/views/format.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Detail;

// How much an event tells; 1 to 9.
int weight_of(const Event& event) {
    if (event.error != sim::Errno::ok) return 9;
    switch (event.rule) {
        case Rule::frame_alloc:
        case Rule::frame_free: return 6;
        case Rule::walk_done: return 4;
        case Rule::frame_mapcount:
        case Rule::fault_minor:
        case Rule::fault_major:
        case Rule::tlb_miss:
        case Rule::access_retry:
        case Rule::table_link:
        case Rule::table_unlink:
        case Rule::file_close: return 3;
        default: break;
    }
    switch (event.type) {
        case EventType::call:
        case EventType::segment:
        case EventType::semaphore:
        case EventType::queue:
        case EventType::pipe:
        case EventType::signal: return 9;
        case EventType::return_:
        case EventType::fault:
        case EventType::pte:
        case EventType::area:
        case EventType::swap:
        case EventType::process: return 8;
        case EventType::output:
        case EventType::file:
        case EventType::wait:
        case EventType::wake: return 7;
        case EventType::check:
        case EventType::object: return 5;
        default: return 2;
    }
}

int least_weight(const Scene& scene) {
    if (scene.at_least(Detail::linux_)) return 1;
    return scene.at_least(Detail::mechanism) ? 4 : 6;
}

std::vector<LogLine> all_lines(const Scene& scene) {
    std::vector<LogLine> lines;
    const bool under_way = scene.events_done < scene.events->size();
    for (std::size_t n = 0; n < scene.events->size(); ++n) {
        const bool current = under_way && n + 1 == scene.events_done;
        if (weight_of((*scene.events)[n]) < least_weight(scene) && !current) continue;
        const bool done = n < scene.events_done;
        if (!done && scene.hide_future) break;
        const bool bits = (*scene.events)[n].type == EventType::pte && !scene.at_least(Detail::mechanism);
        const bool has_detail = n < scene.texts->size() && !(*scene.texts)[n].detail.empty() && !bits;
        lines.push_back({n, done, current, has_detail});
    }
    return lines;
}

// Kinds that come in long runs, side by side with one another.
bool comes_in_runs(Rule rule) {
    switch (rule) {
        case Rule::pte_clear:
        case Rule::pte_protect:
        case Rule::frame_free:
        case Rule::frame_mapcount:
        case Rule::table_unlink:
        case Rule::segment_detach: return true;
        default: return false;
    }
}

// "clear entry 340" ten times over, frames freed in between, is one line that says so.
std::vector<LogLine> without_repeats(const Scene& scene, const std::vector<LogLine>& lines) {
    const auto rule_of = [&](const LogLine& line) { return (*scene.events)[line.event].rule; };
    std::vector<LogLine> kept;
    for (const LogLine& line : lines) {
        auto same = kept.rbegin();
        while (same != kept.rend() && rule_of(*same) != rule_of(line) && comes_in_runs(rule_of(*same))) ++same;
        const bool repeats = comes_in_runs(rule_of(line)) && same != kept.rend() && rule_of(*same) == rule_of(line);
        if (repeats)
            ++same->repeats;
        else
            kept.push_back(line);
    }
    return kept;
}

float height_of(const std::vector<LogLine>& lines) {
    float height = 0;
    for (const LogLine& line : lines) height += height_of(line);
    return height;
}

// Takes away the second lines, from the first line on, but never that of the current one.
void drop_details(std::vector<LogLine>& lines, float height) {
    for (LogLine& line : lines) {
        if (height_of(lines) <= height) return;
        if (!line.current) line.two_lines = false;
    }
}

// Sentences go back to one line, from the first line on: cut ones tell more than missing ones.
void cut_sentences(std::vector<LogLine>& lines, float height) {
    for (LogLine& line : lines) {
        if (height_of(lines) <= height) return;
        line.wrapped = line.wrapped && line.current;
    }
}

// Takes away lines that weigh at most `most`, the lightest and latest first.
void drop_light_lines(const Scene& scene, LogLines& log, int most, float height) {
    while (log.lines.size() > 1 && height_of(log.lines) > height - kLogMore) {
        const auto lightest =
            std::min_element(log.lines.rbegin(), log.lines.rend(), [&](const LogLine& a, const LogLine& b) {
                return weight_of((*scene.events)[a.event]) < weight_of((*scene.events)[b.event]);
            });
        if (weight_of((*scene.events)[lightest->event]) > most) return;
        log.lines.erase(std::next(lightest).base());
        ++log.smaller;
    }
}

// Of a whole step: small lines go first, then details, then whatever tells least.
void keep_heaviest(const Scene& scene, LogLines& log, float height) {
    constexpr int kSmall = 4, kAny = 9;
    drop_light_lines(scene, log, kSmall, height);
    drop_details(log.lines, height - kLogMore);
    cut_sentences(log.lines, height - kLogMore);
    drop_light_lines(scene, log, kAny, height);
}

void keep_around_cursor(LogLines& log, float height) {
    constexpr std::size_t kAhead = 2;  // lines after the cursor that stay as long as there are any before it
    while (log.lines.size() > 1 && height_of(log.lines) > height - 2 * kLogMore) {
        const auto cursor =
            std::find_if(log.lines.begin(), log.lines.end(), [](const LogLine& line) { return !line.done; });
        const auto ahead = static_cast<std::size_t>(log.lines.end() - cursor);
        const bool from_end = ahead > kAhead || log.lines.size() == ahead + 1;
        if (from_end)
            log.lines.pop_back(), ++log.later;
        else
            log.lines.erase(log.lines.begin()), ++log.earlier;
    }
}

}  // namespace

float height_of(const LogLine& line) {
    const float wraps = (line.wrapped ? kLogWrap : 0) + (line.two_lines && line.long_detail ? kLogWrap : 0);
    return (line.two_lines ? kLogTwoLines : kLogOneLine) + wraps;
}

std::string sentence_of(const Scene& scene, const LogLine& line) {
    const std::string more = line.repeats == 0 ? "" : ", and " + count_text(line.repeats) + " more like it";
    return (*scene.texts)[line.event].sentence + more;
}

LogLines log_lines(const Scene& scene, float height, const TooWide& too_wide) {
    LogLines log;
    log.lines = all_lines(scene);
    if (scene.events_done >= scene.events->size()) log.lines = without_repeats(scene, log.lines);
    for (LogLine& line : log.lines) {
        if (!too_wide) break;
        line.wrapped = too_wide(sentence_of(scene, line), false);
        line.long_detail = line.two_lines && too_wide((*scene.texts)[line.event].detail, true);
    }
    if (height_of(log.lines) <= height) return log;
    if (scene.events_done >= scene.events->size()) {
        keep_heaviest(scene, log, height);
        return log;
    }
    drop_details(log.lines, height);
    cut_sentences(log.lines, height);
    if (height_of(log.lines) > height) keep_around_cursor(log, height);
    return log;
}

}  // namespace app::views
