// shmscope trace: any compiled program on the real kernel, recorded.
#include "app/host/trace.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include "app/cli/commands.h"
#include "app/cli/status.h"
#include "app/cli/terminal.h"
#include "app/session/recording_file.h"
#include "app/session/recording_report.h"
#include "app/session/recording_words.h"
#include "app/session/trace_notation.h"

namespace app::cli {
namespace {

struct TraceCommand {
    host::TraceRequest request;
    std::string output;
    bool json = false;
    bool strace = false;
};

// That the recording can be written is known before the program runs. A file made for that goes when there is none.
class OutputFile {
public:
    explicit OutputFile(const std::string& path) : path_(path), new_(!std::filesystem::exists(path)) {
        if (!path.empty()) writable_ = static_cast<bool>(std::ofstream(path, std::ios::binary | std::ios::app));
    }
    ~OutputFile() {
        std::error_code ignored;
        if (new_ && writable_ && !path_.empty() && !kept_) std::filesystem::remove(path_, ignored);
    }
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    bool writable() const { return writable_; }
    void keep() { kept_ = true; }

private:
    std::string path_;
    bool new_, writable_ = true, kept_ = false;
};

// Lines as strace -f prints them.
class StepLog {
public:
    void operator()(const host::Step& step) {
        using host::StepKind;
        if (step.kind == StepKind::start) alive_.insert(step.pid);
        if (!step.text.empty()) {
            const std::string prefix = alive_.size() > 1 ? fmt::format("[pid {:5}] ", step.pid.value) : "";
            write_all(2, prefix + step.text + "\n");
        }
        if (step.kind == StepKind::fork || step.kind == StepKind::thread) alive_.insert(step.child);
        if (step.kind == StepKind::exited || step.kind == StepKind::killed) alive_.erase(step.pid);
    }

private:
    std::set<sim::Pid> alive_;
};

int report(const TraceCommand& command, const host::Recording& recording) {
    if (!command.output.empty()) {
        session::Problem problem;
        if (!session::save_recording(command.output, recording, problem)) return refuse(problem.message);
    }
    if (command.json) {
        print(session::recording_report_json(recording, 1) + "\n");
    } else if (command.output.empty()) {
        print(session::recording_report(recording));
    } else {
        for (const host::Limit& limit : recording.unseen) complain(session::unseen_sentence(limit));
    }
    return kDone;
}

int trace(TraceCommand& command) {
    if (command.request.command.empty()) return refuse("trace needs a program: shmscope trace -- PROGRAM ARGUMENTS");
    command.request.output_to_errors = command.json;
    OutputFile file(command.output);
    if (!file.writable()) return refuse(command.output + ": cannot write");
    session::StraceNotation notation;
    host::StepSeen seen;
    if (command.strace) seen = StepLog();
    host::TraceRefusal refusal;
    const std::optional<host::Recording> recording = host::trace(command.request, notation, seen, refusal);
    if (!recording) return refuse(session::refusal_sentence(refusal));
    file.keep();
    return report(command, *recording);
}

}  // namespace

void add_trace(CLI::App& app, Invocation& invocation) {
    auto request = std::make_shared<TraceCommand>();
    CLI::App* command = app.add_subcommand(
        "trace", "run a compiled program (behind --) on the real kernel and record what it does with shared memory");
    command->add_option("-o", request->output, "write the recording to this file: show and the window open it");
    command->add_flag("--json", request->json,
                      "print the summary and the steps as JSON; the program's output goes to stderr");
    command->add_flag("--strace", request->strace, "log the calls recorded to stderr, as strace does");
    command->add_flag("--shared-namespace", request->request.shared_namespace,
                      "among the system's own segments and objects, not in a private namespace");
    command->callback([&invocation, request] {
        request->request.command = invocation.program_args;
        invocation.action = [request] { return trace(*request); };
    });
}

}  // namespace app::cli
