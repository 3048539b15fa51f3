#include "sim/kernel/sys/proc_files.h"

namespace sim::kernel {

std::optional<ProcEntry> find_proc(const Call&, std::string_view path) {
    if (!path.empty()) return std::nullopt;
    return ProcEntry{ProcKind::directory, 0555, {}, {}, 1, 0};
}

std::string proc_text(const Call&, std::string_view) {
    return {};
}

std::vector<std::string> proc_names(const Call&, std::string_view) {
    return {};
}

Errno write_setting(Call& call, std::uint32_t setting, std::string_view) {
    return call.refuse(Errno::einval, report::Rule::argument_invalid, {2, setting});
}

}  // namespace sim::kernel
