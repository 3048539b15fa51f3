#include "app/views/dialogs.h"

#include <imgui_stdlib.h>

#include <algorithm>

#include "app/platform/window/folder_list.h"

namespace app::views {
namespace {

using session::Action;

constexpr const char* kSkeleton =
    "#include <stdio.h>\n"
    "#include <sys/shm.h>\n\n"
    "int main(void) {\n"
    "    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);\n"
    "    int *p = shmat(id, NULL, 0);\n"
    "    *p = 42;\n"
    "    printf(\"%d\\n\", *p);\n"
    "    shmdt(p);\n"
    "    shmctl(id, IPC_RMID, NULL);\n"
    "    return 0;\n"
    "}\n";

ImVec4 vec(Colour colour, float alpha = 1) {
    return {static_cast<float>(colour.rgba >> 24 & 0xff) / 255, static_cast<float>(colour.rgba >> 16 & 0xff) / 255,
            static_cast<float>(colour.rgba >> 8 & 0xff) / 255, alpha};
}

// ImGui's own widgets in the theme's colours and at the window's scale.
void apply_style(const Theme& theme, float scale) {
    ImGuiStyle style;
    style.WindowRounding = style.ChildRounding = kRadius;
    style.FrameRounding = 5;
    style.WindowPadding = {20, 18};
    style.FramePadding = {10, 6};
    style.ItemSpacing = {10, 10};
    style.FrameBorderSize = 1;
    style.ScaleAllSizes(scale);
    auto& colours = style.Colors;
    colours[ImGuiCol_Text] = vec(theme.text);
    colours[ImGuiCol_TextDisabled] = vec(theme.dim);
    colours[ImGuiCol_WindowBg] = colours[ImGuiCol_PopupBg] = vec(theme.panel);
    colours[ImGuiCol_ChildBg] = vec(theme.ground);
    colours[ImGuiCol_Border] = vec(theme.line);
    colours[ImGuiCol_FrameBg] = vec(theme.ground);
    colours[ImGuiCol_FrameBgHovered] = colours[ImGuiCol_FrameBgActive] = vec(theme.raised);
    colours[ImGuiCol_TitleBg] = colours[ImGuiCol_TitleBgActive] = vec(theme.panel);
    colours[ImGuiCol_Button] = vec(theme.raised);
    colours[ImGuiCol_ButtonHovered] = colours[ImGuiCol_ButtonActive] = vec(theme.tint(theme.segment));
    colours[ImGuiCol_Header] = colours[ImGuiCol_HeaderHovered] = colours[ImGuiCol_HeaderActive] =
        vec(theme.tint(theme.segment));
    colours[ImGuiCol_ScrollbarBg] = vec(theme.ground);
    colours[ImGuiCol_ScrollbarGrab] = colours[ImGuiCol_ScrollbarGrabHovered] = colours[ImGuiCol_ScrollbarGrabActive] =
        vec(theme.line);
    colours[ImGuiCol_TextSelectedBg] = vec(theme.segment, 0.35f);
    colours[ImGuiCol_ModalWindowDimBg] = {0, 0, 0, 0.5f};
    colours[ImGuiCol_NavHighlight] = vec(theme.segment);
    ImGui::GetStyle() = style;
}

void push_font(ImFont* font) {
#if IMGUI_VERSION_NUM < 19200
    ImGui::PushFont(font);
#else
    ImGui::PushFont(font, 0.0f);
#endif
}

bool enter_pressed() {
#if IMGUI_VERSION_NUM < 18700
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false);
#else
    return ImGui::IsKeyPressed(ImGuiKey_Enter, false);
#endif
}

bool begin_dialog(const char* title, float scale, float width, float height) {
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({display.x / 2, display.y / 2}, ImGuiCond_Always, {0.5f, 0.5f});
    ImGui::SetNextWindowSize({std::min(width * scale, display.x - 40), std::min(height * scale, display.y - 40)});
    ImGui::SetNextWindowFocus();
    return ImGui::Begin(title, nullptr,
                        ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                            ImGuiWindowFlags_NoSavedSettings);
}

void close(ShellState& shell) {
    shell.dialog = Dialog::none;
}

void open_target(ShellState& shell, std::vector<Action>& actions, const std::string& path) {
    if (path.empty()) return;
    actions.push_back(session::OpenTarget{{path}});
    close(shell);
}

bool is_scenario(const std::string& folder) {
    const auto inside = platform::folder_list(folder, {"scenario.toml"});
    return std::any_of(inside.begin(), inside.end(), [](const auto& entry) { return entry.name == "scenario.toml"; });
}

void draw_folder(ShellState& shell, float scale, std::vector<Action>& actions) {
    ImGui::BeginChild("files", {0, -46 * scale}, true);
    for (const platform::FolderEntry& entry : platform::folder_list(shell.folder, {".c", ".json", ".shmscope"})) {
        const std::string label = entry.folder ? entry.name + "/" : entry.name;
        if (!ImGui::Selectable(label.c_str())) continue;
        if (entry.folder && !is_scenario(entry.path)) {
            shell.folder = entry.path;
        } else {
            open_target(shell, actions, entry.path);
        }
    }
    ImGui::EndChild();
}

void draw_open(ShellState& shell, float scale, std::vector<Action>& actions) {
    if (shell.folder.empty()) shell.folder = platform::current_folder();
    if (begin_dialog("Open a C file, a scenario folder or a saved session", scale, 760, 560)) {
        ImGui::TextDisabled("%s", shell.folder.c_str());
        if (shell.dialog_is_new) ImGui::SetKeyboardFocusHere();
        ImGui::SetNextItemWidth(-90 * scale);
        const bool entered = ImGui::InputTextWithHint("##path", "path, or pick below", &shell.path,
                                                      ImGuiInputTextFlags_EnterReturnsTrue);
        ImGui::SameLine();
        if (ImGui::Button("Open", {-1, 0}) || entered) open_target(shell, actions, shell.path);
        draw_folder(shell, scale, actions);
        if (ImGui::Button("Cancel")) close(shell);
    }
    ImGui::End();
}

void draw_paste(const DialogLook& look, ShellState& shell, std::vector<Action>& actions) {
    const float scale = look.scale;
    if (shell.dialog_is_new && shell.pasted.empty()) shell.pasted = kSkeleton;
    if (begin_dialog("A C program", scale, 860, 660)) {
        if (ImGui::Button("Paste from the clipboard")) {
            if (const char* text = ImGui::GetClipboardText()) shell.pasted = text;
        }
        ImGui::SameLine();
        if (ImGui::Button("Start empty")) shell.pasted = kSkeleton;
        if (shell.dialog_is_new) ImGui::SetKeyboardFocusHere();
        push_font(look.code);
        ImGui::InputTextMultiline("##text", &shell.pasted, {-1, -46 * scale}, ImGuiInputTextFlags_AllowTabInput);
        ImGui::PopFont();
        const bool entered = ImGui::GetIO().KeyCtrl && enter_pressed();
        if (ImGui::Button("Run it (Ctrl Enter)") || entered) {
            actions.push_back(session::OpenText{"program.c", shell.pasted});
            close(shell);
        }
        ImGui::SameLine();
        if (ImGui::Button("Cancel")) close(shell);
    }
    ImGui::End();
}

void draw_save(ShellState& shell, float scale, std::vector<Action>& actions) {
    if (shell.dialog_is_new) shell.path = "session.shmscope";
    if (begin_dialog("Save this session: sources, machine and every step", scale, 620, 170)) {
        if (shell.dialog_is_new) ImGui::SetKeyboardFocusHere();
        ImGui::SetNextItemWidth(-1);
        const bool entered = ImGui::InputText("##path", &shell.path, ImGuiInputTextFlags_EnterReturnsTrue);
        if ((ImGui::Button("Save") || entered) && !shell.path.empty()) {
            actions.push_back(session::SaveSession{shell.path});
            close(shell);
        }
        ImGui::SameLine();
        if (ImGui::Button("Cancel")) close(shell);
    }
    ImGui::End();
}

void draw_type(const DialogLook& look, ShellState& shell, std::vector<Action>& actions) {
    if (shell.dialog_is_new) shell.typed.clear();
    if (begin_dialog("Type into the program", look.scale, 620, 170)) {
        if (shell.dialog_is_new) ImGui::SetKeyboardFocusHere();
        ImGui::SetNextItemWidth(-1);
        push_font(look.code);
        const bool entered = ImGui::InputText("##line", &shell.typed, ImGuiInputTextFlags_EnterReturnsTrue);
        ImGui::PopFont();
        const bool sent = ImGui::Button("Send the line") || entered;
        ImGui::SameLine();
        const bool ended = ImGui::Button("End of input");
        if (sent) actions.push_back(session::TypeInput{shell.typed + "\n", false});
        if (ended) actions.push_back(session::TypeInput{shell.typed, true});
        ImGui::SameLine();
        if (ImGui::Button("Cancel") || sent || ended) close(shell);
    }
    ImGui::End();
}

void draw_trace(const DialogLook& look, ShellState& shell, std::vector<Action>& actions) {
    if (begin_dialog("Trace a program on the real kernel", look.scale, 680, 210)) {
        ImGui::TextDisabled("Any compiled program; its shared memory is shown when it has ended.");
        if (shell.dialog_is_new) ImGui::SetKeyboardFocusHere();
        ImGui::SetNextItemWidth(-1);
        push_font(look.code);
        const bool entered = ImGui::InputTextWithHint("##command", "./a.out arguments", &shell.command,
                                                      ImGuiInputTextFlags_EnterReturnsTrue);
        ImGui::PopFont();
        if ((ImGui::Button("Trace it") || entered) && !shell.command.empty()) {
            actions.push_back(session::TraceProgram{shell.command});
            close(shell);
        }
        ImGui::SameLine();
        if (ImGui::Button("Cancel")) close(shell);
    }
    ImGui::End();
}

}  // namespace

bool takes_keyboard(const ShellState& shell) {
    return shell.dialog == Dialog::open || shell.dialog == Dialog::paste || shell.dialog == Dialog::save ||
           shell.dialog == Dialog::type || shell.dialog == Dialog::trace;
}

void draw_dialogs(const DialogLook& look, ShellState& shell, std::vector<session::Action>& actions) {
    if (!takes_keyboard(shell)) return;
    apply_style(look.theme, look.scale);
    push_font(look.text);
    const bool was_new = shell.dialog_is_new;
    switch (shell.dialog) {
        case Dialog::open: draw_open(shell, look.scale, actions); break;
        case Dialog::paste: draw_paste(look, shell, actions); break;
        case Dialog::save: draw_save(shell, look.scale, actions); break;
        case Dialog::type: draw_type(look, shell, actions); break;
        case Dialog::trace: draw_trace(look, shell, actions); break;
        default: break;
    }
    if (was_new) shell.dialog_is_new = false;
    ImGui::PopFont();
}

}  // namespace app::views
