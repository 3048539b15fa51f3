#include "app/cli/show_recording.h"

#include <fmt/format.h>

#include <charconv>

#include "app/cli/status.h"
#include "app/cli/tables.h"
#include "app/host/replay.h"
#include "app/session/json.h"
#include "app/session/recording_file.h"
#include "app/session/recording_words.h"

namespace app::cli {
namespace {

std::string ending(const sim::report::TaskRow& process) {
    if (process.signal) return fmt::format("killed by signal {}", *process.signal);
    if (process.exit_status) return fmt::format("exited with {}", *process.exit_status);
    return process.waiting_for.empty() ? "runs" : "waits for " + process.waiting_for;
}

std::string process_text(const sim::report::TaskRow& process) {
    const bool thread = process.tgid != process.pid && process.tgid.value != 0;
    std::string text = fmt::format("{} ({}pid {}, uid {}): {}; {} pages of shared memory present\n", process.name,
                                   thread ? fmt::format("thread of {}, ", process.tgid.value) : "", process.pid.value,
                                   process.uid.value, ending(process), process.pages.size());
    if (!process.areas.empty()) text += fmt::format("\nshared areas of /proc/{}/maps\n", process.pid.value);
    text += areas_table(process);
    if (!process.pages.empty()) text += "\npresent pages\n";
    for (const sim::report::PageRow& page : process.pages) {
        text += page.pfn == sim::kNoFrame ? fmt::format("{:#014x}\n", page.page.value)
                                          : fmt::format("{:#014x}  frame {}\n", page.page.value, page.pfn.value);
    }
    return text + "\n";
}

// What led to the state, as words and as strace writes it.
std::string step_text(const host::Recording& recording, std::size_t step) {
    if (step == 0) return "before the program\n";
    std::string text = session::recorded_step_texts(recording)[step - 1].sentence + "\n";
    const std::string& line = recording.steps[step - 1].text;
    return line.empty() ? text : text + line + "\n";
}

std::string state_text(const host::Recording& recording, const sim::report::State& state, std::size_t step) {
    std::string text = fmt::format("step {} of {}\n", step, recording.steps.size()) + step_text(recording, step);
    text += segments_table(state) + semaphores_table(state) + queues_table(state) + files_table(state);
    for (const sim::report::TaskRow& process : state.processes) text += process_text(process);
    if (!recording.frames) text += "frames are numbered as they were met: the machine's numbers are not visible\n";
    if (!state.frames.empty()) text += "frames in use\n" + frames_table(state);
    return text;
}

}  // namespace

int show_recording(const std::string& path, const std::string& step, bool json) {
    session::Problem problem;
    const std::optional<host::Recording> recording = session::open_recording(path, problem);
    if (!recording) return refuse(problem.message);
    std::size_t wanted = recording->steps.size();
    if (step != "end") std::from_chars(step.data(), step.data() + step.size(), wanted);
    if (wanted > recording->steps.size()) {
        return refuse(
            fmt::format("there is no step {}: the recording ends at step {}", wanted, recording->steps.size()));
    }
    host::Replay replay(*recording);
    const sim::report::State& state = replay.seek(wanted);
    if (!json) {
        print(state_text(*recording, state, wanted));
        return kDone;
    }
    session::Snapshot snapshot;
    snapshot.step = wanted;
    snapshot.of = recording->steps.size();
    snapshot.by = "step";
    snapshot.ended = wanted == recording->steps.size();
    snapshot.state = &state;
    const std::vector<sim::report::Event> none;
    snapshot.events = &none;
    if (wanted != 0) snapshot.done = recording->steps[wanted - 1].text;
    print(session::snapshot_json(snapshot, 1) + "\n");
    return kDone;
}

}  // namespace app::cli
