// What the parts of the presenter's picture share: where its boxes stand and how they look. In units of a 1920 x 1080
// screen. Each part is a file: lecture_processes.cpp, lecture_memory.cpp, lecture_links.cpp, lecture_segment.cpp,
// lecture_console.cpp.
//
//     process   page table   physical memory
//     process   page table
//     segment
#pragma once

#include <string>
#include <string_view>

#include "app/views/lecture_scene.h"
#include "app/views/stage.h"

namespace app::views {

inline constexpr float kLectureText = 28, kLectureLeast = 24;
inline constexpr float kLectureHeader = 64;
inline constexpr Rect kLectureMemory{1260, 90, 620, 760};
// What a question asks for is replaced by it, and lines to it are not drawn.
inline constexpr std::string_view kLectureHidden = "?";

Rect process_box(std::size_t index);
Rect table_box(std::size_t index);
Rect table_row(std::size_t process, std::size_t row);
Rect frame_box(std::size_t index, std::size_t count);

void draw_halo(const Stage& stage, Rect box, float radius);
void draw_box(const Stage& stage, Rect box);
void draw_header(const Stage& stage, Rect box, Colour hue);
// Without the number the real machine hides, the name it is given in the picture.
std::string frame_number(const Stage& stage, sim::Pfn pfn);

void draw_lecture_process(const Stage& stage, const LectureProcess& process, std::size_t index, bool hidden);
void draw_lecture_table(const Stage& stage, const LectureProcess& process, std::size_t index, bool hidden);
void draw_lecture_memory(const Stage& stage, const LectureScene& scene, bool hidden);
void draw_lecture_links(const Stage& stage, const LectureScene& scene, bool hidden);
void draw_lecture_segment(const Stage& stage, const LectureScene& scene, bool hidden);
void draw_lecture_console(const Stage& stage, bool hidden);
// All of them.
void draw_lecture_stage(const Stage& stage, const LectureScene& scene, bool hidden);

}  // namespace app::views
