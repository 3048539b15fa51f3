// Open files, shared over fork and dup as Linux's open file descriptions are, and the descriptor tables of tasks.
//
//   task 201: fd 0 ──┐                        A descriptor names an entry of this table; the position in the
//   task 202: fd 0 ──┴─► file 0 (position)    text is the entry's, so parent and child read on from one place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/cow.h"
#include "sim/base/errno.h"
#include "sim/base/ids.h"
#include "sim/kernel/fs/file_tree.h"
#include "sim/kernel/fs/pipes.h"

namespace sim::kernel {

// Index into OpenFiles.
using FileId = Id<struct FileIdTag, std::int32_t>;
inline constexpr FileId kNoFile{-1};

enum class FileKind : std::uint8_t {
    free,       // the entry is not in use
    text,       // reads a text: fixed in the scenario, or of /proc as it was when opened
    console,    // reads what is typed
    output,     // writes to the console
    regular,    // a file with pages: `inode`
    directory,  // `inode`
    pipe,       // an end of a pipe or FIFO, or a socket of a pair: reads from `in`, writes to `out`
    null,       // /dev/null
    zero,       // /dev/zero
    setting,    // a writable file of /proc/sys: reads `text`; `setting` says which
};

struct OpenFile {
    FileKind kind = FileKind::free;
    bool terminal = false;         // answers TCGETS
    int channel = 0;               // FileKind::output: 1 standard output, 2 standard error
    std::uint32_t references = 0;  // descriptors that name it
    std::string text;              // FileKind::text
    std::uint64_t position = 0;    // byte at which the next read or write begins
    std::uint32_t flags = 0;       // access mode and status flags of open(2): O_RDWR, O_APPEND, O_NONBLOCK …
    InodeId inode = kNoInode;      // regular, directory, and a FIFO's pipe
    PipeId in = kNoPipe, out = kNoPipe;
    std::uint32_t setting = 0;  // FileKind::setting
    std::string name;           // the path it was opened by
};
std::uint64_t state_hash(const OpenFile& file);

class OpenFiles {
public:
    // Puts in an open file, with one reference.
    FileId open(OpenFile file);
    void share(FileId file);    // one descriptor more
    void release(FileId file);  // one less; the last one closes it

    const OpenFile& operator[](FileId file) const { return (*files_)[static_cast<std::size_t>(file.value)]; }
    OpenFile& write(FileId file) { return files_.write()[static_cast<std::size_t>(file.value)]; }
    // Open files, for invariants.
    const std::vector<OpenFile>& all() const { return *files_; }

    std::uint64_t hash() const { return files_.hash(); }

private:
    Cow<std::vector<OpenFile>> files_;
};
std::uint64_t state_hash(const std::vector<OpenFile>& files);

// The descriptors of one task.
class Descriptors {
public:
    // RLIMIT_NOFILE: descriptors are below this.
    static constexpr int kMax = 1024;

    // kNoFile when `fd` is not open.
    FileId find(int fd) const;
    // Puts `file` at `fd` (0..kMax-1); what was there must have been released.
    void set(int fd, FileId file, bool close_on_exec = false);
    bool close_on_exec(int fd) const;
    void set_close_on_exec(int fd, bool close);
    // Lowest descriptor not in use at or above `from` and below `limit`; EMFILE when there is none.
    Result<int> lowest_free(int from = 0, int limit = kMax) const;
    const std::vector<FileId>& all() const { return files_; }

    std::uint64_t hash() const;

private:
    std::vector<FileId> files_;        // kNoFile in holes
    std::vector<bool> close_on_exec_;  // as long
};

// What was typed at the console and not read yet.
class TypedInput {
public:
    void type(std::string_view bytes, bool end);
    // A reader would not sleep: a whole line is there, or the end was typed.
    bool readable() const { return ended_ || pending_->find('\n') != std::string::npos; }
    // At most `limit` bytes of one line, as a terminal gives them; empty at the end.
    std::string take(std::size_t limit);

    std::uint64_t hash() const { return hash_mix(hash_bytes(pending_->data(), pending_->size()), ended_); }

private:
    Cow<std::string> pending_;
    bool ended_ = false;
};

}  // namespace sim::kernel
