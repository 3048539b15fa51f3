// The window of a recording: a lane for each piece of shared memory, the calls, and what became of it.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/views/commands.h"
#include "app/views/picture.h"
#include "app/views/style.h"
#include "app/widgets/recording_canvas.h"

using namespace app::views;
using app::session::Session;
using app::widgets::RecordingCanvas;
namespace host = app::host;
namespace session = app::session;

namespace {

using namespace sim;
using namespace sim::report;

constexpr std::uint64_t kAt = 0x7fff'f7ff'5000;

TaskRow process(std::int32_t pid, std::string name) {
    TaskRow row;
    row.pid = row.tgid = Pid{pid};
    row.name = std::move(name);
    return row;
}

SegmentRow segment(std::uint64_t nattch) {
    SegmentRow row;
    row.key = Key{0x1234};
    row.shmid = ShmId{5};
    row.mode = 0660;
    row.bytes = 12'288;
    row.page_count = 3;
    row.nattch = nattch;
    row.cpid = Pid{4711};
    return row;
}

host::Step call(std::int32_t pid, std::uint32_t number, std::int64_t result, std::string text) {
    host::Step step;
    step.pid = Pid{pid};
    step.number = number;
    step.result = result;
    step.text = std::move(text);
    return step;
}

host::RecordedArea attach() {
    host::RecordedArea area;
    area.row.start = VirtAddr{kAt};
    area.row.end = VirtAddr{kAt + 3 * kPageSize};
    area.row.perms = {true, true, false, true};
    area.row.kind = AreaKind::shm;
    area.row.shmid = ShmId{5};
    area.row.name = "/SYSV00001234 (deleted)";
    area.inode = 5;
    return area;
}

// A server makes a segment, attaches it, stores in page 0, and leaves it behind; `others` more processes attach it.
host::Recording server(std::int32_t others = 0) {
    host::Recording recording;
    recording.command = {"./server", "--once"};
    recording.fault_events = recording.frames = true;
    recording.limits.frames = 262'144;
    recording.limits.page_size = kPageSize;
    host::Step start = call(4711, 59, 0, "execve(\"./server\", [\"./server\", \"--once\"], 0x7ffc /* 20 vars */) = 0");
    start.kind = host::StepKind::start;
    start.changes.tasks.push_back({Pid{4711}, process(4711, "server"), {}, {}, {}, {}});
    host::Step get = call(4711, 29, 5, "shmget(0x1234, 12288, IPC_CREAT|0660) = 5");
    get.args = {0x1234, 12'288, 01660};
    get.changes.segments.push_back(segment(0));
    host::Step at = call(4711, 30, static_cast<std::int64_t>(kAt), "shmat(5, NULL, 0) = 0x7ffff7ff5000");
    at.args = {5, 0, 0};
    at.changes.segments.push_back(segment(1));
    at.changes.tasks.push_back({Pid{4711}, {}, {}, {attach()}, {}, {}});
    host::Step touch;
    touch.kind = host::StepKind::touch;
    touch.pid = Pid{4711};
    touch.touches = {{VirtAddr{kAt}, VirtAddr{0x401'234}, host::Access::write}};
    PageRow page;
    page.page = VirtAddr{kAt};
    page.pfn = Pfn{0x1a2b3};
    page.present = true;
    touch.changes.tasks.push_back({Pid{4711}, {}, {}, {}, {}, {page}});
    recording.steps = {start, get, at, touch};
    for (std::int32_t n = 1; n <= others; ++n) {
        host::Step other = call(4711 + n, 30, static_cast<std::int64_t>(kAt), "shmat(5, NULL, 0) = 0x7ffff7ff5000");
        other.changes.segments.push_back(segment(1 + static_cast<std::uint64_t>(n)));
        other.changes.tasks.push_back({Pid{4711 + n}, process(4711 + n, "client"), {}, {attach()}, {}, {}});
        recording.steps.push_back(other);
    }
    host::Step end;
    end.kind = host::StepKind::exited;
    end.pid = Pid{4711};
    end.text = "+++ exited with 0 +++";
    TaskRow ended = process(4711, "server");
    ended.state = TaskState::ended;
    ended.exit_status = 0;
    end.changes.tasks.push_back({Pid{4711}, ended, {VirtAddr{kAt}}, {}, {VirtAddr{kAt}}, {}});
    end.changes.segments.push_back(segment(static_cast<std::uint64_t>(others)));
    recording.steps.push_back(end);
    return recording;
}

struct Frame {
    RecordingCanvas canvas;
    std::vector<session::Action> actions;
    ShellState shell;

    Frame(const Session& shown, float width, float height, app::widgets::HitId click = 0)
        : canvas({0, 0, width, height}) {
        canvas.click(click);
        const ViewContext context{canvas,  shown,        theme_of(shown.settings().theme),
                                  actions, shell.memory, is_compact(width, height)};
        draw_picture(context, shell, width, height);
    }
};

}  // namespace

TEST_CASE("a recording shows its calls, its memory and who left what behind") {
    Session session(server(), "server.shmscope");
    CHECK(session.screen() == session::Screen::recording);
    session.apply(session::SeekStep{4});
    const Frame frame(session, 1920, 1080);
    for (const char* words : {"Recording: server.shmscope", "./server --once", "shm 5 0x1234", "left behind",
                              "step 4 of 5", "shmget(0x1234, 12288", "12,288 bytes", "0x1a2b3"}) {
        CHECK_MESSAGE(frame.canvas.shows(words), std::string(words));
    }
}

TEST_CASE("a recording is walked through as a run is, and cannot be changed") {
    Session session(server(), "server.shmscope");
    session.apply(session::StepForward{});
    session.apply(session::StepForward{});
    CHECK(session.recording()->step() == 2);
    CHECK(session.state().segments.size() == 1);
    session.apply(session::StepBack{});
    CHECK(session.state().segments.empty());
    session.apply(session::SeekEnd{});
    CHECK(session.recording()->step() == 5);
    session.apply(session::Reboot{});
    CHECK(session.recording()->step() == 5);
    CHECK_FALSE(session.message().empty());
    session.apply(session::OpenStart{});
    CHECK(session.recording() == nullptr);
}

TEST_CASE("letters and colours of processes are the same at every step of a recording") {
    Session session(server(2), "server.shmscope");
    const Theme& theme = theme_of(session.settings().theme);
    RecordingCanvas canvas({0, 0, 1920, 1080});
    std::vector<session::Action> actions;
    ViewMemory memory;
    for (std::uint64_t step = 0; step <= session.recording()->steps(); ++step) {
        session.apply(session::SeekStep{step});
        const ViewContext context{canvas, session, theme, actions, memory};
        CHECK(look_of(context, Pid{4711}).letter == 'S');
        CHECK(look_of(context, Pid{4712}).letter == 'C');
        CHECK(look_of(context, Pid{4713}).letter == 'D');
        for (std::int32_t n = 0; n < 3; ++n)
            CHECK(look_of(context, Pid{4711 + n}).colour == theme.process(static_cast<std::size_t>(n)));
        const Frame frame(session, 1920, 1080);
        for (std::size_t n = 0; n < 3; ++n) {
            const auto bar = [&](const auto& box) { return box.filled && box.colour == theme.tint(theme.process(n)); };
            CHECK(std::any_of(frame.canvas.boxes().begin(), frame.canvas.boxes().end(), bar));
        }
    }
}

TEST_CASE("clicking a call goes there") {
    Session session(server(), "server.shmscope");
    const Frame frame(session, 1920, 1080, control_id(Control::seek_step, 3));
    REQUIRE(frame.actions.size() >= 1);
    bool seeks = false;
    for (const auto& action : frame.actions) {
        if (const auto* seek = std::get_if<session::SeekStep>(&action)) seeks = seeks || seek->step == 3;
    }
    CHECK(seeks);
}

TEST_CASE("what is not visible from outside a kernel is not drawn") {
    Session session(server(), "server.shmscope");
    session.apply(session::SeekStep{4});
    session.apply(session::SetDetail{session::Detail::linux_});
    const Frame frame(session, 1920, 1080);
    CHECK(frame.canvas.shows("not visible from here"));
    CHECK_FALSE(frame.canvas.shows("CR3 0x"));
}

TEST_CASE("a recording stays readable with few and with many processes") {
    for (std::int32_t others : {0, 3, 200}) {
        Session session(server(others), "server.shmscope");
        for (std::size_t step : {std::size_t{0}, std::size_t{4}, session.recording()->steps()}) {
            session.apply(session::SeekStep{step});
            for (const auto& [width, height] : {std::pair{1280.0f, 720.0f}, {1920.0f, 1080.0f}}) {
                const Frame frame(session, width, height);
                CAPTURE(others);
                CAPTURE(step);
                CAPTURE(width);
                for (const auto& text : frame.canvas.clipped_texts()) {
                    CAPTURE(text.text);
                    CHECK(text.bounds.w == 0);
                }
            }
        }
    }
}
