// The beginning of a traced program: finding it, its namespaces, the child that becomes it.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "app/host/files_linux.h"
#include "app/host/trace.h"

namespace app::host {

// The file a shell would run for that name. nullopt: `refusal` says why there is none.
std::optional<std::string> find_program(const std::string& name, TraceRefusal& refusal);

// Whether the file is a program of the kind recorded (or a script, whose interpreter is asked when it runs).
bool right_kind_of_program(const std::string& path);

// The calling process moves into an IPC namespace of its own; an ordinary user's needs a user namespace around it, in
// which everybody is who they were.
bool enter_ipc_namespace(TraceRefusal& refusal);

// A child that waits, and becomes the program when it is let go.
class StartingProgram {
public:
    // `mask`: the signals it shall have blocked.
    StartingProgram(const TraceRequest& request, const std::string& path, const sigset_t& mask);
    ~StartingProgram();
    StartingProgram(const StartingProgram&) = delete;
    StartingProgram& operator=(const StartingProgram&) = delete;

    pid_t pid() const { return pid_; }
    // Waits until its namespaces are made. False: `refusal` says what was in the way.
    bool ready(TraceRefusal& refusal);
    void go();
    // When it has ended: what kept it from becoming the program, if anything did.
    std::optional<TraceRefusal> failure();

private:
    struct Report;

    std::optional<Report> receive();
    [[noreturn]] void become(const TraceRequest& request, const sigset_t& mask, int socket);

    std::string path_;
    pid_t pid_ = -1;
    int error_ = 0;  // of fork
    Descriptor socket_;
};

}  // namespace app::host
