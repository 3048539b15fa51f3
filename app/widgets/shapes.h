// Geometry that backends and widgets share.
#pragma once

#include <span>
#include <vector>

#include "app/widgets/canvas.h"

namespace app::widgets {

// The dashes of a dashed rectangle with rounded corners.
std::vector<std::vector<Point>> dashes(Rect rect, float radius);

// A polyline whose corners are replaced by arcs of at most `radius`.
std::vector<Point> rounded(std::span<const Point> points, float radius);

}  // namespace app::widgets
