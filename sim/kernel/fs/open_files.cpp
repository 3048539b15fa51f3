#include "sim/kernel/fs/open_files.h"

#include <algorithm>

namespace sim::kernel {

std::uint64_t state_hash(const OpenFile& file) {
    std::uint64_t hash = hash_bytes(file.text.data(), file.text.size(), static_cast<std::uint64_t>(file.kind));
    hash = hash_mix(hash, file.position);
    hash = hash_mix(hash, static_cast<std::uint32_t>(file.channel));
    hash = hash_mix(hash, std::uint64_t{file.flags} << 32 | file.inode.value);
    hash = hash_mix(hash, std::uint64_t{file.in.value} << 32 | file.out.value);
    hash = hash_bytes(file.name.data(), file.name.size(), hash_mix(hash, file.setting));
    return hash_mix(hash, file.references * 2ull + file.terminal);
}

std::uint64_t state_hash(const std::vector<OpenFile>& files) {
    std::uint64_t hash = files.size();
    for (const OpenFile& file : files) hash = hash_mix(hash, state_hash(file));
    return hash;
}

FileId OpenFiles::open(OpenFile file) {
    std::vector<OpenFile>& files = files_.write();
    auto slot =
        std::find_if(files.begin(), files.end(), [](const OpenFile& old) { return old.kind == FileKind::free; });
    if (slot == files.end()) slot = files.insert(files.end(), OpenFile{});
    file.references = 1;
    *slot = std::move(file);
    return FileId{static_cast<std::int32_t>(slot - files.begin())};
}

void OpenFiles::share(FileId file) {
    ++write(file).references;
}

void OpenFiles::release(FileId file) {
    OpenFile& open = write(file);
    if (--open.references == 0) open = OpenFile{};
}

FileId Descriptors::find(int fd) const {
    const auto index = static_cast<std::size_t>(fd);
    return fd >= 0 && index < files_.size() ? files_[index] : kNoFile;
}

void Descriptors::set(int fd, FileId file, bool close_on_exec) {
    const auto index = static_cast<std::size_t>(fd);
    if (index >= files_.size()) {
        files_.resize(index + 1, kNoFile);
        close_on_exec_.resize(index + 1);
    }
    files_[index] = file;
    close_on_exec_[index] = close_on_exec && file != kNoFile;
}

bool Descriptors::close_on_exec(int fd) const {
    return find(fd) != kNoFile && close_on_exec_[static_cast<std::size_t>(fd)];
}

void Descriptors::set_close_on_exec(int fd, bool close) {
    close_on_exec_[static_cast<std::size_t>(fd)] = close;
}

std::uint64_t Descriptors::hash() const {
    std::uint64_t hash = files_.size();
    for (std::size_t i = 0; i < files_.size(); ++i) {
        hash = hash_mix(hash, static_cast<std::uint32_t>(files_[i].value) * 2ull + close_on_exec_[i]);
    }
    return hash;
}

Result<int> Descriptors::lowest_free(int from, int limit) const {
    // "EMFILE The per-process limit on the number of open file descriptors has been reached" (dup(2)).
    for (int fd = from; fd < std::min(limit, kMax); ++fd) {
        if (find(fd) == kNoFile) return fd;
    }
    return Errno::emfile;
}

void TypedInput::type(std::string_view bytes, bool end) {
    if (!bytes.empty()) pending_.write().append(bytes);
    ended_ = ended_ || end;
}

std::string TypedInput::take(std::size_t limit) {
    const std::size_t line = pending_->find('\n');
    const std::size_t whole = line == std::string::npos ? pending_->size() : line + 1;
    std::string taken = pending_->substr(0, std::min(limit, whole));
    if (!taken.empty()) pending_.write().erase(0, taken.size());
    return taken;
}

}  // namespace sim::kernel
