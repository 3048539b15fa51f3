// The panels as functions of a Scene. panels.cpp calls them with the session's.
#pragma once

#include "app/views/layout.h"
#include "app/views/pen.h"
#include "app/views/scene.h"

namespace app::views {

void paint_programs(const Scene& scene, const Pen& pen, Rect rect);
void paint_address_spaces(const Scene& scene, const Pen& pen, Rect rect);
void paint_page_tables(const Scene& scene, const Pen& pen, Rect rect);
void paint_physical_memory(const Scene& scene, const Pen& pen, Rect rect);
void paint_links(const Scene& scene, const Pen& pen, const Layout& layout);
void paint_segments(const Scene& scene, const Pen& pen, Rect rect);
void paint_kernel_log(const Scene& scene, const Pen& pen, Rect rect);
// In its place when the rows are the real kernel's (Scene::answers).
void paint_real_log(const Scene& scene, const Pen& pen, Rect rect);
void paint_inspector(const Scene& scene, const Pen& pen, Rect rect);

// Parts that stand inside panels.
void paint_frame_detail(const Scene& scene, const Pen& pen, Rect rect);
void paint_legend(const Scene& scene, const Pen& pen, Rect rect);

}  // namespace app::views
