#include "app/views/panels.h"

#include "app/views/gather.h"
#include "app/views/paint.h"
#include "app/views/side_by_side.h"

namespace app::views {
namespace {

template <class Paint, class Place>
void draw(const ViewContext& context, Paint paint, const Place& place) {
    const std::shared_ptr<const Scene> scene = scene_of(context);
    paint(*scene, Pen{context.canvas, context.theme, context.actions, context.memory}, place);
}

}  // namespace

void draw_programs(const ViewContext& context, widgets::Rect rect) {
    draw(context, paint_programs, rect);
}
void draw_address_spaces(const ViewContext& context, widgets::Rect rect) {
    draw(context, paint_address_spaces, rect);
}
void draw_page_tables(const ViewContext& context, widgets::Rect rect) {
    draw(context, paint_page_tables, rect);
}
void draw_physical_memory(const ViewContext& context, widgets::Rect rect) {
    draw(context, paint_physical_memory, rect);
}
void draw_links(const ViewContext& context, const Layout& layout) {
    draw(context, paint_links, layout);
}
void draw_segments(const ViewContext& context, widgets::Rect rect) {
    draw(context, paint_segments, rect);
}
void draw_kernel_log(const ViewContext& context, widgets::Rect rect) {
    draw(context, scene_of(context)->answers != nullptr ? paint_real_log : paint_kernel_log, rect);
}
void draw_inspector(const ViewContext& context, widgets::Rect rect) {
    draw(context, paint_inspector, rect);
}

void draw_side_by_side(const ViewContext& context, const Layout& layout) {
    const std::optional<SideBySide> both = both_kernels(context);
    if (!both) return;
    const Pen pen{context.canvas, context.theme, context.actions, context.memory};
    const Rect middle{layout.address_spaces.x, layout.address_spaces.y, layout.segments.w,
                      layout.segments.bottom() - layout.address_spaces.y};
    paint_side_by_side(*both, pen, middle);
    paint_verdict(*both, pen, layout.inspector);
}

}  // namespace app::views
