#include "services/reporting/domain/agreements/month_figures.h"

#include <algorithm>
#include <utility>

#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/reporting/agreements/time_clock.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/domain/agreements/outage_rows.h"
#include "services/reporting/domain/agreements/terms.h"

namespace csi::reporting {
namespace {

// Outages of every node, open ones until `until_us`, nothing behind it.
void FillOutages(const std::vector<std::vector<v1::OutageSpan>>& outages,
                 int64_t until_us, std::vector<TreeNode>& nodes) {
  for (size_t i = 0; i < nodes.size(); ++i) {
    std::vector<TimeSpan> spans;
    for (const v1::OutageSpan& outage : outages[i]) {
      TimeSpan span = SpanOf(outage, until_us);
      span.end_us = std::min(span.end_us, until_us);
      spans.push_back(span);
    }
    nodes[i].own = IntervalSet(std::move(spans));
  }
}

v1::AgreementStanding StandingOf(const MonthFigures& figures) {
  if (!figures.allowed_us) return v1::AGREEMENT_STANDING_NO_TARGET;
  if (figures.full.agreed_us == 0) {
    return v1::AGREEMENT_STANDING_NO_SERVICE_TIME;
  }
  if (figures.full.downtime_us > *figures.allowed_us) {
    return v1::AGREEMENT_STANDING_BREACHED;
  }
  const int64_t warning = figures.terms.warning_percent() == 0
                              ? limits::kWarningPercentDefault
                              : figures.terms.warning_percent();
  // A month of microseconds times a hundred fits into 64 bits. A target of
  // 100 % has nothing to use up.
  return *figures.allowed_us > 0 &&
                 figures.full.downtime_us * 100 >= *figures.allowed_us * warning
             ? v1::AGREEMENT_STANDING_AT_RISK
             : v1::AGREEMENT_STANDING_MET;
}

// What happens by itself: outages that are open or announced go on as they are,
// and the next month has terms, structures and announced outages of its own.
std::optional<int64_t> NextLook(const MonthFigures& figures) {
  if (!figures.running) return std::nullopt;
  const int64_t end_us = figures.window.end_us;
  bool goes_on = false;
  for (const auto& outages : figures.outages) {
    for (const v1::OutageSpan& outage : outages) {
      if (SpanOf(outage, end_us).end_us > figures.as_of_us) goes_on = true;
    }
  }
  if (!goes_on || !figures.allowed_us || figures.breach_us) return end_us;
  std::vector<TreeNode> nodes = figures.tree.nodes;
  FillOutages(figures.outages, end_us, nodes);
  const IntervalSet ahead = figures.agreed.Intersect(JoinOutages(nodes)[0]);
  const auto used_up =
      GatheredAtUs(ahead, figures.window.start_us, *figures.allowed_us + 1);
  return used_up ? std::min(*used_up, end_us) : end_us;
}

}  // namespace

absl::StatusOr<MonthFigures> FiguresOf(const KvReader& state,
                                       std::string_view tenant,
                                       std::string_view agreement,
                                       const CalendarMonth& month,
                                       int64_t now_us) {
  MonthFigures figures;
  std::optional<v1::Agreement> terms =
      TermsFor(state, tenant, agreement, month);
  if (!terms) return figures;
  figures.terms = *std::move(terms);
  ASSIGN_OR_RETURN(const ServiceHours hours, HoursOf(figures.terms));
  figures.window = month.SpanIn(hours.zone());
  if (now_us < figures.window.start_us) return figures;
  figures.running = now_us < figures.window.end_us;
  figures.as_of_us = std::min(now_us, figures.window.end_us);
  figures.agreed = AgreedTime(figures.terms, hours, figures.window);
  ASSIGN_OR_RETURN(figures.tree, TreeOf(state, tenant,
                                        LastPart(figures.terms.node()), month));
  for (const std::string& node : figures.tree.ids) {
    figures.outages.push_back(OutagesOf(state, tenant, node, figures.window));
  }
  FillOutages(figures.outages, figures.as_of_us, figures.tree.nodes);
  figures.down = JoinOutages(figures.tree.nodes);
  figures.lost = figures.agreed.Intersect(figures.down[0]);
  figures.felt = FeltAtRoot(figures.tree.nodes, figures.down, figures.lost);
  figures.full = Measure(figures.agreed, figures.down[0]);
  figures.elapsed = Measure(figures.agreed.Intersect(IntervalSet(
                                {{figures.window.start_us, figures.as_of_us}})),
                            figures.down[0]);
  if (const auto target = TargetPpm(figures.terms)) {
    figures.allowed_us = AllowedDowntimeUs(figures.full.agreed_us, *target);
    figures.breach_us = GatheredAtUs(figures.lost, figures.window.start_us,
                                     *figures.allowed_us + 1);
  }
  figures.standing = StandingOf(figures);
  figures.next_look_us = NextLook(figures);
  return figures;
}

}  // namespace csi::reporting
