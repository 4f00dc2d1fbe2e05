#include "services/reporting/render/palette.h"

#include <string>
#include <string_view>

#include "common/base/strings.h"

namespace csi::reporting::render {
namespace {

constexpr PaletteColor kPalette[] = {
    {"ground", "#eef1f4", "#0f151b"},  // behind everything
    {"paper", "#ffffff", "#182028"},   // cards and charts
    {"wash", "#f5f7f9", "#202a34"},    // table heads, quiet boxes
    {"ink", "#17212b", "#e9eef3"},     // text
    {"soft", "#4d5b69", "#a8b5c2"},    // secondary text
    {"rule", "#d6dde4", "#35424f"},    // hairlines
    {"link", "#0b5394", "#7cc0ff"},    // links
    {"series", "#33495e", "#b9c8d6"},  // points and their line
    {"limit", "#6b7b8b", "#8496a8"},   // limits, axes
    {"mute", "#76838f", "#8592a0"},    // what is not used
    {"target", "#7a3e9d", "#d3a4f0"},  // target line
    {"change", "#8a6d00", "#e3c04a"},  // change window
    {"change-wash", "#fbf4d9", "#2f2a17"},
    {"good", "#0a5ea8", "#6cb8ff"},  // improvement
    {"good-wash", "#e6f0fa", "#16293b"},
    {"bad", "#b0430a", "#ffa066"},  // concern
    {"bad-wash", "#fcede4", "#3a2317"},
    {"open", "#5a4fa0", "#bcb3ff"},  // not decided
    {"open-wash", "#efedf9", "#262340"},
    {"calm", "#44525f", "#b3c0cc"},  // neither
    {"calm-wash", "#edf0f3", "#253039"},
};

enum class Scheme { kLight, kDark };

std::string Variables(std::string_view selector, Scheme scheme) {
  std::string css = StrCat(selector, "{");
  for (const PaletteColor& color : kPalette) {
    StrAppend(&css, "--", color.name, ":",
              scheme == Scheme::kLight ? color.light : color.dark, ";");
  }
  StrAppend(&css, "}\n");
  return css;
}

}  // namespace

std::span<const PaletteColor> Palette() { return kPalette; }

std::string PaletteCss(std::string_view selector) {
  const std::string light = Variables(selector, Scheme::kLight);
  return StrCat(light, "@media (prefers-color-scheme:dark){\n",
                Variables(selector, Scheme::kDark), "}\n@media print{\n", light,
                "}\n");
}

}  // namespace csi::reporting::render
