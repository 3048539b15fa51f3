// What chance decides: numbers. They become operations only in front of the simulated machine, which knows which ids,
// addresses and processes there are (plan.h); so a sequence stays sensible when it is shortened.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace random_compare {

struct Draw {
    std::array<std::uint32_t, 8> numbers{};  // [0, 1000); smaller is simpler
};

struct Draws {
    Draw setup;
    std::vector<Draw> operations;
};

}  // namespace random_compare
