// Entries logged and closed by period, side by side.
#include <algorithm>
#include <string>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "services/reporting/render/number_format.h"
#include "services/reporting/render/overview_svg.h"

namespace csi::reporting::render {
namespace {

constexpr double kWidth = 1000;
constexpr double kLeft = 10;
constexpr double kBase = 170;
constexpr double kTop = 40;
constexpr double kPartShare = 0.26;  // of a period's width, for one bar
constexpr int kParts = 3;

std::string N(double value) { return absl::StrFormat("%.1f", value); }

void AddBar(const char* style, double x, double width, double height,
            int64_t count, Markup* out) {
  out->Empty("rect", {{"class", style},
                      {"x", N(x)},
                      {"y", N(kBase - height)},
                      {"width", N(width)},
                      {"height", N(height)}});
  if (count == 0) return;
  out->Leaf("text",
            {{"class", "o-tick"},
             {"x", N(x + width / 2)},
             {"y", N(kBase - height - 4)},
             {"text-anchor", "middle"}},
            FormatCount(count));
}

void AddKey(const char* style, double x, const char* words, Markup* out) {
  out->Empty("rect", {{"class", style},
                      {"x", N(x)},
                      {"y", "4"},
                      {"width", "12"},
                      {"height", "12"}});
  out->Leaf("text", {{"x", N(x + 18)}, {"y", "15"}}, words);
}

std::string Description(const FlowModel& flow) {
  std::string out;
  for (const FlowLine& line : flow.periods) {
    StrAppend(&out, line.period, ": ", line.logged, " logged, ", line.closed,
              " closed, ", line.dropped, " rejected or cancelled. ");
  }
  return out;
}

}  // namespace

Markup FlowMarkup(const FlowModel& flow) {
  Markup out;
  out.Open("svg", {{"class", "csi-overview"},
                   {"viewBox", "0 0 1000 196"},
                   {"role", "img"},
                   {"aria-labelledby", "flow-title flow-desc"}});
  out.Leaf("title", {{"id", "flow-title"}}, "Entries logged and closed");
  out.Leaf("desc", {{"id", "flow-desc"}}, Description(flow));
  AddKey("o-logged", kLeft, "logged", &out);
  AddKey("o-closed", kLeft + 100, "closed", &out);
  AddKey("o-dropped", kLeft + 200, "rejected or cancelled", &out);
  int64_t most = 1;
  for (const FlowLine& line : flow.periods) {
    most = std::max({most, line.logged, line.closed, line.dropped});
  }
  const double step =
      (kWidth - 2 * kLeft) /
      std::max<double>(1, static_cast<double>(flow.periods.size()));
  const double scale = (kBase - kTop) / static_cast<double>(most);
  double x = kLeft;
  for (const FlowLine& line : flow.periods) {
    const double width = step * kPartShare;
    const double from = x + (step - kParts * width) / 2;
    const auto height = [&](int64_t count) {
      return static_cast<double>(count) * scale;
    };
    AddBar("o-logged", from, width, height(line.logged), line.logged, &out);
    AddBar("o-closed", from + width, width, height(line.closed), line.closed,
           &out);
    AddBar("o-dropped", from + 2 * width, width, height(line.dropped),
           line.dropped, &out);
    out.Leaf("text",
             {{"class", "o-tick"},
              {"x", N(x + step / 2)},
              {"y", N(kBase + 18)},
              {"text-anchor", "middle"}},
             line.period);
    x += step;
  }
  out.Empty("line", {{"class", "o-grid"},
                     {"x1", "0"},
                     {"x2", N(kWidth)},
                     {"y1", N(kBase)},
                     {"y2", N(kBase)}});
  out.Close();
  return out;
}

}  // namespace csi::reporting::render
