// What a report shows of an agreement: one month of it, with what made it so,
// and the months before.
//
// Plain data. Percentages are 0..100, spans are exact, months are "2026-03".
#ifndef CSI_SERVICES_REPORTING_RENDER_AGREEMENT_MODEL_H_
#define CSI_SERVICES_REPORTING_RENDER_AGREEMENT_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace csi::reporting::render {

// Where something that has a target stands. kUnknown: it cannot be said;
// kNone: there is nothing to judge, as before an agreement is in force.
enum class Standing { kUnknown, kMet, kAtRisk, kMissed, kNone };

struct Availability {
  std::optional<double> percent = {};
  absl::Duration agreed = {};
  absl::Duration downtime = {};
  int64_t outages = 0;
  std::optional<absl::Duration> mtrs = {};
  std::optional<absl::Duration> mtbf = {};
  std::optional<absl::Duration> mtbsi = {};
};

// An outage with the agreed time that it took.
struct AgreementOutage {
  std::string what = {};
  absl::Time start = {};
  std::optional<absl::Time> end = {};  // none: it still stands
  bool planned = false;
  absl::Duration counted = {};
  std::string summary = {};
  std::string cause = {};
};

// An OLA or contract below the agreement.
struct AgreementShare {
  std::string title = {};
  std::string kind = {};  // "OLA", "UC"
  Standing standing = Standing::kUnknown;
  std::optional<double> percent = {};
  double target = 0;
  absl::Duration share = {};  // of the agreement's downtime
  double share_percent = 0;
  bool caused = false;  // breached, and with a share of this downtime
};

struct AgreementMonthFigure {
  std::string month = {};
  Standing standing = Standing::kUnknown;
  std::optional<double> percent = {};
  absl::Duration downtime = {};
  bool running = false;
};

// Tickets against one agreed time.
struct AgreementTime {
  std::string target = {};  // "resolution P1, 4 h"
  int64_t met = 0;
  int64_t breached = 0;
  int64_t running = 0;
  std::optional<double> achievement = {};
  std::optional<double> wanted = {};
  Standing standing = Standing::kUnknown;
};

struct AgreementResult {
  std::string title = {};
  std::string kind = {};  // "SLA", "OLA", "UC"
  std::string service = {};
  std::string month = {};
  bool running = false;
  Standing standing = Standing::kUnknown;
  std::optional<double> target = {};
  Availability full_month = {};
  std::optional<Availability> elapsed = {};  // while the month runs
  std::optional<absl::Duration> allowed = {};
  std::optional<absl::Duration> left = {};
  std::optional<absl::Time> breach_time = {};
  std::vector<AgreementOutage> outages = {};
  std::vector<AgreementShare> shares = {};
  absl::Duration unexplained = {};
  std::vector<AgreementMonthFigure> months = {};  // oldest first
  std::vector<AgreementTime> times = {};
  std::vector<std::string> improvements = {};  // entries that address it
  std::string sentence = {};
};

}  // namespace csi::reporting::render

#endif  // CSI_SERVICES_REPORTING_RENDER_AGREEMENT_MODEL_H_
