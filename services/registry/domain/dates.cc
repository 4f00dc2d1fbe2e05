#include "services/registry/domain/dates.h"

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace csi::registry {
namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 9999;

}  // namespace

bool IsDay(const google::type::Date& date) {
  if (date.year() < kYearMin || date.year() > kYearMax) return false;
  const absl::CivilDay day(date.year(), date.month(), date.day());
  // CivilDay normalises 31 April to 1 May; such a day is none.
  return day.month() == date.month() && day.day() == date.day();
}

absl::Time StartOf(const google::type::Date& date) {
  return absl::FromCivil(absl::CivilDay(date.year(), date.month(), date.day()),
                         absl::UTCTimeZone());
}

google::type::Date DayOf(absl::Time time) {
  const absl::CivilDay day = absl::ToCivilDay(time, absl::UTCTimeZone());
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

std::string DayText(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  int64_t seconds = micros / 1000000;
  int64_t rest = micros % 1000000;
  if (rest < 0) {
    rest += 1000000;
    --seconds;
  }
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(seconds);
  stamp.set_nanos(static_cast<int32_t>(rest * 1000));
  return stamp;
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

}  // namespace csi::registry
