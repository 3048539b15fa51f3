// Everything the panels draw from, gathered once per moment: the session's state and what follows from it.
//
// Panels see a Scene, never the session: so any state can be drawn, one from a test as well.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/session/real_answer.h"
#include "app/session/selection.h"
#include "app/session/settings.h"
#include "app/session/text.h"
#include "app/views/relations.h"
#include "sim/history/diff.h"
#include "sim/report/event.h"
#include "sim/report/rows.h"

namespace app::views {

// How a process is told apart, everywhere.
struct Identity {
    char letter = '?';
    std::size_t colour = 0;
};

// What a program wrote to fd 1 or 2.
struct Output {
    sim::Pid pid;
    std::string text;
};

// A source file of a program, in lines.
using SourceLines = std::vector<std::string>;

// An entry whose link is drawn.
struct Mapping {
    sim::Pid pid;
    sim::VirtAddr page;
};

// What the session says about a moment.
struct SceneInput {
    const sim::report::State* now = nullptr;
    const sim::report::State* before = nullptr;
    const sim::history::Changes* changes = nullptr;  // from before to now
    const std::vector<sim::report::Event>* events = nullptr;
    const std::vector<session::EventText>* texts = nullptr;  // one for each event
    std::size_t events_done = 0;
    std::string why;
    session::Detail detail = session::Detail::picture;
    session::Selection selected, hovered;
    std::optional<sim::Pid> next;  // who takes the next step
    sim::Pid ran;                  // who took the step shown; kNoPid before the first
    std::uint64_t step = 0;        // steps that have happened, the one shown included
    std::optional<std::uint64_t> length;
    std::vector<sim::Pid> turns;     // who took the steps, the one shown last; the latest ones only
    std::uint64_t turns_before = 0;  // how many turns there were before those
    bool hide_changes = false;       // a question asks for them
    bool hide_future = false;        // a question asks for what comes
    std::vector<Output> output;
    const std::vector<session::RealAnswer>* answers = nullptr;  // of the real kernel, when the rows are its own
    std::map<sim::Pid, Identity> identities;
    // Lines of a file of a task's program; nullptr when its text is not known.
    std::function<const SourceLines*(const sim::report::TaskRow&, const std::string& file)> source;
    // The bytes of a frame.
    std::function<std::span<const std::uint8_t>(sim::Pfn)> frame_bytes;
};

struct Scene : SceneInput {
    explicit Scene(SceneInput input);

    bool at_least(session::Detail least) const { return detail >= least; }
    Identity identity(sim::Pid pid) const;

    bool lit(const PageRef& page) const { return hover.page(page) || selection.page(page); }
    bool lit(const sim::report::FrameRow& frame) const { return hover.frame(frame) || selection.frame(frame); }
    bool lit_area(sim::Pid pid, const sim::report::AreaRow& area) const;
    bool lit_segment(sim::ShmId shmid) const { return hover.segment(shmid) || selection.segment(shmid); }
    bool lit_segment_page(sim::ShmId shmid, std::uint32_t index, sim::Pfn pfn) const;

    // What just changed. `fresh` wears a halo; `hidden` is blanked because a question asks for it.
    bool fresh_page(sim::Pid pid, sim::VirtAddr page) const { return !hide_changes && changed_page(pid, page); }
    bool hidden_page(sim::Pid pid, sim::VirtAddr page) const { return hide_changes && changed_page(pid, page); }
    bool fresh_area(sim::Pid pid, sim::VirtAddr start) const {
        return !hide_changes && changes->areas.count({pid, start});
    }
    bool hidden_area(sim::Pid pid, sim::VirtAddr start) const {
        return hide_changes && changes->areas.count({pid, start});
    }
    bool fresh_frame(sim::Pfn pfn) const { return !hide_changes && changes->frames.count(pfn); }
    bool hidden_frame(sim::Pfn pfn) const { return hide_changes && changes->frames.count(pfn); }
    bool fresh_segment(sim::ShmId shmid) const { return !hide_changes && changes->segments.count(shmid); }
    bool hidden_segment(sim::ShmId shmid) const { return hide_changes && changes->segments.count(shmid); }
    bool hidden_process(sim::Pid pid) const { return hide_changes && changes->processes.count(pid); }
    bool changed_page(sim::Pid pid, sim::VirtAddr page) const { return changes->pages.count({pid, page}) != 0; }

    Lit hover, selection;
    // The frame whose links are drawn, and the entries that map it; at most kMaxMappings.
    std::optional<sim::Pfn> focus;
    std::vector<Mapping> mappings;
    std::uint64_t mapping_count = 0;
    // The page whose entry is taken apart: of the selection, else one of the mappings, else the last one changed.
    std::optional<Mapping> entry;
};

inline constexpr std::size_t kMaxMappings = 4096;

}  // namespace app::views
