#include "sim/kernel/proc/signals.h"

namespace sim::kernel {

DefaultAction default_action(int signal) {
    switch (signal) {
        case kSigchld:
        case 23:  // SIGURG
        case 28:  // SIGWINCH
            return DefaultAction::ignore;
        case kSigcont: return DefaultAction::resume;
        case 19:  // SIGSTOP
        case 20:  // SIGTSTP
        case 21:  // SIGTTIN
        case 22:  // SIGTTOU
            return DefaultAction::stop;
        default: return DefaultAction::terminate;
    }
}

}  // namespace sim::kernel
