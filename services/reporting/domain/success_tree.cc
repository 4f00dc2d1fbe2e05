#include "services/reporting/domain/success_tree.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/reporting/domain/analysis.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/domain/thresholds/alerts.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/points/point_store.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

constexpr char kWhyMany[] =
    "Three to five KPIs a factor, and three to five factors a service or "
    "process, are what people can act on (ITIL Continual Service Improvement, "
    "2011).";

// The last figure of the total.
std::optional<StoredPoint> NewestFigure(const KvReader& state,
                                        std::string_view tenant,
                                        std::string_view indicator) {
  std::optional<StoredPoint> newest;
  ScanPointsReverse(state, {tenant, LastPart(indicator), ""}, kTimeMin,
                    kTimeMax, [&](const StoredPoint& point) {
                      newest = point;
                      return false;
                    });
  return newest;
}

std::vector<v1::Threshold> Watching(const KvReader& state,
                                    std::string_view tenant,
                                    std::string_view indicator) {
  std::vector<v1::Threshold> thresholds;
  state.ScanPrefix(KeyPrefix(kThresholdWatchTag, {tenant, LastPart(indicator)}),
                   [&](std::string_view, std::string_view value) {
                     v1::ThresholdWatch watch;
                     watch.ParseFromArray(value.data(),
                                          static_cast<int>(value.size()));
                     thresholds.push_back(watch.threshold());
                     return true;
                   });
  return thresholds;
}

bool IsOpen(const KvReader& state, std::string_view tenant,
            const v1::Threshold& threshold) {
  const std::string prefix = EpisodePrefix(tenant, LastPart(threshold.name()));
  bool open = false;
  state.ScanReverse(
      prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view id) {
        const auto alert =
            GetRow<v1::Alert>(state, Key(kAlertTag, {tenant, id}));
        open = alert && alert->state() == v1::ALERT_STATE_OPEN;
        return false;
      });
  return open;
}

v1::Standing Worse(v1::Standing a, v1::Standing b) { return std::max(a, b); }

class TreeBuilder {
 public:
  TreeBuilder(const KvReader& state, std::string_view tenant)
      : state_(state), tenant_(tenant) {}

  v1::SuccessTree Build() {
    std::map<std::string, std::vector<v1::SuccessFactor>> goals;
    std::map<std::string, int> factors_of_scope;
    state_.ScanPrefix(KeyPrefix(kSuccessFactorTag, {tenant_}),
                      [&](std::string_view, std::string_view value) {
                        v1::SuccessFactor factor;
                        factor.ParseFromArray(value.data(),
                                              static_cast<int>(value.size()));
                        if (factor.retired()) return true;
                        ++factors_of_scope[factor.scope().service().empty()
                                               ? factor.scope().process()
                                               : factor.scope().service()];
                        goals[factor.goal()].push_back(std::move(factor));
                        return true;
                      });
    for (const auto& [goal, factors] : goals) AddGoal(goal, factors);
    for (const auto& [scope, count] : factors_of_scope) {
      if (count <= limits::kFactorsAdvised) continue;
      Find("TOO_MANY_CSFS", common::v1::SEVERITY_INFO,
           scope.empty() ? StrCat("tenants/", tenant_) : scope,
           StrCat(count, " critical success factors."), kWhyMany,
           "Keep the few that decide.");
    }
    for (const char* line :
         {"kpi=MISSED if the newest figure misses the target or an alert is "
          "open, MET if figure and target are there and neither holds, else "
          "UNKNOWN",
          "factor=worst of its KPIs; goal=worst of its factors; never an "
          "average of percentages"}) {
      tree_.add_methods(line);
    }
    return std::move(tree_);
  }

 private:
  void Find(std::string rule, common::v1::Severity severity, std::string place,
            std::string message, std::string why, std::string suggestion) {
    common::v1::Finding& finding = *tree_.add_findings();
    finding.set_rule(std::move(rule));
    finding.set_severity(severity);
    finding.set_place(std::move(place));
    finding.set_message(std::move(message));
    finding.set_why(std::move(why));
    finding.set_suggestion(std::move(suggestion));
  }

  void AddGoal(const std::string& text,
               const std::vector<v1::SuccessFactor>& factors) {
    v1::GoalStanding& goal = *tree_.add_goals();
    goal.set_goal(text);
    goal.set_standing(v1::STANDING_MET);
    const int line = tree_.lines_size();
    tree_.add_lines("");
    for (const v1::SuccessFactor& factor : factors) {
      AddFactor(factor, *goal.add_factors());
      const v1::FactorStanding& standing =
          goal.factors(goal.factors_size() - 1);
      goal.set_standing(Worse(goal.standing(), standing.standing()));
      if (standing.standing() == v1::STANDING_MET) {
        goal.set_met_count(goal.met_count() + 1);
      }
    }
    tree_.set_lines(line, StrCat("goal ", text.empty() ? "(none)" : text, ": ",
                                 Words(goal.standing()), ", ", goal.met_count(),
                                 " of ", factors.size(), " factors met"));
  }

  void AddFactor(const v1::SuccessFactor& factor,
                 v1::FactorStanding& standing) {
    standing.set_success_factor(factor.name());
    standing.set_title(factor.title());
    standing.set_standing(factor.kpis().empty() ? v1::STANDING_UNKNOWN
                                                : v1::STANDING_MET);
    const int line = tree_.lines_size();
    tree_.add_lines("");
    for (const v1::Kpi& kpi : factor.kpis()) {
      v1::KpiStanding& one = *standing.add_kpis();
      one = StandingOf(state_, tenant_, kpi);
      standing.set_standing(Worse(standing.standing(), one.standing()));
      if (one.standing() == v1::STANDING_MET) {
        standing.set_met_count(standing.met_count() + 1);
      }
      tree_.add_lines(KpiLine(one));
      for (const std::string& metric : kpi.metrics()) {
        tree_.add_lines(StrCat("      metric ", LastPart(metric)));
      }
      CheckKpi(one);
    }
    tree_.set_lines(
        line,
        StrCat("  csf ", factor.title(), ": ", Words(standing.standing()), ", ",
               standing.met_count(), " of ", factor.kpis_size(), " KPIs met"));
    CheckFactor(factor);
  }

  static std::string Words(v1::Standing standing) {
    return WithoutPrefix(v1::Standing_Name(standing), "STANDING_");
  }

  static std::string KpiLine(const v1::KpiStanding& kpi) {
    std::string line =
        StrCat("    kpi ", kpi.title(), ": ", Words(kpi.standing()));
    if (kpi.has_value()) absl::StrAppendFormat(&line, ", %.6g", kpi.value());
    if (kpi.has_target()) {
      absl::StrAppendFormat(&line, ", target %.6g", kpi.target());
    }
    if (kpi.open_alerts() > 0) {
      absl::StrAppendFormat(&line, ", %d alerts open", kpi.open_alerts());
    }
    return line;
  }

  void CheckFactor(const v1::SuccessFactor& factor) {
    if (factor.kpis().empty()) {
      Find("CSF_WITHOUT_KPI", common::v1::SEVERITY_WARNING, factor.name(),
           StrCat(factor.title(), " has no KPI."),
           "Whether it goes right cannot be seen.", "Name an indicator.");
    }
    if (factor.kpis_size() > limits::kKpisAdvised) {
      Find("TOO_MANY_KPIS", common::v1::SEVERITY_INFO, factor.name(),
           StrCat(factor.title(), " has ", factor.kpis_size(), " KPIs."),
           kWhyMany, "Make the others metrics of the few that decide.");
    }
  }

  void CheckKpi(const v1::KpiStanding& kpi) {
    const auto indicator =
        ReadIndicator(state_, tenant_, LastPart(kpi.indicator()));
    const auto missing = [&](bool is, const char* rule, const char* what,
                             const char* next) {
      if (!is) return;
      Find(rule, common::v1::SEVERITY_WARNING, kpi.indicator(),
           StrCat(kpi.title(), what), "A KPI is judged by it.", next);
    };
    missing(kpi.metrics().empty(), "KPI_WITHOUT_METRIC",
            " names no metric that it rests on.", "Name its metrics.");
    missing(!kpi.has_target(), "KPI_WITHOUT_TARGET", " has no target.",
            "SetTarget.");
    missing(!indicator || indicator->source().empty(), "KPI_WITHOUT_SOURCE",
            " does not say where its figures come from.",
            "UpdateIndicator with its source.");
    missing(!indicator || indicator->approved_revision() == 0,
            "KPI_NOT_APPROVED", " has no approved definition.",
            "ApproveIndicator.");
    missing(Watching(state_, tenant_, kpi.indicator()).empty(),
            "KPI_WITHOUT_THRESHOLD", " is watched by no threshold.",
            "CreateThreshold, and approve it.");
  }

  const KvReader& state_;
  std::string tenant_;
  v1::SuccessTree tree_;
};

}  // namespace

bool MeetsTarget(const v1::Indicator& indicator, double value, double target) {
  switch (indicator.direction()) {
    case v1::IMPROVEMENT_DIRECTION_HIGHER:
      return value >= target;
    case v1::IMPROVEMENT_DIRECTION_TARGET:
      // A target of closeness: at most that far from the ideal value.
      return std::abs(value - indicator.target_value()) <=
             std::abs(target - indicator.target_value());
    default:
      return value <= target;
  }
}

v1::KpiStanding StandingOf(const KvReader& state, std::string_view tenant,
                           const v1::Kpi& kpi) {
  v1::KpiStanding standing;
  standing.set_indicator(kpi.indicator());
  *standing.mutable_metrics() = kpi.metrics();
  standing.set_standing(v1::STANDING_UNKNOWN);
  const auto indicator =
      ReadIndicator(state, tenant, LastPart(kpi.indicator()));
  if (!indicator) return standing;
  standing.set_title(indicator->title());
  for (const v1::Threshold& each : Watching(state, tenant, kpi.indicator())) {
    if (IsOpen(state, tenant, each)) {
      standing.set_open_alerts(standing.open_alerts() + 1);
    }
  }
  if (const auto newest = NewestFigure(state, tenant, kpi.indicator())) {
    standing.set_value(newest->value);
    *standing.mutable_period_start_time() = TimestampOf(newest->period_us);
  }
  if (const auto target = TargetOf(state, tenant, kpi.indicator(), "")) {
    standing.set_target(target->value());
  }
  const bool judged = standing.has_value() && standing.has_target();
  if (standing.open_alerts() > 0 ||
      (judged &&
       !MeetsTarget(*indicator, standing.value(), standing.target()))) {
    standing.set_standing(v1::STANDING_MISSED);
  } else if (judged) {
    standing.set_standing(v1::STANDING_MET);
  }
  return standing;
}

v1::SuccessTree BuildSuccessTree(const KvReader& state,
                                 std::string_view tenant) {
  return TreeBuilder(state, tenant).Build();
}

}  // namespace csi::reporting
