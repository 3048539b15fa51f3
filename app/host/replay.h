// The states of a recording: steps forwards and backwards through it.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "app/host/recording.h"

namespace app::host {

// Which memory an area maps: equal for all areas that share pages.
struct MemoryId {
    bool segment = false;  // System V; then `inode` is the shmid
    std::uint64_t device = 0, inode = 0;
    auto operator<=>(const MemoryId&) const = default;
};
MemoryId memory_of(const RecordedArea& area);
// The page of that memory which an address of the area shows.
std::uint64_t page_index(const sim::report::AreaRow& area, sim::VirtAddr address);

// Rows of a moment, as a view wants them.
//
// - processes: never leave; the areas are the shared ones; threads have no areas (their process has them).
// - files: objects that are named or mapped. links 0: unlinked.
// - segments and files have `pages`: frames known at that moment, kNoFrame for a page without one.
// - frames: those mapped by our processes; owner segment or object; mapcount counts entries of our processes.
// - visible.frames false: frame numbers are not the machine's: they name pages in the order they were met.
class Replay {
public:
    // `recording` must outlive it. May come from an untrusted file: nothing in it makes this fail.
    explicit Replay(const Recording& recording);
    ~Replay();
    Replay(Replay&&) noexcept;
    Replay& operator=(Replay&&) noexcept;

    // The state after `step` steps; 0: before the first. At most steps.size() is taken.
    const sim::report::State& seek(std::size_t step);
    // Goes there without making a state: cheap, for walks over all steps that ask area() alone.
    void go(std::size_t step);
    std::size_t position() const;

    // What `pid`'s area that holds `address` maps, at the position; nullptr: no shared area there.
    const RecordedArea* area(sim::Pid pid, sim::VirtAddr address) const;

private:
    struct World;
    struct Private;
    std::unique_ptr<Private> it_;
};

// For one look; a series of looks is cheaper with one Replay.
sim::report::State state_at(const Recording& recording, std::size_t step);

}  // namespace app::host
