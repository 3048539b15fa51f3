#include <iostream>

#include "app/host/real_kernel.h"

// Behind the rows: it includes <signal.h>, which makes si_addr a macro.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

int main(int argc, char** argv) {
    std::string why_not;
    if (app::host::RealKernel::start({}, why_not) == nullptr) {
        std::cout << "not tested here: " << why_not << "\n";
        return 77;  // ctest: skipped
    }
    return doctest::Context(argc, argv).run();
}
