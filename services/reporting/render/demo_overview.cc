// Agreements, KPIs, flow and timeline of the demo model; all of it made up.
#include "absl/strings/str_format.h"
#include "services/reporting/render/demo_model.h"

namespace csi::reporting::render {
namespace {

constexpr double kBadMonth = 98.87;

AgreementResult Mail() {
  AgreementResult out;
  out.title = "Mail for all staff";
  out.kind = "SLA";
  out.service = "Mail";
  out.month = "2025-08";
  out.standing = Standing::kMissed;
  out.target = 99.5;
  out.full_month = {.percent = kBadMonth,
                    .agreed = absl::Hours(210),
                    .downtime = absl::Minutes(142),
                    .outages = 2,
                    .mtrs = absl::Minutes(71),
                    .mtbf = absl::Minutes(6229),
                    .mtbsi = absl::Minutes(6300)};
  out.allowed = absl::Minutes(63);
  out.left = absl::Minutes(-79);
  out.breach_time = DemoTime("2025-08-19 09:13");
  out.outages = {{.what = "Storage, site A",
                  .start = DemoTime("2025-08-19 08:10"),
                  .end = DemoTime("2025-08-19 10:00"),
                  .counted = absl::Minutes(110),
                  .summary = "controller failed over late",
                  .cause = "storage"},
                 {.what = "Mail front end",
                  .start = DemoTime("2025-08-05 14:00"),
                  .end = DemoTime("2025-08-05 14:32"),
                  .counted = absl::Minutes(32),
                  .cause = "certificate"}};
  out.shares = {{.title = "Storage operations",
                 .kind = "OLA",
                 .standing = Standing::kMissed,
                 .percent = 99.1,
                 .target = 99.8,
                 .share = absl::Minutes(110),
                 .share_percent = 77.5,
                 .caused = true},
                {.title = "Network carrier",
                 .kind = "UC",
                 .standing = Standing::kMet,
                 .percent = 100,
                 .target = 99.9}};
  out.unexplained = absl::Minutes(32);
  out.times = {{.target = "resolution, P1, 4 h",
                .met = 7,
                .breached = 1,
                .achievement = 87.5,
                .wanted = 90,
                .standing = Standing::kMissed}};
  out.improvements = {"OPP-0006 Storage fails over within a minute"};
  out.sentence =
      "The month came to 98.870 % of 210 h agreed service time: the target of "
      "99.500 % is missed, with 2 h 22 min down where 1 h 3 min are allowed. "
      "Storage operations was breached too and was down in 1 h 50 min of the "
      "downtime (77 %).";
  return out;
}

AgreementResult Orders() {
  AgreementResult out;
  out.title = "Order entry <EMEA>";
  out.kind = "SLA";
  out.service = "Orders";
  out.month = "2025-08";
  out.standing = Standing::kMet;
  out.target = 99.9;
  out.full_month = {.percent = 100, .agreed = absl::Hours(744)};
  out.allowed = absl::Minutes(44);
  out.left = absl::Minutes(44);
  out.sentence =
      "The month came to 100.000 % of 744 h agreed service time: the target of "
      "99.900 % is met, and 44 min of 44 min were left.";
  return out;
}

void AddMonths(AgreementResult* result, HeatMap* map) {
  HeatRow row{.title = result->title, .unit = "%"};
  for (int month = 1; month <= 8; ++month) {
    const bool newest = month == 8;
    const bool tight = month % 3 == 0;
    AgreementMonthFigure figure;
    figure.month = absl::StrFormat("2025-%02d", month);
    figure.percent = newest  ? *result->full_month.percent
                     : tight ? *result->target + 0.02
                             : 100;
    figure.standing = newest  ? result->standing
                      : tight ? Standing::kAtRisk
                              : Standing::kMet;
    row.cells.push_back({figure.standing, figure.percent});
    result->months.push_back(std::move(figure));
  }
  map->rows.push_back(std::move(row));
}

SuccessModel Success() {
  SuccessModel out;
  out.goals = {
      {.title = "Changes do no harm",
       .standing = Standing::kMissed,
       .factors = {{.title = "Every release goes through the process",
                    .standing = Standing::kMissed,
                    .kpis = {{.title = "Releases that bypass the process",
                              .standing = Standing::kMissed,
                              .value = 44,
                              .target = 40,
                              .unit = "%",
                              .period = "2025-08",
                              .metrics = 2},
                             {.title = "Emergency releases",
                              .standing = Standing::kUnknown,
                              .value = 9,
                              .unit = "",
                              .period = "2025-08"}}},
                   {.title = "Whoever asks for a change is heard",
                    .standing = Standing::kUnknown}}},
      {.title = "Incidents are solved in time",
       .standing = Standing::kMet,
       .factors = {{.title = "First line solves what it can",
                    .standing = Standing::kMet,
                    .kpis = {{.title = "Incidents within their SLA",
                              .standing = Standing::kMet,
                              .value = 77.2,
                              .target = 75,
                              .unit = "%",
                              .period = "2025-W32"}}}}}};
  out.findings = {
      "\"Whoever asks for a change is heard\" has no KPI: nothing shows "
      "whether "
      "it goes right.",
      "\"Emergency releases\" has no target: it cannot be said whether it is "
      "good enough."};
  return out;
}

FlowModel Flow() {
  FlowModel out;
  out.ages = {{"New", 1, 5, 5, 5},
              {"Assessed", 1, 41, 41, 41},
              {"In progress", 2, 63, 190.5, 190.5}};
  out.cycles = {{"logged to accepted", 4, 6.5, 12},
                {"accepted to running", 2, 33, 40.2},
                {"running to closed", 0, std::nullopt, std::nullopt},
                {"logged to closed", 0, std::nullopt, std::nullopt}};
  for (int month = 1; month <= 9; ++month) {
    out.periods.push_back({absl::StrFormat("2025-%02d", month), (month * 5) % 4,
                           month % 3 == 2 ? 1 : 0, month == 6 ? 1 : 0});
  }
  out.throughput = 0.375;
  out.overdue = 1;
  out.without_due = 2;
  out.stale = 1;
  out.stale_days = 60;
  return out;
}

}  // namespace

void AddDemoOverview(ReportModel* model) {
  model->agreements = {Mail(), Orders()};
  for (int month = 1; month <= 8; ++month) {
    model->heat_map.columns.push_back(absl::StrFormat("2025-%02d", month));
  }
  for (AgreementResult& result : model->agreements) {
    AddMonths(&result, &model->heat_map);
  }
  HeatRow bypass{.title = "Releases that bypass the process", .unit = "%"};
  for (const double value : {60, 58, 55, 52, 50, 47, 45, 44}) {
    bypass.cells.push_back({Standing::kMissed, value});
  }
  bypass.cells[2] = {};
  model->heat_map.rows.push_back(std::move(bypass));
  model->success = Success();
  model->flow = Flow();
  using Kind = TimelineItem::Kind;
  model->timeline.from = DemoTime("2024-09-15 00:00");
  model->timeline.to = DemoTime("2025-09-15 07:30");
  model->timeline.items = {
      {Kind::kImprovement, "OPP-0001 Stop releases bypassing the process",
       "In review", DemoTime("2024-12-02 09:00"), std::nullopt, true},
      {Kind::kChange, "RFC-501", "closed, successful",
       DemoTime("2025-01-01 00:00"), DemoTime("2025-01-01 00:00"), false},
      {Kind::kOutage, "Storage, site A", "1 h 50 min of Mail for all staff",
       DemoTime("2025-08-19 08:10"), DemoTime("2025-08-19 10:00"), false}};
  model->trend_evidence = {{.indicator = "Releases that bypass the process",
                            .unit = "%",
                            .n = 20,
                            .hamed_rao_p = 0.0412,
                            .single_change = "2025-01",
                            .single_change_p = 0.00121,
                            .level_periods = {"2025-01", "2025-05"},
                            .level_method = "PELT",
                            .forecast_method = "holt_alpha0.3_beta0.1",
                            .forecast_period = "2025-09",
                            .forecast_mean = 41.6,
                            .forecast_low = 37.2,
                            .forecast_high = 46,
                            .hold_out = 5,
                            .hold_out_error = 1.9,
                            .naive_error = 2.6}};
}

ReportModel DemoReport(Audience audience) {
  ReportModel model = DemoModel();
  AddDemoOverview(&model);
  model.title = std::string(AudienceTitle(audience));
  model.layout = LayoutOf(audience);
  return model;
}

}  // namespace csi::reporting::render
