// When improvements ran, changes were made and services were down: a row for
// each, along one axis of time (UTC).
#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "common/base/strings.h"
#include "services/reporting/render/escape.h"
#include "services/reporting/render/overview_svg.h"
#include "services/reporting/render/time_format.h"

namespace csi::reporting::render {
namespace {

constexpr double kLeft = 300;  // labels
constexpr double kWidth = 1000;
constexpr double kTop = 26;
constexpr double kRow = 26;
constexpr double kBar = 14;
constexpr double kBarMin = 3;  // a short outage is seen all the same
constexpr size_t kLabelMax = 40;
constexpr int kTicks = 4;

std::string N(double value) { return absl::StrFormat("%.1f", value); }

std::string_view Class(TimelineItem::Kind kind) {
  switch (kind) {
    case TimelineItem::Kind::kImprovement:
      return "o-improvement";
    case TimelineItem::Kind::kChange:
      return "o-change";
    case TimelineItem::Kind::kOutage:
      return "o-outage";
  }
  return "";
}

std::string ItemWords(const TimelineItem& item) {
  std::string out = StrCat(item.title, ": ", FormatMinute(item.start));
  if (item.open) {
    out += " and goes on";
  } else if (item.end) {
    StrAppend(&out, " to ", FormatMinute(*item.end));
  }
  if (!item.note.empty()) StrAppend(&out, ", ", item.note);
  return out;
}

class Drawing {
 public:
  explicit Drawing(const Timeline& timeline)
      : timeline_(timeline),
        length_(std::max(1.0,
                         absl::ToDoubleSeconds(timeline.to - timeline.from))) {}

  Markup Take() {
    const double height = kTop + kRow * Rows() + 6;
    out_.Open("svg", {{"class", "csi-overview"},
                      {"viewBox", StrCat("0 0 ", N(kWidth), " ", N(height))},
                      {"role", "img"},
                      {"aria-labelledby", "time-title time-desc"}});
    out_.Leaf("title", {{"id", "time-title"}}, "Timeline");
    std::string words;
    for (const TimelineItem& item : timeline_.items) {
      StrAppend(&words, ItemWords(item), ". ");
    }
    out_.Leaf("desc", {{"id", "time-desc"}}, words);
    AddTicks(height);
    double y = kTop;
    for (const TimelineItem& item : timeline_.items) {
      AddItem(item, y);
      y += kRow;
    }
    out_.Close();
    return std::move(out_);
  }

 private:
  double Rows() const { return static_cast<double>(timeline_.items.size()); }

  double X(absl::Time time) const {
    const double share = absl::ToDoubleSeconds(time - timeline_.from) / length_;
    return kLeft + std::clamp(share, 0.0, 1.0) * (kWidth - kLeft - 4);
  }

  void AddTicks(double height) {
    for (int i = 0; i <= kTicks; ++i) {
      const absl::Time time =
          timeline_.from + absl::Seconds(length_ * i / kTicks);
      const std::string x = N(X(time));
      out_.Empty("line", {{"class", "o-grid"},
                          {"x1", x},
                          {"x2", x},
                          {"y1", "18"},
                          {"y2", N(height)}});
      const bool last = i == kTicks;
      out_.Leaf("text",
                {{"class", "o-tick"},
                 {"x", x},
                 {"y", "12"},
                 {"text-anchor", last     ? "end"
                                 : i == 0 ? "start"
                                          : "middle"}},
                FormatDay(time));
    }
  }

  void AddItem(const TimelineItem& item, double y) {
    out_.Open("g", {{"class", Class(item.kind)}});
    out_.Leaf("title", ItemWords(item));
    out_.Leaf("text", {{"class", "o-label"}, {"x", "0"}, {"y", N(y + 17)}},
              Shorten(item.title, kLabelMax));
    const double from = X(item.start);
    if (item.kind == TimelineItem::Kind::kChange && !item.open &&
        (!item.end || X(*item.end) - from < kBarMin)) {
      const double middle = y + kRow / 2;
      out_.Empty("path", {{"d", StrCat("M", N(from), " ", N(middle - 8),
                                       "l7 8-7 ", "8-7-8Z")}});
    } else {
      const double to = X(item.open || !item.end ? timeline_.to : *item.end);
      out_.Empty("rect", {{"x", N(from)},
                          {"y", N(y + (kRow - kBar) / 2)},
                          {"width", N(std::max(kBarMin, to - from))},
                          {"height", N(kBar)},
                          {"rx", "3"}});
    }
    out_.Close();
  }

  const Timeline& timeline_;
  const double length_;
  Markup out_;
};

}  // namespace

Markup TimelineMarkup(const Timeline& timeline) {
  return Drawing(timeline).Take();
}

}  // namespace csi::reporting::render
