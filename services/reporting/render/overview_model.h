// What a report shows beyond single improvements: the tree of goals and KPIs,
// the flow of work, figures by month, a timeline, further trend evidence.
//
// Plain data, filled by the caller. Days are calendar days of 24 hours.
#ifndef CSI_SERVICES_REPORTING_RENDER_OVERVIEW_MODEL_H_
#define CSI_SERVICES_REPORTING_RENDER_OVERVIEW_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/reporting/render/agreement_model.h"

namespace csi::reporting::render {

struct KpiNode {
  std::string title = {};
  Standing standing = Standing::kUnknown;
  std::optional<double> value = {};
  std::optional<double> target = {};
  std::string unit = {};
  std::string period = {};  // of the value
  int64_t open_alerts = 0;
  int64_t metrics = 0;
};

struct FactorNode {
  std::string title = {};
  Standing standing = Standing::kUnknown;
  std::vector<KpiNode> kpis = {};
};

struct GoalNode {
  std::string title = {};  // empty: the factors name none
  Standing standing = Standing::kUnknown;
  std::vector<FactorNode> factors = {};
};

struct SuccessModel {
  std::vector<GoalNode> goals = {};
  std::vector<std::string> findings = {};  // what is missing in the tree
};

// Open entries in one state.
struct AgeLine {
  std::string state = {};
  int64_t count = 0;
  double median_days = 0;
  double p85_days = 0;
  double oldest_days = 0;
};

struct CycleLine {
  std::string stretch = {};  // "logged to accepted"
  int64_t count = 0;
  std::optional<double> median_days = {};
  std::optional<double> p85_days = {};
};

struct FlowLine {
  std::string period = {};
  int64_t logged = 0;
  int64_t closed = 0;
  int64_t dropped = 0;
};

struct FlowModel {
  std::vector<AgeLine> ages = {};
  std::vector<CycleLine> cycles = {};
  std::vector<FlowLine> periods = {};  // oldest first, the last one runs
  double throughput = 0;               // closed a period
  int64_t overdue = 0;
  int64_t without_due = 0;
  int64_t stale = 0;  // open, and in their state for longer than stale_days
  int64_t stale_days = 0;
  bool truncated = false;
};

struct HeatCell {
  Standing standing = Standing::kNone;
  std::optional<double> value = {};
};

struct HeatRow {
  std::string title = {};
  std::string unit = {};
  std::vector<HeatCell> cells = {};  // one for each column
};

struct HeatMap {
  std::vector<std::string> columns = {};  // months
  std::vector<HeatRow> rows = {};
};

// A stretch of time or, without `end`, a moment.
struct TimelineItem {
  enum class Kind { kImprovement, kChange, kOutage };
  Kind kind = Kind::kImprovement;
  std::string title = {};
  std::string note = {};
  absl::Time start = {};
  std::optional<absl::Time> end = {};
  bool open = false;  // goes on
};

struct Timeline {
  absl::Time from = {};
  absl::Time to = {};
  std::vector<TimelineItem> items = {};
  int64_t left_out = 0;  // beyond the bound
};

// What further methods say of one indicator.
struct TrendEvidence {
  std::string indicator = {};
  std::string unit = {};
  int64_t n = 0;
  std::optional<double> hamed_rao_p = {};
  std::string hamed_rao_reason = {};  // why there is no p
  std::string single_change = {};     // period of the new level
  std::optional<double> single_change_p = {};
  std::vector<std::string> level_periods = {};
  std::string level_method = {};
  std::string forecast_method = {};
  std::string forecast_reason = {};  // why there is none
  std::string forecast_period = {};
  std::optional<double> forecast_mean = {};
  std::optional<double> forecast_low = {};
  std::optional<double> forecast_high = {};
  int64_t hold_out = 0;
  std::optional<double> hold_out_error = {};
  std::optional<double> naive_error = {};
};

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_OVERVIEW_MODEL_H_
