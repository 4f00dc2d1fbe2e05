// The line through the points and their marks: the shape tells the rule of a
// signal, colour and a hole in the middle its side.
#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/strings.h"
#include "services/reporting/render/chart_parts.h"
#include "services/reporting/render/chart_text.h"
#include "services/reporting/render/render_limits.h"

namespace csi::reporting::render {
namespace {

constexpr double kRadiusMax = 4.6;
constexpr double kRadiusMin = 1.4;
constexpr double kSignalRadiusMin = 4.2;
// Smaller points have no rim: it would cut the line to pieces.
constexpr double kRimRadiusMin = 3;

bool Joins(const ChartPoint& a, const ChartPoint& b) {
  return a.use == b.use || (!IsTested(a.use) && !IsTested(b.use));
}

// Index of the last point of the stretch that starts at `first`: finite
// values of one use, to be joined by one line.
size_t EndOfStretch(const std::vector<ChartPoint>& points, size_t first) {
  size_t last = first;
  while (last + 1 < points.size() && std::isfinite(points[last + 1].value) &&
         Joins(points[last], points[last + 1])) {
    ++last;
  }
  return last;
}

void Extend(double x, double y, std::string* path) {
  StrAppend(path, path->empty() ? "M" : "L", Coordinate(x), " ", Coordinate(y));
}

// Lowest and highest value of each pixel column: the same picture as all
// points at a size that does not grow with them.
std::string ColumnPath(const std::vector<ChartPoint>& points, size_t first,
                       size_t last, const ChartScale& scale) {
  std::string path;
  for (size_t i = first; i <= last;) {
    const double column = std::floor(scale.X(i));
    double low = points[i].value;
    double high = low;
    size_t next = i;
    for (; next <= last && std::floor(scale.X(next)) == column; ++next) {
      low = std::min(low, points[next].value);
      high = std::max(high, points[next].value);
    }
    Extend(column, scale.Y(low), &path);
    if (high > low) Extend(column, scale.Y(high), &path);
    i = next;
  }
  return path;
}

std::string PointPath(const std::vector<ChartPoint>& points, size_t first,
                      size_t last, const ChartScale& scale) {
  if (points.size() > kLinePointsMax) {
    return ColumnPath(points, first, last, scale);
  }
  std::string path;
  for (size_t i = first; i <= last; ++i) {
    Extend(scale.X(i), scale.Y(points[i].value), &path);
  }
  return path;
}

std::string Polygon(const std::vector<std::pair<double, double>>& corners,
                    double radius) {
  std::string path;
  for (const auto& [x, y] : corners) Extend(x * radius, y * radius, &path);
  return path + "Z";
}

std::string ShapePath(MarkShape shape, double r) {
  switch (shape) {
    case MarkShape::kCircle: {
      const std::string radius = Coordinate(r);
      const std::string width = Coordinate(2 * r);
      return StrCat("M-", radius, " 0a", radius, " ", radius, " 0 1 0 ", width,
                    " 0a", radius, " ", radius, " 0 1 0 -", width, " 0Z");
    }
    case MarkShape::kDiamond:
      return Polygon({{0, -1.5}, {1.5, 0}, {0, 1.5}, {-1.5, 0}}, r);
    case MarkShape::kSquare:
      return Polygon({{-1.1, -1.1}, {1.1, -1.1}, {1.1, 1.1}, {-1.1, 1.1}}, r);
    case MarkShape::kTriangle:
      return Polygon({{0, -1.5}, {1.4, 1.1}, {-1.4, 1.1}}, r);
    case MarkShape::kHexagon:
      return Polygon({{-1.35, 0},
                      {-0.68, -1.17},
                      {0.68, -1.17},
                      {1.35, 0},
                      {0.68, 1.17},
                      {-0.68, 1.17}},
                     r);
    case MarkShape::kStar:
      return Polygon({{0, -1.6},
                      {0.4, -0.4},
                      {1.6, 0},
                      {0.4, 0.4},
                      {0, 1.6},
                      {-0.4, 0.4},
                      {-1.6, 0},
                      {-0.4, -0.4}},
                     r);
  }
  return "";
}

std::string_view SideStyle(SignalSide side) {
  switch (side) {
    case SignalSide::kGood:
      return "c-mark c-good";
    case SignalSide::kBad:
      return "c-mark c-bad";
    case SignalSide::kNeutral:
      return "c-mark c-neutral";
  }
  return "c-mark";
}

void AddPlain(const ChartPoint& point, double x, double y, double radius,
              std::string_view words, Markup* out) {
  const std::string_view style = !IsTested(point.use)     ? "c-hollow"
                                 : radius < kRimRadiusMin ? "c-point c-small"
                                                          : "c-point";
  out->Open("circle", {{"class", style},
                       {"cx", Coordinate(x)},
                       {"cy", Coordinate(y)},
                       {"r", Coordinate(radius)}});
  out->Leaf("title", words).Close();
}

}  // namespace

MarkShape ShapeOf(std::string_view rule) {
  if (rule == "beyond_limit") return MarkShape::kDiamond;
  if (rule.substr(0, 4) == "run_") return MarkShape::kSquare;
  if (rule.substr(0, 6) == "trend_") return MarkShape::kTriangle;
  if (rule.find("_of_") != std::string_view::npos) return MarkShape::kHexagon;
  return MarkShape::kStar;
}

void AddMark(MarkShape shape, SignalSide side, double x, double y,
             double radius, std::string_view words, Markup* out) {
  out->Open("g", {{"class", SideStyle(side)},
                  {"transform", StrCat("translate(", Coordinate(x), " ",
                                       Coordinate(y), ")")}});
  if (!words.empty()) out->Leaf("title", words);
  out->Empty("path", {{"d", ShapePath(shape, radius)}});
  if (side == SignalSide::kBad) {
    out->Empty("circle", {{"class", "c-hole"},
                          {"cx", "0"},
                          {"cy", "0"},
                          {"r", Coordinate(radius * 0.42)}});
  }
  out->Close();
}

void AddSeriesLine(const ChartModel& chart, const ChartScale& scale,
                   Markup* out) {
  const auto& points = chart.points;
  for (size_t i = 0; i < points.size();) {
    if (!std::isfinite(points[i].value)) {
      ++i;
      continue;
    }
    const size_t last = EndOfStretch(points, i);
    if (last > i) {
      out->Empty("path",
                 {{"class", IsTested(points[i].use) ? "c-line" : "c-line-gap"},
                  {"d", PointPath(points, i, last, scale)}});
    }
    i = last + 1;
  }
}

void AddPoints(const ChartModel& chart, const ChartScale& scale, Markup* out) {
  const auto& points = chart.points;
  const double radius =
      std::clamp(scale.slot_width() * 0.3, kRadiusMin, kRadiusMax);
  const double signal_radius = std::max(radius, kSignalRadiusMin);
  const bool mark_all = points.size() <= kMarkedPointsMax;
  size_t signals_left = 0;
  for (const ChartPoint& point : points) {
    if (!point.signals.empty()) ++signals_left;
  }
  out->Open("g", {{"class", "c-points"}});
  for (size_t i = 0; i < points.size(); ++i) {
    const ChartPoint& point = points[i];
    const bool marked =
        !point.signals.empty() && signals_left-- <= kMarkedSignalsMax;
    if (!std::isfinite(point.value) || (!marked && !mark_all)) continue;
    const double x = scale.X(i);
    const double y = scale.Y(point.value);
    const std::string words = PointWords(chart, point);
    if (marked) {
      AddMark(ShapeOf(point.signals.front().rule), point.signals.front().side,
              x, y, signal_radius, words, out);
    } else {
      AddPlain(point, x, y, radius, words, out);
    }
  }
  out->Close();
}

}  // namespace csi::reporting::render
