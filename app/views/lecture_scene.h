// What presenter mode shows of a moment: at most two processes, a few pages, the frames behind them. Chosen here,
// drawn by what lecture_stage.h lists.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/views/style.h"

namespace app::views {

struct LecturePage {
    std::uint64_t index = 0;  // within its area
    std::optional<sim::Pfn> frame;
    bool readable = true, writable = false;
    bool changed = false;
};

struct LectureProcess {
    sim::Pid pid;
    std::string name;
    ProcessLook look;
    std::string code;  // the line it ran last, or how it ended
    bool ran = false;  // it took the step shown
    bool dead = false;
    bool failed = false;  // killed, or its exit status is not 0
    std::string area;     // "its addresses", "its data"; empty: it has none to show
    bool shared = false;
    sim::VirtAddr start;
    std::vector<LecturePage> pages;  // ascending
    std::uint64_t more_pages = 0;
};

struct LectureFrame {
    sim::Pfn pfn;
    std::string value;               // what stands at its beginning: a number or text
    std::string label, short_label;  // "segment page 0", "page 0"
    bool changed = false;
    bool shared = false;
    Colour colour;
    bool mapped = true;  // by a page shown; false: of a segment whose data waits for somebody
};

struct LectureSegment {
    std::string key;  // "key 0x1234"
    std::uint64_t pages = 0, resident = 0, nattch = 0;
    std::vector<sim::Pid> attached;
    bool dest = false;
    bool changed = false;
};

struct LectureScene {
    std::vector<LectureProcess> processes;
    std::size_t more_processes = 0;
    std::vector<LectureFrame> frames;  // in the order the pages meet them
    std::size_t more_frames = 0;
    std::uint64_t frames_free = 0;
    std::optional<LectureSegment> segment;
    std::size_t more_segments = 0;
    std::string caption;
};

LectureScene lecture_scene(const ViewContext& context);

inline constexpr std::size_t kLectureProcesses = 2;
inline constexpr std::size_t kLecturePages = 3;
inline constexpr std::size_t kLectureFrames = 3;

}  // namespace app::views
