// The panels of the picture, each in its own file. They draw into the rectangle Layout gives them.
#pragma once

#include "app/views/layout.h"
#include "app/views/view.h"

namespace app::views {

void draw_programs(const ViewContext& context, widgets::Rect rect);
void draw_address_spaces(const ViewContext& context, widgets::Rect rect);
void draw_page_tables(const ViewContext& context, widgets::Rect rect);
void draw_physical_memory(const ViewContext& context, widgets::Rect rect);
// Over the three before it: from areas through entries to frames.
void draw_links(const ViewContext& context, const Layout& layout);
void draw_segments(const ViewContext& context, widgets::Rect rect);
void draw_kernel_log(const ViewContext& context, widgets::Rect rect);
void draw_inspector(const ViewContext& context, widgets::Rect rect);
// Both kernels at once: rows in place of the panels in the middle, the verdict in place of the inspector.
void draw_side_by_side(const ViewContext& context, const Layout& layout);

}  // namespace app::views
