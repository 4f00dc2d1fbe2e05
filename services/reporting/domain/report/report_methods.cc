#include "services/reporting/domain/report/report_methods.h"

namespace csi::reporting {

std::vector<render::Method> MethodsOfReport() {
  return {
      {"Process behaviour chart (XmR)",
       "Centre line: mean of the period values. Limits: mean \u00B1 3 \u00D7 "
       "mean moving range / d2. Signals: one beyond a limit; 8 on one side; 6 "
       "in a row rising or falling; 2 of 3 beyond two thirds of a limit.",
       "d2 = 2 / \u221A\u03C0, factor 2.658681 (preset exact)"},
      {"Mann-Kendall trend test",
       "Rising minus falling pairs, corrected for ties and continuity; exact "
       "p for at most 10 values without ties.",
       "two-sided, 5 %"},
      {"Theil-Sen slope", "Median of the slopes of all pairs of periods.",
       "95 %"},
      {"Welch interval with n_eff",
       "Difference of means, with the number of periods reduced for "
       "autocorrelation in the baseline: n (1 \u2212 r) / (1 + r).",
       "95 %, n_eff at least 2"},
      {"Before/after verdict",
       "Improved only if the interval lies on the good side, most points "
       "after are beyond the baseline, and neither its drift nor season "
       "explains it. With fewer periods: inconclusive.",
       "12 and 6 periods, 75 % of points"}};
}

}  // namespace csi::reporting
