// A month of an agreement from the stored rows: the sets of instants behind its
// figure, so that a report can say where each minute comes from. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_MONTH_FIGURES_H_
#define CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_MONTH_FIGURES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/service_hours.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting_agreements.pb.h"
#include "csi/reporting/v1/reporting_agreements_journal.pb.h"
#include "services/reporting/agreements/availability.h"
#include "services/reporting/domain/agreements/node_tree.h"

namespace csi::reporting {

struct MonthFigures {
  v1::AgreementStanding standing = v1::AGREEMENT_STANDING_NOT_IN_FORCE;
  // All below is empty when the agreement was not in force.
  v1::Agreement terms;
  TimeSpan window;       // the month in the agreement's zone
  int64_t as_of_us = 0;  // outages count up to here
  bool running = false;
  IntervalSet agreed;  // of the whole month
  ServiceTree tree;    // its nodes hold their outages up to as_of_us
  std::vector<std::vector<v1::OutageSpan>> outages;  // by node of the tree
  std::vector<IntervalSet> down;                     // by node of the tree
  IntervalSet lost;               // agreed time in which the service was down
  std::vector<IntervalSet> felt;  // by node: the part of it that it explains
  Availability full;
  Availability elapsed;
  std::optional<int64_t> allowed_us;  // none without a target
  std::optional<int64_t> breach_us;   // when the allowed was used up
  // When it has to be looked at again without a new record: an open or coming
  // outage uses up what is allowed, or the running month ends.
  std::optional<int64_t> next_look_us;
};

// As known at `now_us`. RULE_VIOLATED for a tree that is too large,
// FIELD_INVALID when the server does not know the time zone.
absl::StatusOr<MonthFigures> FiguresOf(const KvReader& state,
                                       std::string_view tenant,
                                       std::string_view agreement,
                                       const CalendarMonth& month,
                                       int64_t now_us);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_AGREEMENTS_MONTH_FIGURES_H_
