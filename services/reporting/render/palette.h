// The colours of a report, light and dark.
//
// Blue reads as improvement and orange as concern, the pair that people with
// any colour vision tell apart; no meaning rests on colour alone. A test keeps
// text at a contrast of 4.5 and marks at 3 on the grounds they are used on.
#ifndef CSI_SERVICES_REPORTING_RENDER_PALETTE_H_
#define CSI_SERVICES_REPORTING_RENDER_PALETTE_H_

#include <span>
#include <string>
#include <string_view>

namespace csi::reporting::render {

struct PaletteColor {
  std::string_view name;   // of the CSS variable, without the dashes
  std::string_view light;  // "#rrggbb"
  std::string_view dark;
};

std::span<const PaletteColor> Palette();

// Variable definitions for `selector`: light, dark where the reader prefers
// it, and always light in print.
std::string PaletteCss(std::string_view selector);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_PALETTE_H_
