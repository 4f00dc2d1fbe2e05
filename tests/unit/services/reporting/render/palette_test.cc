#include "services/reporting/render/palette.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace csi::reporting::render {
namespace {

double Channel(std::string_view hex, size_t at) {
  const double value =
      std::stoi(std::string(hex.substr(at, 2)), nullptr, 16) / 255.0;
  return value <= 0.04045 ? value / 12.92
                          : std::pow((value + 0.055) / 1.055, 2.4);
}

// Relative luminance and contrast as WCAG 2 defines them.
double Luminance(std::string_view hex) {
  return 0.2126 * Channel(hex, 1) + 0.7152 * Channel(hex, 3) +
         0.0722 * Channel(hex, 5);
}

double Contrast(std::string_view a, std::string_view b) {
  const double x = Luminance(a);
  const double y = Luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

void ExpectContrast(const Pairs& pairs, double least) {
  std::map<std::string, PaletteColor> colors;
  for (const PaletteColor& color : Palette()) {
    colors[std::string(color.name)] = color;
  }
  for (const auto& [mark, ground] : pairs) {
    ASSERT_TRUE(colors.count(mark) && colors.count(ground)) << mark << ground;
    EXPECT_GE(Contrast(colors[mark].light, colors[ground].light), least)
        << mark << " on " << ground << ", light";
    EXPECT_GE(Contrast(colors[mark].dark, colors[ground].dark), least)
        << mark << " on " << ground << ", dark";
  }
}

TEST(Palette, TextHasAContrastOfFourAndAHalf) {
  ExpectContrast(
      {{"ink", "paper"},       {"ink", "wash"},       {"ink", "ground"},
       {"soft", "paper"},      {"soft", "wash"},      {"soft", "ground"},
       {"link", "paper"},      {"good", "good-wash"}, {"bad", "bad-wash"},
       {"open", "open-wash"},  {"calm", "calm-wash"}, {"ink", "good-wash"},
       {"ink", "bad-wash"},    {"ink", "open-wash"},  {"ink", "calm-wash"},
       {"ink", "change-wash"}, {"soft", "good-wash"}, {"soft", "bad-wash"},
       {"soft", "open-wash"},  {"soft", "calm-wash"}, {"target", "paper"},
       {"bad", "paper"},       {"good", "paper"},     {"open", "paper"}},
      4.5);
}

TEST(Palette, MarksHaveAContrastOfThree) {
  ExpectContrast({{"series", "paper"},
                  {"series", "calm-wash"},
                  {"limit", "paper"},
                  {"limit", "calm-wash"},
                  {"mute", "paper"},
                  {"mute", "calm-wash"},
                  {"target", "calm-wash"},
                  {"change", "paper"},
                  {"change", "calm-wash"},
                  {"good", "calm-wash"},
                  {"bad", "calm-wash"},
                  {"open", "calm-wash"}},
                 3);
}

TEST(Palette, PrintsLightWhateverTheReaderPrefers) {
  const std::string css = PaletteCss(":root");
  const size_t dark = css.find("prefers-color-scheme:dark");
  const size_t print = css.find("@media print");
  ASSERT_NE(dark, std::string::npos);
  ASSERT_NE(print, std::string::npos);
  EXPECT_LT(dark, print) << "the later rule wins";
  EXPECT_NE(css.find("--paper:#ffffff", print), std::string::npos);
}

}  // namespace
}  // namespace csi::reporting::render
