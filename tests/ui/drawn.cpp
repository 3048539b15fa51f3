#include "tests/ui/drawn.h"

#include "app/views/paint.h"

namespace ui_test {

using namespace app::views;

namespace {

const SourceLines kProducer{"int id = shmget(0x1234, 3*4096,",
                            "                IPC_CREAT | 0660);",
                            "int *p = shmat(id, NULL, 0);",
                            "p[0] = 42;",
                            "p[1024] = 7;",
                            "shmdt(p);"};
const SourceLines kConsumer{"int id = shmget(0x1234, 0, 0);",
                            "int *q = shmat(id, NULL, 0);",
                            "int got = q[0];",
                            "printf(\"%d\\n\", got);",
                            "shmdt(q);",
                            "shmctl(id, IPC_RMID, NULL);"};

}  // namespace

Drawn::Drawn(Moment moment, app::session::Detail detail)
    : moment_(std::move(moment)), producer_(kProducer), consumer_(kConsumer), bytes_(sim::kPageSize) {
    bytes_[0] = 42;
    changes_ = sim::history::diff(moment_.before, moment_.now);
    app::session::TextContext context;
    context.state = &moment_.now;
    context.before = &moment_.before;
    texts_ = app::session::event_texts(moment_.events, context);
    input_.now = &moment_.now;
    input_.before = &moment_.before;
    input_.changes = &changes_;
    input_.events = &moment_.events;
    input_.texts = &texts_;
    input_.events_done = moment_.events_done;
    input_.why = app::session::why_text(moment_.events, context);
    input_.detail = detail;
    input_.step = 7;
    input_.length = 12;
    const auto& tasks = moment_.now.processes;
    for (std::size_t n = 0; n < tasks.size(); ++n) {
        const char letter = n < 2 && tasks.size() == 2 ? (n == 0 ? 'P' : 'C') : static_cast<char>('A' + n % 26);
        input_.identities[tasks[n].pid] = {letter, n};
    }
    if (!tasks.empty()) {
        input_.next = tasks.front().pid;
        input_.ran = tasks.back().pid;
        for (int n = 0; n < 4; ++n) input_.turns.push_back(tasks.front().pid);
        for (int n = 0; n < 3; ++n) input_.turns.push_back(tasks.back().pid);
    }
    input_.source = [this](const sim::report::TaskRow& task, const std::string&) {
        return task.pid == sim::Pid{202} ? &consumer_ : &producer_;
    };
    input_.frame_bytes = [this](sim::Pfn) { return std::span<const std::uint8_t>(bytes_); };
}

void Drawn::paint(app::widgets::Canvas& canvas, app::session::Theme theme, float width, float height) {
    const Scene moment = scene();
    const Layout layout = lay_out(width, height, moment.detail);
    const Pen pen{canvas, theme_of(theme), actions, memory_};
    canvas.fill(layout.window, pen.theme.ground);
    canvas.fill(layout.programs, pen.theme.panel);
    canvas.fill(layout.right, pen.theme.panel);
    paint_programs(moment, pen, layout.programs);
    paint_address_spaces(moment, pen, layout.address_spaces);
    paint_page_tables(moment, pen, layout.page_tables);
    paint_physical_memory(moment, pen, layout.physical_memory);
    paint_links(moment, pen, layout);
    paint_segments(moment, pen, layout.segments);
    paint_kernel_log(moment, pen, layout.kernel_log);
    paint_inspector(moment, pen, layout.inspector);
}

}  // namespace ui_test
