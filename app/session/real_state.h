// The state of a run on the real kernel, as views want it.
#pragma once

#include "sim/report/rows.h"

namespace app::session {

// The rows of the real kernel in the order of the simulated ones, with what programs alone know: names, lines,
// programs. A process that is in no call on the real kernel is as the program is: ready, or asleep in a call that is
// not carried out there.
sim::report::State real_state(sim::report::State real, const sim::report::State& simulated);

}  // namespace app::session
