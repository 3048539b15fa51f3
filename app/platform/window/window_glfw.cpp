#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <glad/gl.h>
#include <imgui.h>

#if __has_include(<imgui_impl_glfw.h>)
#include <imgui_impl_glfw.h>
#else
#include <backends/imgui_impl_glfw.h>
#endif

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>

#include "app/platform/window/renderer.h"
#include "app/platform/window/window.h"

namespace app::platform {
namespace {

// What happened is judged by the frame before (hovering), and a click shows its effect in the frame after it.
constexpr int kFramesPerEvent = 3;
constexpr double kLongestWait = 3600;  // seconds

Key key_of(int glfw_key, bool shift) {
    if (glfw_key == GLFW_KEY_SLASH && shift) return Key::question;
    if (glfw_key >= GLFW_KEY_KP_0 && glfw_key <= GLFW_KEY_KP_9) return static_cast<Key>('0' + glfw_key - GLFW_KEY_KP_0);
    if (glfw_key >= GLFW_KEY_SPACE && glfw_key < 128) return static_cast<Key>(glfw_key);
    static const std::map<int, Key> named{{GLFW_KEY_ESCAPE, Key::escape},
                                          {GLFW_KEY_ENTER, Key::enter},
                                          {GLFW_KEY_KP_ENTER, Key::enter},
                                          {GLFW_KEY_TAB, Key::tab},
                                          {GLFW_KEY_BACKSPACE, Key::backspace},
                                          {GLFW_KEY_LEFT, Key::left},
                                          {GLFW_KEY_RIGHT, Key::right},
                                          {GLFW_KEY_UP, Key::up},
                                          {GLFW_KEY_DOWN, Key::down},
                                          {GLFW_KEY_HOME, Key::home},
                                          {GLFW_KEY_END, Key::end},
                                          {GLFW_KEY_PAGE_UP, Key::page_up},
                                          {GLFW_KEY_PAGE_DOWN, Key::page_down},
                                          {GLFW_KEY_F1, Key::f1},
                                          {GLFW_KEY_F5, Key::f5}};
    const auto found = named.find(glfw_key);
    return found != named.end() ? found->second : Key::none;
}

struct RawKey {
    int key, scancode, action, modifiers;
};

// What came in between two frames.
struct Inbox {
    std::vector<KeyPress> keys;
    std::vector<std::string> dropped;
    std::deque<RawKey> raw;  // on their way to ImGui
    int frames_due = kFramesPerEvent;
};

Inbox& inbox_of(GLFWwindow* window) {
    return *static_cast<Inbox*>(glfwGetWindowUserPointer(window));
}

void something_happened(GLFWwindow* window) {
    inbox_of(window).frames_due = kFramesPerEvent;
}

void on_key(GLFWwindow* window, int key, int scancode, int action, int modifiers) {
    Inbox& inbox = inbox_of(window);
    inbox.raw.push_back({key, scancode, action, modifiers});
    something_happened(window);
    const bool shift = (modifiers & GLFW_MOD_SHIFT) != 0;
    const Key known = key_of(key, shift);
    if (action != GLFW_RELEASE && known != Key::none) {
        inbox.keys.push_back({known, (modifiers & GLFW_MOD_CONTROL) != 0, shift});
    }
}

void on_drop(GLFWwindow* window, int count, const char** paths) {
    inbox_of(window).dropped.insert(inbox_of(window).dropped.end(), paths, paths + count);
    something_happened(window);
}

// Set before ImGui installs its own, which call these.
void install_callbacks(GLFWwindow* window) {
    glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int, int, int) { something_happened(w); });
    glfwSetScrollCallback(window, [](GLFWwindow* w, double, double) { something_happened(w); });
    glfwSetCursorPosCallback(window, [](GLFWwindow* w, double, double) { something_happened(w); });
    glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { something_happened(w); });
    glfwSetCharCallback(window, [](GLFWwindow* w, unsigned) { something_happened(w); });
    glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { something_happened(w); });
    glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { something_happened(w); });
    glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { something_happened(w); });
    glfwSetDropCallback(window, on_drop);
}

// Passes keys on to ImGui, at most one change of each per frame: before 1.87 it would lose a key that is pressed and
// released within one.
void pass_keys(GLFWwindow* window) {
    Inbox& inbox = inbox_of(window);
    std::vector<int> changed;
    while (!inbox.raw.empty()) {
        const RawKey key = inbox.raw.front();
        if (std::find(changed.begin(), changed.end(), key.key) != changed.end()) break;
        changed.push_back(key.key);
        ImGui_ImplGlfw_KeyCallback(window, key.key, key.scancode, key.action, key.modifiers);
        inbox.raw.pop_front();
    }
    if (!inbox.raw.empty()) something_happened(window);
}

// The window and everything that must be taken down in order.
class Glfw {
public:
    ~Glfw() {
        if (window_ != nullptr) glfwDestroyWindow(window_);
        if (started_) glfwTerminate();
    }

    bool open(const WindowOptions& options, std::string& error) {
        started_ = glfwInit() == GLFW_TRUE;
        if (!started_) {
            error = "there is no display to open a window on; `shmscope shot` draws a picture without one";
            return false;
        }
        glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
        glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
        glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
        int width = options.width, height = options.height;
        fit_screen(width, height);
        window_ = glfwCreateWindow(width, height, options.title.c_str(), nullptr, nullptr);
        if (window_ == nullptr) {
            error = "the display offers no OpenGL 3.3; `shmscope shot` draws a picture without it";
            return false;
        }
        glfwSetWindowSizeLimits(window_, options.least_width, options.least_height, GLFW_DONT_CARE, GLFW_DONT_CARE);
        glfwMakeContextCurrent(window_);
        glfwSwapInterval(1);
        if (gladLoadGL(glfwGetProcAddress) != 0) return true;
        error = "OpenGL does not load on this display";
        return false;
    }
    GLFWwindow* window() const { return window_; }

private:
    static void fit_screen(int& width, int& height) {
        int x = 0, y = 0, room_width = 0, room_height = 0;
        if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) {
            glfwGetMonitorWorkarea(monitor, &x, &y, &room_width, &room_height);
        }
        if (room_width > 0) width = std::min(width, room_width);
        if (room_height > 0) height = std::min(height, room_height);
    }

    GLFWwindow* window_ = nullptr;
    bool started_ = false;
};

// Pixels per logical unit, in ImGui's units: on some systems those are larger than pixels.
float scale_of(GLFWwindow* window) {
    float across = 1, down = 1;
    glfwGetWindowContentScale(window, &across, &down);
    int width = 0, pixels = 0, ignored = 0;
    glfwGetWindowSize(window, &width, &ignored);
    glfwGetFramebufferSize(window, &pixels, &ignored);
    const float per_unit = width > 0 ? static_cast<float>(pixels) / static_cast<float>(width) : 1.0f;
    return std::max(0.5f, across / per_unit);
}

void draw_frame(GLFWwindow* window, Renderer& renderer, const Program& program, double seconds) {
    Inbox& inbox = inbox_of(window);
    pass_keys(window);
    if (program.prepare()) renderer.fonts_changed();
    ImGui_ImplGlfw_NewFrame();
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    FrameInput input{.width = size.x,
                     .height = size.y,
                     .scale = scale_of(window),
                     .seconds = seconds,
                     .keys = std::move(inbox.keys),
                     .dropped = std::move(inbox.dropped),
                     .interactive = true};
    inbox.keys.clear();
    inbox.dropped.clear();
    int width = 0, height = 0;
    glfwGetFramebufferSize(window, &width, &height);
    renderer.paint(program, input, width, height);
    glfwSwapBuffers(window);
}

void loop(GLFWwindow* window, Renderer& renderer, const Program& program) {
    Inbox& inbox = inbox_of(window);
    double last = glfwGetTime();
    while (glfwWindowShouldClose(window) == GLFW_FALSE && !program.finished()) {
        const double due = last + program.next_frame();
        const double wait = inbox.frames_due > 0 ? 0.0 : std::min(due - glfwGetTime(), kLongestWait);
        if (wait > 0) {
            glfwWaitEventsTimeout(wait);
        } else {
            glfwPollEvents();
        }
        if (inbox.frames_due == 0 && glfwGetTime() < due) continue;
        const double now = glfwGetTime();
        inbox.frames_due = std::max(0, inbox.frames_due - 1);
        draw_frame(window, renderer, program, now - last);
        last = now;
    }
}

}  // namespace

bool run_in_window(const WindowOptions& options, const Program& program, std::string& error) {
    Glfw glfw;
    if (!glfw.open(options, error)) return false;
    GLFWwindow* window = glfw.window();
    Inbox inbox;
    glfwSetWindowUserPointer(window, &inbox);
    install_callbacks(window);
    Renderer renderer;
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    glfwSetKeyCallback(window, on_key);  // in place of ImGui's, which pass_keys() calls
    loop(window, renderer, program);
    ImGui_ImplGlfw_Shutdown();
    return true;
}

}  // namespace app::platform
