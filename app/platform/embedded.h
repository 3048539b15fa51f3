// The table the build-time tool writes: every asset by name, sorted by it.
#pragma once

namespace app::platform {

struct EmbeddedFile {
    const char* name;
    unsigned long size;  // bytes
    const char* bytes;
};

extern const EmbeddedFile kEmbedded[];
extern const unsigned long kEmbeddedCount;

}  // namespace app::platform
