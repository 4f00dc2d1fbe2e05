#include "services/raci/domain/dates.h"

#include "common/status/status.h"

namespace csi::raci {

namespace {
constexpr int kYearMin = 1900;
constexpr int kYearMax = 9999;
}  // namespace

absl::Status CheckDate(std::string_view field, const google::type::Date& date) {
  const absl::CivilDay day = DayOf(date);
  if (date.year() >= kYearMin && date.year() <= kYearMax &&
      day.year() == date.year() && day.month() == date.month() &&
      day.day() == date.day()) {
    return absl::OkStatus();
  }
  return FieldError(field,
                    "there is no such day; write year, month and day, for "
                    "example 2027-01-31.");
}

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

google::type::Date DateOfDay(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

}  // namespace csi::raci
