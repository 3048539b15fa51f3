#include "sim/kernel/fs/file_locks.h"

#include <algorithm>

#include "sim/kernel/mm/emit.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

bool conflicts(const FileLock& a, const FileLock& b) {
    const bool same_world = (a.kind == LockKind::whole) == (b.kind == LockKind::whole);
    return a.inode == b.inode && same_world && !a.same_owner(b) && a.overlaps(b) && (a.write || b.write);
}

// Whether the two ranges overlap or touch: of one type they are one lock then.
bool joins(const FileLock& a, const FileLock& b) {
    return a.start <= b.end + 1 && b.start <= a.end + 1;
}

// What is left of a lock outside the range, at most two pieces.
void keep_outside(const FileLock& lock, const FileLock& range, std::vector<FileLock>& kept) {
    if (!lock.overlaps(range)) return kept.push_back(lock);
    FileLock left = lock, right = lock;
    left.end = range.start - 1;
    right.start = range.end + 1;
    if (lock.start < range.start) kept.push_back(left);
    if (lock.end > range.end) kept.push_back(right);
}

void report(MemoryContext& context, Rule rule, const FileLock& lock) {
    emit(context, EventType::file, rule,
         {lock.inode, lock.pid, lock.write, lock.start, lock.end, lock.kind == LockKind::whole});
}

}  // namespace

bool FileLock::same_owner(const FileLock& other) const {
    if (inode != other.inode || kind != other.kind) return false;
    return kind == LockKind::process ? pid == other.pid : file == other.file;
}

std::uint64_t state_hash(const std::vector<FileLock>& locks) {
    std::uint64_t hash = locks.size();
    for (const FileLock& lock : locks) {
        const std::uint64_t words[] = {lock.inode.value,
                                       static_cast<std::uint64_t>(lock.kind) * 2 + lock.write,
                                       lock.start,
                                       lock.end,
                                       static_cast<std::uint32_t>(lock.pid.value),
                                       static_cast<std::uint32_t>(lock.file.value)};
        for (std::uint64_t word : words) hash = hash_mix(hash, word);
    }
    return hash;
}

std::optional<FileLock> FileLocks::conflict(const FileLock& wanted) const {
    const auto found =
        std::find_if(locks_->begin(), locks_->end(), [&](const FileLock& lock) { return conflicts(lock, wanted); });
    return found == locks_->end() ? std::nullopt : std::optional(*found);
}

std::optional<FileLock> FileLocks::whole_file_lock(FileId file) const {
    const auto found = std::find_if(locks_->begin(), locks_->end(), [&](const FileLock& lock) {
        return lock.kind == LockKind::whole && lock.file == file;
    });
    return found == locks_->end() ? std::nullopt : std::optional(*found);
}

Errno FileLocks::set(MemoryContext& context, const FileLock& wanted) {
    // "ENOLCK Too many segment locks open, lock table is full".
    if (locks_->size() >= kMaxFileLocks) {
        return report::refuse(context.sink, context.pid, Errno::enolck, Rule::limit_exceeded,
                              {report::Limit::file_locks, locks_->size() + 1, kMaxFileLocks});
    }
    FileLock merged = wanted;
    std::vector<FileLock> now;
    for (const FileLock& lock : owned(wanted)) {
        if (lock.write != wanted.write) {
            keep_outside(lock, wanted, now);
        } else if (joins(lock, merged)) {
            merged.start = std::min(merged.start, lock.start);
            merged.end = std::max(merged.end, lock.end);
        } else {
            now.push_back(lock);
        }
    }
    now.push_back(merged);
    replace(wanted, std::move(now));
    report(context, Rule::lock_set, wanted);
    return Errno::ok;
}

bool FileLocks::clear(MemoryContext& context, const FileLock& range) {
    const std::vector<FileLock> before = owned(range);
    std::vector<FileLock> now;
    for (const FileLock& lock : before) keep_outside(lock, range, now);
    if (now == before) return false;
    replace(range, std::move(now));
    report(context, Rule::lock_clear, range);
    return true;
}

std::vector<FileLock> FileLocks::owned(const FileLock& owner) const {
    std::vector<FileLock> found;
    std::copy_if(locks_->begin(), locks_->end(), std::back_inserter(found),
                 [&](const FileLock& lock) { return lock.same_owner(owner); });
    return found;
}

void FileLocks::replace(const FileLock& owner, std::vector<FileLock> now) {
    std::sort(now.begin(), now.end(), [](const FileLock& a, const FileLock& b) { return a.start < b.start; });
    std::vector<FileLock>& locks = locks_.write();
    const auto same = [&](const FileLock& lock) { return lock.same_owner(owner); };
    const auto place = std::find_if(locks.begin(), locks.end(), same) - locks.begin();
    locks.erase(std::remove_if(locks.begin(), locks.end(), same), locks.end());
    locks.insert(locks.begin() + place, now.begin(), now.end());
}

}  // namespace sim::kernel
