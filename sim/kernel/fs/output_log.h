// Everything programs wrote to the console, in order. It only grows; copies share what they have in common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "sim/base/cow.h"
#include "sim/base/ids.h"

namespace sim::kernel {

// The bytes of one write(2).
struct OutputChunk {
    Pid pid;
    int fd = 1;  // 1 or 2, as the writer named it
    std::string bytes;
};
std::uint64_t state_hash(const std::shared_ptr<const OutputChunk>& chunk);

class OutputLog {
public:
    // A run that prints more than this is told that the disk is full (ENOSPC).
    static constexpr std::uint64_t kMaxBytes = 64ull << 20;

    std::size_t size() const { return chunks_.size(); }
    bool empty() const { return size() == 0; }
    const OutputChunk& operator[](std::size_t index) const { return *chunks_[index]; }
    // Bytes of all chunks.
    std::uint64_t bytes() const { return bytes_; }
    std::uint64_t room() const { return kMaxBytes - bytes_; }

    // Adds a chunk of at most room() bytes.
    void append(Pid pid, int fd, std::string_view bytes);

    std::uint64_t hash() const { return chunks_.hash(); }

    class Iterator {
    public:
        Iterator(const OutputLog* log, std::size_t index) : log_(log), index_(index) {}
        const OutputChunk& operator*() const { return (*log_)[index_]; }
        const OutputChunk* operator->() const { return &(*log_)[index_]; }
        Iterator& operator++() { return ++index_, *this; }
        bool operator==(const Iterator&) const = default;

    private:
        const OutputLog* log_;
        std::size_t index_;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size()}; }

private:
    CowArray<std::shared_ptr<const OutputChunk>> chunks_;
    std::uint64_t bytes_ = 0;
};

}  // namespace sim::kernel
