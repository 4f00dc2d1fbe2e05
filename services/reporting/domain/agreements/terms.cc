#include "services/reporting/domain/agreements/terms.h"

#include <cmath>
#include <utility>
#include <vector>

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/reporting/agreements/availability.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

constexpr int64_t kPpmOfPercent = kWholePpm / 100;
constexpr int kMinutesOfDay = 24 * 60;

std::vector<DailyHours> DailyHoursOf(
    const google::protobuf::RepeatedPtrField<v1::DayHours>& from) {
  std::vector<DailyHours> hours;
  for (const v1::DayHours& each : from) {
    hours.push_back(
        {each.day_of_week(), each.start_minute(), each.end_minute()});
  }
  return hours;
}

// The first row of the agreement from a key on: rows stand with the newest
// month first.
std::optional<v1::Agreement> FirstTerms(const KvReader& state,
                                        std::string_view tenant,
                                        std::string_view agreement,
                                        const std::string& from) {
  const std::string prefix = KeyPrefix(kAgreementTermsTag, {tenant, agreement});
  std::optional<v1::Agreement> terms;
  state.Scan(from, PrefixEnd(prefix),
             [&](std::string_view, std::string_view value) {
               terms.emplace();
               if (!terms->ParseFromArray(value.data(),
                                          static_cast<int>(value.size()))) {
                 terms.reset();
               }
               return false;
             });
  return terms;
}

}  // namespace

std::optional<v1::Agreement> NewestTerms(const KvReader& state,
                                         std::string_view tenant,
                                         std::string_view agreement) {
  return FirstTerms(state, tenant, agreement,
                    KeyPrefix(kAgreementTermsTag, {tenant, agreement}));
}

std::optional<v1::Agreement> TermsFor(const KvReader& state,
                                      std::string_view tenant,
                                      std::string_view agreement,
                                      const CalendarMonth& month) {
  const std::optional<v1::Agreement> terms = FirstTerms(
      state, tenant, agreement,
      NewestMonthKey(kAgreementTermsTag, tenant, agreement, month.Number()));
  if (!terms || terms->last_month().empty()) return terms;
  const auto last = CalendarMonth::Parse(terms->last_month());
  if (last.ok() && last->Number() < month.Number()) return std::nullopt;
  return terms;
}

absl::StatusOr<ServiceHours> HoursOf(const v1::Agreement& agreement) {
  std::vector<absl::CivilDay> holidays;
  for (const google::type::Date& date : agreement.hours().holidays()) {
    holidays.push_back(absl::CivilDay(date.year(), date.month(), date.day()));
  }
  return ServiceHours::Make(agreement.hours().time_zone(),
                            DailyHoursOf(agreement.hours().hours()),
                            std::move(holidays));
}

IntervalSet AgreedTime(const v1::Agreement& agreement,
                       const ServiceHours& hours, const TimeSpan& window) {
  std::vector<TimeSpan> maintenance;
  for (const common::v1::Interval& each : agreement.maintenance_windows()) {
    maintenance.push_back(
        {MicrosOf(each.start_time()), MicrosOf(each.end_time())});
  }
  IntervalSet agreed =
      hours.Within(window).Minus(IntervalSet(std::move(maintenance)));
  if (agreement.weekly_maintenance().empty()) return agreed;
  const auto weekly =
      ServiceHours::Make(agreement.hours().time_zone(),
                         DailyHoursOf(agreement.weekly_maintenance()), {});
  return weekly.ok() ? agreed.Minus(weekly->Within(window)) : agreed;
}

std::optional<int64_t> TargetPpm(const v1::Agreement& agreement) {
  if (!agreement.has_availability_target()) return std::nullopt;
  return std::llround(agreement.availability_target() *
                      static_cast<double>(kPpmOfPercent));
}

absl::Status CheckAvailabilityTarget(const v1::Agreement& agreement) {
  if (!agreement.has_availability_target()) return absl::OkStatus();
  const double target = agreement.availability_target();
  if (!(target >= 0 && target <= 100)) {
    return FieldError("agreement.availability_target",
                      "it is a percentage: 0 to 100.");
  }
  const double scaled = target * static_cast<double>(kPpmOfPercent);
  if (std::abs(scaled - std::round(scaled)) > 1e-6) {
    return FieldError("agreement.availability_target",
                      "it has at most four decimals, such as 99.95.");
  }
  return absl::OkStatus();
}

absl::Status CheckDayHours(
    std::string_view field,
    const google::protobuf::RepeatedPtrField<v1::DayHours>& hours) {
  if (hours.size() > limits::kDayHoursMax) {
    return FieldError(field, StrCat("at most ", limits::kDayHoursMax, "."));
  }
  for (const v1::DayHours& each : hours) {
    if (each.day_of_week() < 1 || each.day_of_week() > 7 ||
        each.start_minute() < 0 || each.end_minute() > kMinutesOfDay ||
        each.start_minute() >= each.end_minute()) {
      return FieldError(field,
                        "a day is 1 (Monday) to 7, and minutes go from 0 to "
                        "1440, the end behind the start.");
    }
  }
  return absl::OkStatus();
}

}  // namespace csi::reporting
