// The links: one frame mapped twice has two of them ending in it, and that is the whole lesson in one look.
#include "app/views/link_routes.h"
#include "app/views/paint.h"
#include "app/widgets/parts.h"

namespace app::views {
namespace {

constexpr float kElbow = 4;
constexpr float kBadge = 8;

void draw_badge(const Scene& scene, const Pen& pen, sim::Pid pid, Point at) {
    widgets::letter_dot(pen.canvas, at, kBadge, scene.identity(pid).letter, pen.process(scene, pid));
}

void draw_way(const Scene& scene, const Pen& pen, const LinkRoute& route, const std::vector<Point>& way) {
    if (way.empty()) return;
    widgets::link(pen.canvas, way, pen.process(scene, route.pid), route.thickness, kElbow);
}

}  // namespace

void paint_links(const Scene& scene, const Pen& pen, const Layout& layout) {
    const std::vector<LinkRoute> routes = link_routes(scene, layout);
    for (const LinkRoute& route : routes) {
        draw_way(scene, pen, route, route.to_entry);
        draw_way(scene, pen, route, route.to_frame);
        pen.canvas.fill(route.tab, pen.process(scene, route.pid), 2);
    }
    for (const LinkRoute& route : routes) {
        if (!route.to_entry.empty()) {
            draw_badge(scene, pen, route.pid, route.to_entry.front());
            draw_badge(scene, pen, route.pid, route.to_entry.back());
        }
        draw_badge(scene, pen, route.pid, route.to_frame.front());
    }
}

}  // namespace app::views
