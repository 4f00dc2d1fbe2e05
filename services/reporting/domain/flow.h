// The flow of improvements from their moves between states: ages, cycle times,
// what was finished. Pure, thread-safe. Times are microseconds since 1970.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_FLOW_H_
#define CSI_SERVICES_REPORTING_DOMAIN_FLOW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csi/reporting/v1/reporting_flow.pb.h"

namespace csi::reporting {

// Entries that one analysis reads, moves of each, and periods of its window.
inline constexpr size_t kFlowEntriesMax = 20000;
inline constexpr size_t kFlowActsMax = 2000;
inline constexpr int kFlowPeriodsMax = 120;

struct StateMove {
  int64_t time_us = 0;
  std::string state;  // as the registry names it, without prefix
};

struct EntryFlow {
  std::string name;
  int64_t logged_us = 0;
  std::string state;  // now
  std::optional<int64_t> due_us;
  bool retrospective = false;
  std::vector<StateMove> moves;  // oldest first; without being logged
};

// Not ended; a state as the registry names it, without prefix.
bool IsOpenState(std::string_view state);

// Everything but `truncated`. The window is `periods` of `frequency` that end
// with the one that contains `now_us`.
v1::FlowAnalysis FlowOf(const std::vector<EntryFlow>& entries,
                        v1::Frequency frequency, int periods, int64_t now_us);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_FLOW_H_
