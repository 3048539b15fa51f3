// Files a person may pick from: for the Open dialog.
#pragma once

#include <string>
#include <vector>

namespace app::platform {

struct FolderEntry {
    std::string name;
    std::string path;
    bool folder = false;
};

// The folder's folders, then its files that end in one of `endings` (".c"), sorted; ".." first. Hidden ones are left
// out. Empty when it cannot be read.
std::vector<FolderEntry> folder_list(const std::string& folder, const std::vector<std::string>& endings);

// The folder shmscope was started in.
std::string current_folder();

}  // namespace app::platform
