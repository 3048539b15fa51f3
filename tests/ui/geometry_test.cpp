// The arithmetic of the middle panels: what is shown when not everything fits.
#include "app/views/geometry.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/views/log_lines.h"
#include "app/views/programs.h"
#include "app/views/segment_facts.h"
#include "tests/ui/drawn.h"

using namespace app;
using namespace ui_test;
using session::Detail;
using views::Rect;

TEST_CASE("pages are boxes of their own, then narrow ones, then groups") {
    const Rect room{0, 0, 300, 17};
    const views::PageStrip few = views::page_strip(3, room, 17, 2);
    CHECK(few.cells == 3);
    CHECK(few.cell == 17);
    const views::PageStrip many = views::page_strip(40, room, 17, 2);
    CHECK(many.cells == 40);
    CHECK(many.per_cell == 1);
    CHECK(many.cell < 17);
    for (const std::uint64_t pages : {std::uint64_t{33}, std::uint64_t{786'432}, std::uint64_t{1} << 35}) {
        const views::PageStrip strip = views::page_strip(pages, room, 17, 2);
        CHECK(strip.cells * strip.per_cell >= pages);
        CHECK(strip.cell_rect(strip.cells - 1).right() <= room.right() + 0.5f);
    }
    CHECK(views::page_strip(0, room, 17, 2).cells == 0);
}

TEST_CASE("of 200 processes those are shown that are selected, running and next") {
    Drawn drawn(crowd(200), Detail::linux_);
    drawn.input().selected = views::select_process(sim::Pid{300});
    drawn.input().ran = sim::Pid{350};
    drawn.input().next = sim::Pid{351};
    const views::Layout layout = views::lay_out(1920, 1080, Detail::linux_);
    const views::Slots slots = views::process_slots(drawn.scene(), layout.address_spaces);
    CHECK(slots.shown.size() + slots.more == 200);
    for (std::int32_t pid : {300, 350, 351}) {
        const auto same = [&](const views::Slot& slot) { return slot.pid == sim::Pid{pid}; };
        CHECK(std::any_of(slots.shown.begin(), slots.shown.end(), same));
    }
    const views::Slots tables = views::process_slots(drawn.scene(), layout.page_tables);
    REQUIRE(tables.shown.size() == slots.shown.size());
    for (std::size_t n = 0; n < tables.shown.size(); ++n) CHECK(tables.shown[n].box.y == slots.shown[n].box.y);
}

TEST_CASE("boxes of processes stay inside their column and apart") {
    for (std::uint32_t count : {1u, 2u, 3u, 5u, 200u}) {
        Drawn drawn(crowd(count), Detail::mechanism);
        for (float height : {700.0f, 900.0f, 1080.0f, 1600.0f}) {
            const views::Layout layout = views::lay_out(1920, height, Detail::mechanism);
            float bottom = layout.address_spaces.y + views::kHeading;
            for (const views::Slot& slot : views::process_slots(drawn.scene(), layout.address_spaces).shown) {
                CHECK(slot.box.y >= bottom);
                bottom = slot.box.bottom();
            }
            CHECK(bottom <= layout.address_spaces.bottom() + 0.5f);
        }
    }
}

TEST_CASE("the page table lists the entry in focus, however many pages there are") {
    Drawn drawn(huge(1'048'576, 786'432), Detail::linux_);
    drawn.input().selected = views::select_frame(sim::Pfn{700'000});
    const views::Scene scene = drawn.scene();
    const sim::report::TaskRow& task = scene.now->processes[0];
    const views::EntryList list = views::entry_list(scene, task, {0, 0, 370, 180});
    REQUIRE_FALSE(list.lines.empty());
    const auto focused = [](const views::EntryLine& line) {
        return line.entry != nullptr && line.entry->pfn == sim::Pfn{700'000};
    };
    CHECK(std::any_of(list.lines.begin(), list.lines.end(), focused));
}

TEST_CASE("64 frames stand in rows, of a million those rows that matter, and all of them as one texture") {
    const Rect column{0, 0, 302, 650};
    Drawn small(two_processes(), Detail::linux_);
    const views::FrameGrid all = views::frame_grid(small.scene(), column);
    CHECK(all.rows.size() == 8);
    CHECK(all.overview.h == 0);
    Drawn large(huge(1'048'576, 786'432), Detail::linux_);
    large.input().selected = views::select_frame(sim::Pfn{700'000});
    const views::FrameGrid some = views::frame_grid(large.scene(), column);
    CHECK(some.overview.h > 0);
    CHECK(some.cell_of(sim::Pfn{700'000}).has_value());
    CHECK_FALSE(some.cell_of(sim::Pfn{900'000}).has_value());
    CHECK(some.cells.bottom() <= some.detail.y + 1);
}

TEST_CASE("the list of events fits its height and keeps the current one") {
    Drawn drawn(two_processes(), Detail::linux_);
    for (std::size_t done = 1; done <= 9; ++done) {
        drawn.input().events_done = done;
        for (float height : {90.0f, 150.0f, 300.0f, 900.0f}) {
            const views::LogLines log = views::log_lines(drawn.scene(), height);
            float used = 0;
            for (const views::LogLine& line : log.lines)
                used += line.two_lines ? views::kLogTwoLines : views::kLogOneLine;
            CHECK(used <= height);
            const bool current =
                std::any_of(log.lines.begin(), log.lines.end(), [](const auto& line) { return line.current; });
            CHECK(current == (done < 9));
        }
    }
}

TEST_CASE("detail 1 tells of faults and entries, not of every check") {
    Drawn picture(two_processes(), Detail::picture), full(two_processes(), Detail::linux_);
    const auto few = views::log_lines(picture.scene(), 2000).lines, all = views::log_lines(full.scene(), 2000).lines;
    CHECK(all.size() == 9);
    CHECK(few.size() < all.size());
    CHECK_FALSE(few.empty());
}

TEST_CASE("events that are still to come are left out while a question asks for them") {
    Drawn drawn(two_processes(), Detail::linux_);
    drawn.input().events_done = 3;
    drawn.input().hide_future = true;
    for (const views::LogLine& line : views::log_lines(drawn.scene(), 2000).lines) CHECK(line.done);
}

TEST_CASE("a program longer than its room shows the lines around the current one") {
    Drawn drawn(two_processes(), Detail::linux_);
    const views::SourceLines longer(500, "x++;");
    drawn.input().source = [&](const sim::report::TaskRow&, const std::string&) { return &longer; };
    const views::ProgramColumn column = views::program_column(drawn.scene(), {0, 44, 400, 956});
    for (const views::ProgramSlot& slot : column.slots) {
        const auto* task = drawn.scene().now->process(slot.pid);
        CHECK(slot.first <= task->line);
        CHECK(task->line < slot.first + slot.count);
    }
    CHECK(column.interleaving.bottom() <= 1000);
}

TEST_CASE("a process that attached twice counts twice") {
    Moment moment = two_processes();
    auto& areas = moment.now.processes[0].areas;
    auto again =
        *std::find_if(areas.begin(), areas.end(), [](const auto& area) { return area.shmid == sim::ShmId{5}; });
    again.start = sim::VirtAddr{0x7fff'f7fe'0000};
    again.end = again.start + 0x3000;
    areas.insert(areas.end() - 2, again);
    Drawn drawn(std::move(moment), Detail::linux_);
    CHECK(views::attached(drawn.scene(), sim::ShmId{5}).size() == 3);
}

TEST_CASE("many entries cleared, with frames freed in between, are two lines of the list") {
    using sim::report::EventType;
    using sim::report::Rule;
    Moment moment = two_processes();
    moment.events.clear();
    for (std::uint64_t n = 0; n < 20; ++n) {
        const bool clear = n % 2 == 0;
        sim::report::Event event;
        event.type = clear ? EventType::pte : EventType::frame;
        event.rule = clear ? Rule::pte_clear : Rule::frame_free;
        event.args = {0x7fff'f7ff'5000 + n * 4096, 19, n};
        moment.events.push_back(event);
    }
    moment.events_done = moment.events.size();
    Drawn drawn(std::move(moment), Detail::linux_);
    const auto lines = views::log_lines(drawn.scene(), 1000).lines;
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].repeats == 9);
    CHECK(lines[1].repeats == 9);
}

TEST_CASE("sentences too wide for the column wrap where there is height, else they are cut") {
    Drawn drawn(two_processes(), Detail::linux_);
    drawn.input().events_done = 9;
    const views::TooWide always = [](const std::string&, bool) { return true; };
    for (const views::LogLine& line : views::log_lines(drawn.scene(), 2000, always).lines) CHECK(line.wrapped);
    for (float height : {150.0f, 260.0f, 400.0f}) {
        const auto whole = views::log_lines(drawn.scene(), height, always).lines;
        float used = 0;
        for (const views::LogLine& line : whole) used += views::height_of(line);
        CHECK(used <= height);
    }
    CHECK(views::log_lines(drawn.scene(), 150, always).lines.size() ==
          views::log_lines(drawn.scene(), 150).lines.size());
}

TEST_CASE("one process has the whole height, two share it") {
    const views::Layout layout = views::lay_out(1920, 1080, Detail::mechanism);
    Drawn one(huge(64, 3), Detail::mechanism), two(two_processes(), Detail::mechanism);
    const auto alone = views::process_slots(one.scene(), layout.address_spaces).shown;
    const auto both = views::process_slots(two.scene(), layout.address_spaces).shown;
    REQUIRE(alone.size() == 1);
    REQUIRE(both.size() == 2);
    CHECK(alone[0].box.h > 1.9f * both[0].box.h);
}
