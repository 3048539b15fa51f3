// A 64-bit hash for state: fast, the same on every machine, not for adversaries.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace sim {

// Folds one 64-bit word into a running hash.
constexpr std::uint64_t hash_mix(std::uint64_t hash, std::uint64_t word) {
    hash ^= word * 0x9e37'79b9'7f4a'7c15ull;
    hash = std::rotl(hash, 29) * 0xbf58'476d'1ce4'e5b9ull;
    return hash ^ (hash >> 32);
}

// Hash of `size` bytes; four independent lanes so that a 4 KiB page costs well under a microsecond.
inline std::uint64_t hash_bytes(const void* data, std::size_t size, std::uint64_t seed = 0) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    std::uint64_t lanes[4] = {seed + 1, seed + 2, seed + 3, seed + 4};
    std::size_t at = 0;
    for (; at + 32 <= size; at += 32) {
        for (int lane = 0; lane < 4; ++lane) {
            std::uint64_t word;
            std::memcpy(&word, bytes + at + 8 * lane, 8);
            lanes[lane] = (std::rotl(lanes[lane], 29) ^ word) * 0x9e37'79b9'7f4a'7c15ull;
        }
    }
    std::uint64_t hash = size;
    for (std::uint64_t lane : lanes) hash = hash_mix(hash, lane);
    for (; at < size; ++at) hash = hash_mix(hash, bytes[at]);
    return hash;
}

}  // namespace sim
