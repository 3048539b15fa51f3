// The bytes of a memory object, as read(2), write(2) and ftruncate(2) of a file that holds one see them.
#pragma once

#include <cstdint>
#include <span>

#include "sim/base/errno.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// Copies bytes [offset, offset + size of the span) out of an object. What nobody touched reads as zeroes and stays
// untouched, what lies past the object's pages too. ENOMEM when no frame is left to read a page back from swap space.
Errno read_object(MemoryContext& context, ObjectId object, std::uint64_t offset, std::span<std::uint8_t> bytes);
// Copies bytes into an object that has the pages for them. ENOMEM when frames ran out, ENOSPC when the page may not be
// promised; what precedes it is written.
Errno write_object(MemoryContext& context, ObjectId object, std::uint64_t offset, std::span<const std::uint8_t> bytes);
// The object's file was `before` bytes long and is `now`: pages past the end go, and what was written into the last
// page past either end is zero again.
void set_object_bytes(MemoryContext& context, ObjectId object, std::uint64_t before, std::uint64_t now);

}  // namespace sim::kernel
