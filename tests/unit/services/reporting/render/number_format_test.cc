#include "services/reporting/render/number_format.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace csi::reporting::render {
namespace {

TEST(FormatNumber, KeepsSignificantDigitsAndDropsEmptyDecimals) {
  EXPECT_EQ(FormatNumber(80.25), "80.25");
  EXPECT_EQ(FormatNumber(73.48244893290621), "73.48");
  EXPECT_EQ(FormatNumber(80), "80");
  EXPECT_EQ(FormatNumber(0.0567891), "0.05679");
  EXPECT_EQ(FormatNumber(0), "0");
  EXPECT_EQ(FormatNumber(45.298, {.keep_zeros = true}), "45.30");
}

TEST(FormatNumber, RoundsHalvesAwayFromZero) {
  EXPECT_EQ(FormatNumber(80.25, {.significant = 3}), "80.3");
  EXPECT_EQ(FormatNumber(-80.25, {.significant = 3}), "\u221280.3");
  EXPECT_EQ(FormatNumber(51.375, {.significant = 4}), "51.38");
  EXPECT_EQ(FormatNumber(0.5, {.decimals = 0}), "1");
  EXPECT_EQ(FormatNumber(80.24999, {.significant = 3}), "80.2");
}

TEST(FormatNumber, SetsThousandsApart) {
  EXPECT_EQ(FormatNumber(141712), "141,712");
  EXPECT_EQ(FormatNumber(1234567.891, {.decimals = 2}), "1,234,567.89");
  EXPECT_EQ(FormatNumber(999.4), "999.4");
  EXPECT_EQ(FormatNumber(999.99), "1,000");
}

TEST(FormatNumber, WritesSignUnitAndPlus) {
  EXPECT_EQ(FormatNumber(-28.875, {.significant = 3, .unit = "%"}),
            "\u221228.9\u00A0%");
  EXPECT_EQ(FormatNumber(6.3, {.plus_sign = true}), "+6.3");
  EXPECT_EQ(FormatNumber(0, {.plus_sign = true}), "0");
  EXPECT_EQ(FormatNumber(-0.0), "0");
  EXPECT_EQ(FormatNumber(-0.001, {.decimals = 1}), "0");
}

TEST(FormatNumber, WritesVeryLargeAndSmallAsPowersOfTen) {
  EXPECT_EQ(FormatNumber(1.5e15), "1.5\u00A0×\u00A010¹⁵");
  EXPECT_EQ(FormatNumber(-1e300), "\u22121\u00A0×\u00A010³⁰⁰");
  EXPECT_EQ(FormatNumber(std::numeric_limits<double>::max()),
            "1.798\u00A0×\u00A010³⁰⁸");
  EXPECT_EQ(FormatNumber(2.5e-7), "2.5\u00A0×\u00A010⁻⁷");
  EXPECT_EQ(FormatNumber(std::numeric_limits<double>::denorm_min()),
            "4.941\u00A0×\u00A010⁻³²⁴");
}

TEST(FormatNumber, SaysWhatIsNoNumber) {
  EXPECT_EQ(FormatNumber(std::nan("")), kNoValue);
  EXPECT_EQ(FormatNumber(std::numeric_limits<double>::infinity()), "∞");
  EXPECT_EQ(FormatNumber(-std::numeric_limits<double>::infinity()), "\u2212∞");
}

TEST(FormatCount, CoversTheWholeRange) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(1000), "1,000");
  EXPECT_EQ(FormatCount(-1556), "\u22121,556");
  EXPECT_EQ(FormatCount(std::numeric_limits<int64_t>::min()),
            "\u22129,223,372,036,854,775,808");
}

TEST(FormatP, KeepsThreeDigits) {
  EXPECT_EQ(FormatP(0.0008366), "0.000837");
  EXPECT_EQ(FormatP(0.0000496031746), "0.0000496");
  EXPECT_EQ(FormatP(1.625304e-20), "1.63\u00A0×\u00A010⁻²⁰");
  EXPECT_EQ(FormatP(1), "1");
  EXPECT_EQ(FormatP(0), "0");
}

TEST(FormatInterval, GivesBothEndsTheSameDecimals) {
  EXPECT_EQ(FormatInterval({-33.8785, -23.0}), "\u221233.9 to \u221223.0");
  EXPECT_EQ(FormatInterval({-0.001, 120.4}), "0 to 120");
  EXPECT_EQ(FormatInterval({0, 0}), "0 to 0");
}

}  // namespace
}  // namespace csi::reporting::render
