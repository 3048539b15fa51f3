#include "app/widgets/shapes.h"

#include <algorithm>
#include <cmath>

namespace app::widgets {
namespace {

constexpr float kDash = 4, kGap = 3;  // units
constexpr int kArcPieces = 5;         // lines that make up a corner

Point between(Point a, Point b, float t) {
    return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

float distance(Point a, Point b) {
    return std::hypot(b.x - a.x, b.y - a.y);
}

// A corner as a quadratic curve from `from` over `corner` to `to`.
void append_corner(std::vector<Point>& out, Point from, Point corner, Point to) {
    for (int i = 0; i <= kArcPieces; ++i) {
        const float t = static_cast<float>(i) / kArcPieces;
        out.push_back(between(between(from, corner, t), between(corner, to, t), t));
    }
}

// The piece of a polyline between two distances from its start.
std::vector<Point> piece(std::span<const Point> points, float from, float to) {
    std::vector<Point> out;
    float at = 0;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const float length = distance(points[i], points[i + 1]);
        if (at + length > from && at < to && length > 0) {
            if (out.empty()) out.push_back(between(points[i], points[i + 1], std::max(0.0f, (from - at) / length)));
            out.push_back(between(points[i], points[i + 1], std::min(1.0f, (to - at) / length)));
        }
        at += length;
    }
    return out;
}

}  // namespace

std::vector<Point> rounded(std::span<const Point> given, float radius) {
    // Canvases draw a line between equal points as a blot.
    std::vector<Point> points;
    for (Point point : given) {
        if (points.empty() || distance(points.back(), point) > 0.1f) points.push_back(point);
    }
    if (points.size() < 3) return points;
    std::vector<Point> out{points.front()};
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const Point before = points[i - 1], corner = points[i], after = points[i + 1];
        const float in = distance(before, corner), gone = distance(corner, after);
        const float cut = std::min({radius, in / 2, gone / 2});
        if (cut < 0.5f) {
            out.push_back(corner);
        } else {
            append_corner(out, between(corner, before, cut / in), corner, between(corner, after, cut / gone));
        }
    }
    out.push_back(points.back());
    return out;
}

std::vector<std::vector<Point>> dashes(Rect rect, float radius) {
    const Point middle{rect.x + rect.w / 2, rect.y};  // starts in the middle of the top, so that no corner is the seam
    const Point corners[] = {
        middle, {rect.right(), rect.y}, {rect.right(), rect.bottom()}, {rect.x, rect.bottom()}, {rect.x, rect.y},
        middle};
    const std::vector<Point> path = rounded(corners, radius);
    float length = 0;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) length += distance(path[i], path[i + 1]);
    const float count = std::max(1.0f, std::round(length / (kDash + kGap)));
    const float period = length / count;
    std::vector<std::vector<Point>> out;
    for (float i = 0; i < count; ++i) out.push_back(piece(path, i * period, i * period + period - kGap));
    return out;
}

}  // namespace app::widgets
