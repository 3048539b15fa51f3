// What the window has open besides the picture: menus, dialogs, help. Nothing of it is part of the session.
#pragma once

#include <cstdint>
#include <string>

#include "app/views/view.h"

namespace app::views {

enum class Menu : std::uint8_t { none, file, scenario, view, help, unit };
enum class Dialog : std::uint8_t { none, open, paste, save, type, trace, keys, words };

struct ShellState {
    Menu menu = Menu::none;
    widgets::Rect menu_anchor;  // title of the open menu: it hangs below, or stands above near the lower edge
    Dialog dialog = Dialog::none;
    bool dialog_is_new = false;  // opened in this frame: its first field takes the keyboard
    std::string folder;          // the Open dialog looks at
    std::string path;            // typed into Open or Save
    std::string pasted;          // C text
    std::string command;         // of a program to trace
    std::string typed;           // a line for the program that reads
    float zoom = 1;              // times the screen's own scale
    bool quit = false;
    ViewMemory memory;

    void open(Dialog which) {
        menu = Menu::none;
        dialog = which;
        dialog_is_new = true;
    }
};

}  // namespace app::views
