#include "sim/kernel/fs/path_walk.h"

#include <algorithm>

#include "sim/base/limits.h"
#include "sim/kernel/mm/emit.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

namespace {

constexpr int kMaxLinks = 40;  // symbolic links followed in one path (MAXSYMLINKS)

Errno refuse(const FileCaller& caller, Errno error, Rule rule, const report::Arguments& arguments) {
    return report::refuse(caller.memory.sink, caller.memory.pid, error, rule, arguments);
}

class Walker {
public:
    Walker(const FileTree& tree, const FileCaller& caller, bool follow)
        : tree_(tree), caller_(caller), follow_(follow) {}

    Result<Place> run(std::string_view path) {
        // "ENOENT … pathname is an empty string".
        if (path.empty()) return path_absent(caller_);
        at_ = path.starts_with('/') ? tree_.root() : caller_.cwd;
        place_.last = LastName::root;
        place_.inode = at_;
        rest_ = path;
        while (!skip_slashes()) {
            const Errno error = step();
            if (error != Errno::ok) return error;
        }
        if (place_.exists() && place_.proc.empty()) {
            emit(caller_.memory, EventType::check, Rule::path_found, {place_.inode});
        }
        return place_;
    }

private:
    // Takes the slashes in front of the next component; true at the end of the path.
    bool skip_slashes() {
        const std::size_t name = std::min(rest_.find_first_not_of('/'), rest_.size());
        place_.trailing_slash = name > 0;
        rest_.erase(0, name);
        return rest_.empty();
    }

    // One component on: `place_` becomes the place of it.
    Errno step() {
        const std::size_t end = std::min(rest_.find('/'), rest_.size());
        const std::string name = rest_.substr(0, end);
        const Errno error = enter_directory();
        if (error != Errno::ok) return error;
        rest_.erase(0, end);
        const bool leaves = name == ".." && place_.proc.empty();
        if (tree_[at_].kind == InodeKind::proc && !leaves) return step_in_proc(name);
        // "ENAMETOOLONG pathname, or a component of pathname, is too long."
        if (name.size() > kNameMax) {
            return refuse(caller_, Errno::enametoolong, Rule::limit_exceeded,
                          {report::Limit::name_bytes, name.size(), kNameMax});
        }
        place_ = Place{};
        place_.parent = at_;
        place_.last = name == "." ? LastName::dot : name == ".." ? LastName::dotdot : LastName::normal;
        if (place_.last == LastName::normal) place_.name = name;
        place_.inode = tree_.lookup(at_, name);
        if (place_.last == LastName::dotdot && !place_.exists()) return path_absent(caller_);  // removed
        const bool link = place_.exists() && tree_[place_.inode].kind == InodeKind::symlink;
        return link && follows() ? follow_link(tree_[place_.inode].target) : Errno::ok;
    }

    // Whether a link at this component is followed: the last one only on demand.
    bool follows() const { return follow_ || !rest_.empty(); }

    // The component so far must be a directory the caller may search.
    Errno enter_directory() {
        if (!place_.exists()) return path_absent(caller_);
        if (place_.proc.empty()) at_ = place_.inode;
        // "ENOTDIR A component used as a directory in pathname is not, in fact, a directory".
        if (!tree_[at_].directory()) return path_kind_wrong(caller_, tree_, at_, Errno::enotdir);
        // "EACCES … search permission is denied for one of the directories in the path prefix of pathname".
        return check_access(tree_, caller_, at_, kMayExecute);
    }

    // Names below /proc are no inodes: they are collected.
    Errno step_in_proc(const std::string& name) {
        place_.parent = place_.inode = at_;
        place_.last = LastName::normal;
        std::string& below = place_.proc;
        if (name == "..") below.erase(below.find('/') == std::string::npos ? 0 : below.rfind('/'));
        if (name == "." || name == "..") return Errno::ok;
        below += (below.empty() ? "" : "/") + name;
        const auto link = caller_.proc_links ? caller_.proc_links(below) : std::nullopt;
        if (!link || !follows()) return Errno::ok;
        if (!*link) return refuse(caller_, link->error(), Rule::path_denied, {at_, kMayRead});
        if ((**link).inode == kNoInode) return follow_link((**link).target);
        place_ = Place{};
        place_.last = LastName::root;
        place_.inode = (**link).inode;
        return Errno::ok;
    }

    // A relative target begins where the link is: below /proc that is its root.
    Errno follow_link(const std::string& target) {
        // "ELOOP Too many symbolic links were encountered in resolving pathname."
        if (++links_ > kMaxLinks) return path_kind_wrong(caller_, tree_, place_.inode, Errno::eloop);
        rest_ = target + rest_;
        at_ = target.starts_with('/') ? tree_.root() : at_;
        place_ = Place{};
        place_.last = LastName::root;
        place_.inode = at_;
        return Errno::ok;
    }

    const FileTree& tree_;
    const FileCaller& caller_;
    bool follow_;
    InodeId at_ = kNoInode;  // the directory in which the next name is looked up
    std::string rest_;       // of the path
    Place place_;            // of the component looked up last
    int links_ = 0;
};

}  // namespace

Errno path_absent(const FileCaller& caller) {
    return refuse(caller, Errno::enoent, Rule::path_absent, {caller.name_address});
}

Errno path_kind_wrong(const FileCaller& caller, const FileTree& tree, InodeId inode, Errno error) {
    return refuse(caller, error, Rule::path_kind_wrong, {inode, type_bits(tree[inode].kind)});
}

Errno check_access(const FileTree& tree, const FileCaller& caller, InodeId inode, std::uint32_t wanted) {
    if (may_access(tree[inode], caller.who, wanted)) return Errno::ok;
    return refuse(caller, Errno::eacces, Rule::path_denied, {inode, wanted});
}

Result<Place> walk(const FileTree& tree, const FileCaller& caller, std::string_view path, bool follow) {
    return Walker(tree, caller, follow).run(path);
}

Result<Place> find(const FileTree& tree, const FileCaller& caller, std::string_view path, bool follow) {
    Result<Place> place = walk(tree, caller, path, follow);
    if (!place) return place;
    if (!(*place).exists()) return path_absent(caller);
    const bool must_be_directory = (*place).trailing_slash && (*place).proc.empty();
    if (must_be_directory && !tree[(*place).inode].directory()) {
        return path_kind_wrong(caller, tree, (*place).inode, Errno::enotdir);
    }
    return place;
}

}  // namespace sim::kernel
