// What comes with shmscope, by name and title.
#pragma once

#include <string>
#include <vector>

namespace app::session {

struct CatalogueEntry {
    std::string id;     // "01-one-number": what commands take
    std::string title;  // for people
};

struct Catalogue {
    std::vector<CatalogueEntry> scenarios, lessons, labs;
};
Catalogue catalogue();

}  // namespace app::session
