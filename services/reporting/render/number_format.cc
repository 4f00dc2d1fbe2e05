#include "services/reporting/render/number_format.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"

namespace csi::reporting::render {
namespace {

constexpr std::string_view kMinus = "\u2212";
constexpr std::string_view kNoBreakSpace = "\u00A0";
constexpr double kPlainMax = 1e12;
constexpr double kPlainMin = 1e-5;
constexpr int kDecimalsMax = 12;

// Moves a value one step away from zero: an exact half rounds up in magnitude
// and anything else is unchanged at the digits that are shown.
double AwayFromZero(double value) {
  if (!std::isnormal(value)) return value;
  const double infinity = std::numeric_limits<double>::infinity();
  const double next = std::nextafter(value, value > 0 ? infinity : -infinity);
  return std::isfinite(next) ? next : value;
}

std::string WithThousands(std::string_view digits) {
  const size_t point = std::min(digits.find('.'), digits.size());
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i < point && (point - i) % 3 == 0) out.push_back(',');
    out.push_back(digits[i]);
  }
  return out;
}

void StripZeros(std::string* digits) {
  if (digits->find('.') == std::string::npos) return;
  digits->erase(digits->find_last_not_of('0') + 1);
  if (digits->back() == '.') digits->pop_back();
}

std::string Superscript(int exponent) {
  static constexpr std::string_view kDigits[] = {"⁰", "¹", "²", "³", "⁴",
                                                 "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string out = exponent < 0 ? "⁻" : "";
  for (const char c : std::to_string(std::abs(exponent))) {
    out += kDigits[c - '0'];
  }
  return out;
}

int DecimalsFor(double magnitude, int significant) {
  if (magnitude == 0) return 0;
  const int exponent = static_cast<int>(std::floor(std::log10(magnitude)));
  return std::clamp(significant - 1 - exponent, 0, kDecimalsMax);
}

// The digits of a magnitude, without sign and unit.
std::string Magnitude(double magnitude, const NumberStyle& style) {
  const bool fixed = style.decimals >= 0;
  const bool tiny = magnitude < kPlainMin && magnitude > 0 && !fixed;
  std::string digits;
  if (magnitude >= kPlainMax || tiny) {
    digits = absl::StrFormat("%.*e", std::max(0, style.significant - 1),
                             AwayFromZero(magnitude));
    const size_t e = digits.find('e');
    const int exponent = std::stoi(digits.substr(e + 1));
    digits.resize(e);
    StripZeros(&digits);
    return StrCat(digits, kNoBreakSpace, "×", kNoBreakSpace, "10",
                  Superscript(exponent));
  }
  const int decimals =
      fixed ? style.decimals : DecimalsFor(magnitude, style.significant);
  digits = absl::StrFormat("%.*f", decimals, AwayFromZero(magnitude));
  if (!style.keep_zeros) StripZeros(&digits);
  return WithThousands(digits);
}

bool ShowsZero(std::string_view digits) {
  return digits.find_first_not_of("0.,") == std::string_view::npos;
}

}  // namespace

std::string FormatNumber(double value, const NumberStyle& style) {
  if (std::isnan(value)) return std::string(kNoValue);
  std::string digits =
      std::isinf(value) ? "∞" : Magnitude(std::abs(value), style);
  std::string out;
  if (value < 0 && !ShowsZero(digits)) {
    out = kMinus;
  } else if (style.plus_sign && !ShowsZero(digits)) {
    out = "+";
  }
  StrAppend(&out, digits);
  if (!style.unit.empty()) StrAppend(&out, kNoBreakSpace, style.unit);
  return out;
}

std::string FormatCount(int64_t count) {
  if (count < 0) {
    const uint64_t magnitude = 0 - static_cast<uint64_t>(count);
    return StrCat(kMinus, WithThousands(StrCat(magnitude)));
  }
  return WithThousands(StrCat(count));
}

std::string FormatP(double p) { return FormatNumber(p, {.significant = 3}); }

std::string FormatInterval(const Interval& interval, int significant) {
  const double magnitude =
      std::max(std::abs(interval.low), std::abs(interval.high));
  NumberStyle style = {.significant = significant, .keep_zeros = true};
  if (std::isfinite(magnitude) && magnitude < kPlainMax &&
      magnitude >= kPlainMin) {
    style.decimals = DecimalsFor(magnitude, significant);
  }
  return StrCat(FormatNumber(interval.low, style), " to ",
                FormatNumber(interval.high, style));
}

std::string FormatAvailability(double percent) {
  constexpr double kThousandths = 1000;
  // A target such as 99.95 is a little less in binary.
  constexpr double kBinaryError = 1e-6;
  return FormatNumber(
      std::floor(percent * kThousandths + kBinaryError) / kThousandths,
      {.decimals = 3, .keep_zeros = true, .unit = "%"});
}

}  // namespace csi::reporting::render
