#include "common/rpc/call_counters.h"

#include <map>
#include <mutex>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace csi::rpc {
namespace {

struct Counters {
  std::mutex mutex;
  std::map<std::pair<std::string, std::string>, uint64_t> counts;
};

Counters& All() {
  static auto* counters = new Counters();
  return *counters;
}

bool IsServerTrouble(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kUnknown:
      return true;
    default:
      return false;
  }
}

}  // namespace

void CountCall(const AnsweredCall& call, const absl::Status& status) {
  std::string reason = "OK";
  if (!status.ok()) {
    const auto known = ReasonOf(status);
    reason = known == common::v1::ERROR_REASON_UNSPECIFIED
                 ? absl::StatusCodeToString(status.code())
                 : ReasonName(known);
  }
  {
    std::lock_guard lock(All().mutex);
    ++All().counts[{call.method, reason}];
  }
  const Severity severity =
      IsServerTrouble(status) ? Severity::kWarning : Severity::kDebug;
  if (!LogEnabled(severity)) return;
  Log(severity, "call",
      {{"method", call.method},
       {"tenant", call.tenant},
       {"actor", call.actor},
       {"request_id", call.request_id},
       {"traceparent", call.traceparent},
       {"reason", reason},
       {"detail", std::string(status.message())},
       {"duration_us", StrCat(absl::ToInt64Microseconds(call.duration))}});
}

std::vector<std::pair<CallKey, uint64_t>> CallCounts() {
  std::vector<std::pair<CallKey, uint64_t>> counts;
  std::lock_guard lock(All().mutex);
  for (const auto& [key, count] : All().counts) {
    counts.push_back({{key.first, key.second}, count});
  }
  return counts;
}

}  // namespace csi::rpc
