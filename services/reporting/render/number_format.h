// The one way in which a report writes a number.
//
// Thousands are set apart with a comma, the minus is U+2212, the unit follows
// after a no-break space, very large and very small values are written as
// a x 10^n. Halves are rounded away from zero, as a reader expects of 80.25.
// Pure; the process locale has no influence.
#ifndef CSI_SERVICES_REPORTING_RENDER_NUMBER_FORMAT_H_
#define CSI_SERVICES_REPORTING_RENDER_NUMBER_FORMAT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "services/reporting/render/verdict_model.h"

namespace csi::reporting::render {

// Written for a value that is not there or not finite.
inline constexpr std::string_view kNoValue = "\u2013";

struct NumberStyle {
  int significant = 4;
  // Decimals instead of significant digits, where not negative.
  int decimals = -1;
  // Keeps zeros at the end of the decimals; columns line up, axes too.
  bool keep_zeros = false;
  bool plus_sign = false;
  std::string_view unit = {};
};

std::string FormatNumber(double value, const NumberStyle& style = {});
std::string FormatCount(int64_t count);

// "99.499 %": three decimals, cut and not rounded, so that what misses a target
// never reads as the target.
std::string FormatAvailability(double percent);

// Three significant digits: "0.000837", "1.63 x 10^-20".
std::string FormatP(double p);

// "-33.9 to -23.9", both ends with the same decimals.
std::string FormatInterval(const Interval& interval, int significant = 3);

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_NUMBER_FORMAT_H_
