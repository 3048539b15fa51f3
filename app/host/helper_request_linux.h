// What a helper is sent: a head and the bytes behind it.
#pragma once

#include <string>

#include "app/host/files_linux.h"
#include "app/host/helper/protocol.h"
#include "app/host/real_kernel.h"

namespace app::host {

struct HelperMessage {
    HelperRequest head{};
    std::string input;
};

// `scratch` is where the helper's scratch memory lies; `in_place` as RealKernel::perform() has it.
HelperMessage message_of(const sim::report::Operation& operation, std::uint64_t scratch,
                         const std::optional<Arguments>& in_place);
HelperMessage message_of(const sim::report::Accesses& accesses);

// Sends it; `descriptor`, unless -1, goes along: the socket for the child of a fork. A helper that is gone is noticed
// when its answer is waited for.
void send_to_helper(const Descriptor& socket, const HelperMessage& message, int descriptor);
// False when the helper is gone.
bool receive_from_helper(const Descriptor& socket, void* bytes, std::size_t size);

}  // namespace app::host
