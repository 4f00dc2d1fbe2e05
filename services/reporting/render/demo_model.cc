#include "services/reporting/render/demo_model.h"

#include <string>
#include <string_view>

#include "common/base/strings.h"

namespace csi::reporting::render {
namespace {

std::vector<Method> Methods() {
  return {
      {"Process behaviour chart (XmR)",
       "Centre line: mean of the period values. Limits: mean \u00B1 3 \u00D7 "
       "mean moving range / d2. Signals: one beyond a limit; 8 on one side; 6 "
       "in a row rising or falling; 2 of 3 beyond two thirds of the way to "
       "the same limit.",
       "d2 = 2 / \u221A\u03C0, factor 2.658681 (preset exact)"},
      {"Mann-Kendall trend test",
       "S counts rising minus falling pairs; normal approximation, corrected "
       "for ties and continuity; exact p beside it for at most 10 values "
       "without ties.",
       "two-sided, 5 %"},
      {"Theil-Sen slope",
       "Median of the slopes of all pairs of periods, with the interval of "
       "their ranks.",
       "95 %"},
      {"Welch interval with n_eff",
       "Interval of the difference of means, with the number of periods "
       "reduced for autocorrelation in the baseline: n (1 \u2212 r) / (1 + r).",
       "95 %, n_eff at least 2"},
      {"Before/after verdict",
       "Improved only if the interval lies on the good side, most points "
       "after are beyond the baseline, and neither baseline drift nor season "
       "explains it. Fewer than 12 periods before or 6 after: inconclusive.",
       "12 and 6 periods, 75 % of points"}};
}

std::vector<Entry> OtherEntries() {
  return {{.number = "OPP-0003",
           .title = "Knowledge articles for the ten most frequent incidents",
           .state = EntryState::kAssessed,
           .accountable = "Sofia Marchetti",
           .due = absl::CivilDay(2025, 11, 28),
           .step = "6 Present and use the information"},
          {.number = "OPP-0004",
           .title = "One calendar of changes for all regions",
           .state = EntryState::kOnHold,
           .accountable = "Lena Hartwig",
           .step = "2 Define what you will measure"},
          {.number = "OPP-0005",
           .title = "Reopen rate of incidents by team",
           .state = EntryState::kNew}};
}

}  // namespace

absl::Time DemoTime(std::string_view text) {
  absl::Time time;
  std::string error;
  absl::ParseTime("%Y-%m-%d %H:%M", View(text), absl::UTCTimeZone(), &time,
                  &error);
  return time;
}

ReportModel DemoModel() {
  ReportModel model;
  model.title = "CSI report: improvements and their proof";
  model.tenant = "demo";
  model.tenant_name = "Demo tenant";
  model.period_first = absl::CivilDay(2024, 1, 1);
  model.period_last = absl::CivilDay(2025, 8, 31);
  model.generated_time = DemoTime("2025-09-15 07:30");
  model.generated_by = "Dario Fontaine, CSI manager";
  model.journals = {
      {"reporting", 1284,
       "5f0d4c7e9b1a2638f7c45d90ab3e61728c94d5e6f7a8b9c0d1e2f3a4b5c6d7e8"}};
  model.improvements = {DemoBypass(), DemoSla()};
  for (const Improvement& improvement : model.improvements) {
    model.entries.push_back(improvement.entry);
  }
  for (const Entry& entry : OtherEntries()) model.entries.push_back(entry);
  model.counts = CountStates(model.entries);
  model.refusals = {
      {.time = DemoTime("2024-11-04 09:00"),
       .person = "Dario Fontaine",
       .wanted = "deploy matrix seven-step, version 1",
       .reason = "NO_ACCOUNTABLE",
       .text = "activity 5 has nobody accountable",
       .rule = "H1",
       .remedy = "give the A of activity 5 to one role that has a holder"},
      {.time = DemoTime("2024-11-04 09:06"),
       .person = "Dario Fontaine",
       .wanted = "deploy matrix seven-step, version 2",
       .reason = "TWO_ACCOUNTABLE",
       .text = "two people stand behind the A of activity 2: Ruth Adeyemi and "
               "Piet van Dongen",
       .rule = "H1",
       .remedy = "end one of the two assignments"}};
  model.quality = {{.source = "Release bypass, monthly",
                    .read = 20,
                    .used = 20,
                    .refused = 0,
                    .missing = 0,
                    .corrected = 0,
                    .late = 0},
                   {.source = "Incident log",
                    .read = 141712,
                    .used = 141712,
                    .refused = 0,
                    .missing = 1556,
                    .corrected = 0,
                    .findings = {"1,556 incidents without a time of resolution",
                                 "week 2016-W12 is a bulk close: not used",
                                 "after 2016-06-05 only a tail of survivors"}}};
  model.inputs = {
      {.name = "indicators/release-bypass",
       .kind = "points",
       .detail = "20 months, 2024-01 to 2025-08",
       .sha256 =
           "9a1f5c3e7d2b4860c1e9f7a5b3d1e0f2a4c6e8091b3d5f7092b4d6f8a0c2e4f6"},
      {.name = "indicators/made-sla",
       .kind = "points",
       .detail = "11 weeks, 2016-W12 to 2016-W22",
       .sha256 =
           "fd184bbfd62329cfe093e99da2ea7071905f2ead91900b448eb2635870821bef",
       .attribution = "C. Amaral, M. Fantinato, S. Peres: Incident management "
                      "process enriched event log, 2018, UCI, "
                      "doi:10.24432/C57S4H, CC BY 4.0"}};
  model.methods = Methods();
  return model;
}

}  // namespace csi::reporting::render
