#include "app/views/lecture.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/views/choices.h"
#include "app/views/lecture_sides.h"
#include "app/views/lecture_stage.h"

namespace app::views {
namespace {

using widgets::Align;

// All in units of a 1920 x 1080 screen.
constexpr Rect kScreen{0, 0, 1920, 1080};
constexpr Rect kPicture{40, 90, 1840, 860};

void draw_title(const Stage& stage, const std::string& note) {
    stage.write({40, 24, 1180, 46}, stage.context.session.scenario().title + note, stage.text(26, stage.theme().dim));
}

// What one kernel's picture does not show: whose it is, and that there are more processes.
std::string note_on(const session::Session& session, const LectureScene& scene) {
    std::string note;
    if (session.settings().kernel == session::KernelMode::real && session.real() != nullptr) {
        note = "  ·  real kernel";
        if (session.real_behind()) note += fmt::format(", catching up: step {}", session.real()->step());
    }
    if (scene.more_processes > 0)
        note += fmt::format("  ·  + {} more process{}", scene.more_processes, scene.more_processes == 1 ? "" : "es");
    return note;
}

// The steps as pills, in the colours of who ran; many steps: as many as fit around the cursor.
void draw_pills(const Stage& stage) {
    const auto& timeline = stage.context.session.timeline();
    const std::uint64_t recorded = timeline.recorded(), steps = timeline.length().value_or(recorded);
    const std::uint64_t current = timeline.step() + (inside_step(timeline.cursor()) ? 1 : 0);
    constexpr std::uint64_t kMost = 12;
    const std::uint64_t count = std::min(steps, kMost);
    const std::uint64_t first = std::min(current > kMost / 2 ? current - kMost / 2 : 1, steps - count + 1);
    float x = 1880 - 48 * static_cast<float>(count);
    for (std::uint64_t step = first; step < first + count; ++step, x += 48) {
        const bool past = step <= current && step <= recorded;
        const Colour colour =
            past ? look_of(stage.context, stage.context.session.step_pid(step - 1)).colour : stage.theme().line;
        const Rect pill{x, 34, 36, 12};
        stage.canvas().fill(stage.at(pill), colour, 6 * stage.unit);
        if (step == current) draw_halo(stage, pill, 6);
        if (control(stage.context, stage.at(pill.inset(-6)), Control::seek_step, step) && step <= recorded) {
            stage.context.actions.push_back(session::SeekStep{step});
        }
    }
}

// What the lecturer says here: the tour's caption, a note, or what the step taught.
std::string caption_of(const ViewContext& context, const LectureScene& scene) {
    const session::Session& session = context.session;
    if (!session.message().empty()) return session.message();
    if (const session::Question* question = session.question()) {
        return session.answered() ? question->explanation : question->text;
    }
    if (session.tour() != nullptr) return (*session.tour()->stops)[session.tour()->at].caption;
    if (session.note() != nullptr) return session.note()->text;
    return scene.caption;
}

// One large line; what is too long for it stands smaller, on two.
void draw_caption_line(const Stage& stage, const std::string& caption, float y) {
    const auto too_wide = [&](float size) { return stage.width(caption, stage.strong(size, {})) > 1840; };
    float size = 46;
    while (size > kLectureText + 2 && too_wide(size)) size -= 2;
    const auto style = stage.strong(size, stage.theme().text, Align::centre);
    if (!too_wide(size)) return stage.write({40, y, 1840, 64}, caption, style);
    // Two lines of about the same length look better than a full one and a word.
    const float half = std::min(1800.0f, stage.width(caption, style) * 0.55f + 60);
    widgets::paragraph(stage.canvas(), stage.at(Rect{960 - half / 2, y - 6, half, 74}), caption, style, 0);
}

void draw_keys(const Stage& stage) {
    constexpr std::string_view kKeys =
        "←  back        →  next        B  hide the answer        Q  ask        Esc  leave";
    stage.write({40, 1034, 1840, 40}, kKeys, stage.text(kLectureLeast, stage.theme().dim, Align::centre));
}

void draw_answers(const Stage& stage, const Choices& choices) {
    const float size = kLectureLeast * stage.unit;
    const Rect room = stage.at(Rect{140, 1028, 1640, 48});
    draw_choices(stage.context, room, choices, size);
}

// The foot of the screen: the caption, below it the keys or, while a question is open, its answers.
void draw_foot(const Stage& stage, const LectureScene& scene) {
    const session::Session& session = stage.context.session;
    std::string caption = caption_of(stage.context, scene);
    if (session.blanked() && session.question() == nullptr) caption = kLectureHidden;
    draw_caption_line(stage, caption, 962);
    if (session.question() != nullptr) {
        draw_answers(stage, {session.question()->choices, session.question()->correct, session.answered().has_value(),
                             session.answered(), true});
    } else {
        draw_keys(stage);
    }
}

void draw_one_kernel(const Stage& stage, const LectureScene& scene) {
    const session::Session& session = stage.context.session;
    draw_title(stage, note_on(session, scene));
    // While a question is open the picture shows the moment before its answer: nothing of it needs hiding.
    draw_lecture_stage(stage, scene, session.blanked() && session.question() == nullptr);
}

}  // namespace

void draw_lecture_picture(const ViewContext& context, widgets::Rect area) {
    draw_lecture_stage(Stage(context, area, kPicture), lecture_scene(context), false);
}

void draw_lecture(const ViewContext& context, widgets::Rect window) {
    context.canvas.fill(window, context.theme.ground);
    const Stage stage(context, window, kScreen);
    const LectureScene scene = lecture_scene(context);
    if (const std::optional<SideBySide> both = both_kernels(context)) {
        draw_title(stage, "");
        draw_lecture_sides(stage, *both);
    } else {
        draw_one_kernel(stage, scene);
    }
    draw_pills(stage);
    draw_foot(stage, scene);
}

}  // namespace app::views
