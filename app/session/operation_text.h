// Operations as text, one a line, to be read by people and read back:
//
//   setup shmmni=3                      limits that are not Linux's defaults
//   process uid=1000 gid=1000           the first has pid 2
//   2: shmget(0x1234, 8192, 01600)      any call by name, arguments as C writes numbers
//   2: shmctl(0, 2, scratch) out=112    bytes of the scratch memory are read back …
//   2: semop(0, scratch, 1) in=0000ffff0000     … or put there before, in hexadecimal
//   3: store 0x7ffff7ff7000 8 0x2a      address, bytes, value
//   3: load 0x7ffff7ff7000 1
//   # a comment
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/report/operation.h"

namespace app::session {

struct OperationSequence {
    sim::report::Setup setup;
    std::vector<sim::report::Operation> operations;
};

std::string operation_text(const sim::report::Operation& operation);
std::string sequence_text(const OperationSequence& sequence);
// nullopt with "line N: …" when it is not understood.
std::optional<OperationSequence> parse_sequence(const std::string& text, std::string& problem);

// A call's result: "3", "0x7ffff7ff6000", "-1 EINVAL".
std::string result_text(std::int64_t result);

}  // namespace app::session
