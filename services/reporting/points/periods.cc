#include "services/reporting/points/periods.h"

#include "absl/time/civil_time.h"

namespace csi::reporting {
namespace {

constexpr int64_t kSecondUs = 1000000;
constexpr int64_t kHourUs = 3600 * kSecondUs;
constexpr int64_t kDayUs = 24 * kHourUs;
constexpr int64_t kWeekUs = 7 * kDayUs;
// 1970-01-01 was a Thursday; the Monday before it.
constexpr int64_t kFirstMondayUs = -3 * kDayUs;
constexpr int64_t kSecondsMin = -62135596800;
constexpr int64_t kSecondsMax = 253402300799;

int64_t FloorTo(int64_t time_us, int64_t origin_us, int64_t length_us) {
  const int64_t offset = time_us - origin_us;
  int64_t whole = offset / length_us;
  if (offset % length_us < 0) --whole;
  return origin_us + whole * length_us;
}

// Length in microseconds of periods that are all equal, 0 for the others.
int64_t FixedLength(v1::Frequency frequency) {
  switch (frequency) {
    case v1::FREQUENCY_HOUR:
      return kHourUs;
    case v1::FREQUENCY_DAY:
      return kDayUs;
    case v1::FREQUENCY_WEEK:
      return kWeekUs;
    default:
      return 0;
  }
}

int64_t OriginOf(v1::Frequency frequency) {
  return frequency == v1::FREQUENCY_WEEK ? kFirstMondayUs : 0;
}

// Months of a calendar period, 0 for the others.
int MonthsOf(v1::Frequency frequency) {
  switch (frequency) {
    case v1::FREQUENCY_MONTH:
      return 1;
    case v1::FREQUENCY_QUARTER:
      return 3;
    case v1::FREQUENCY_YEAR:
      return 12;
    default:
      return 0;
  }
}

absl::CivilMonth MonthOf(int64_t time_us) {
  return absl::CivilMonth(
      absl::ToCivilSecond(absl::FromUnixMicros(time_us), absl::UTCTimeZone()));
}

int64_t StartOf(absl::CivilMonth month) {
  return absl::ToUnixMicros(absl::FromCivil(month, absl::UTCTimeZone()));
}

absl::CivilMonth FirstMonth(int64_t time_us, int months) {
  const absl::CivilMonth month = MonthOf(time_us);
  return month - (month.month() - 1) % months;
}

}  // namespace

int64_t MicrosOf(const google::protobuf::Timestamp& time) {
  return time.seconds() * kSecondUs + time.nanos() / 1000;
}

google::protobuf::Timestamp TimestampOf(int64_t time_us) {
  google::protobuf::Timestamp time;
  const int64_t second = FloorTo(time_us, 0, kSecondUs);
  time.set_seconds(second / kSecondUs);
  time.set_nanos(static_cast<int32_t>(time_us - second) * 1000);
  return time;
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return TimestampOf(absl::ToUnixMicros(time));
}

bool IsValidTime(const google::protobuf::Timestamp& time) {
  return time.seconds() >= kSecondsMin && time.seconds() <= kSecondsMax &&
         time.nanos() >= 0 && time.nanos() < 1000000000;
}

std::string TimeWords(int64_t time_us) {
  const bool midnight = FloorTo(time_us, 0, kDayUs) == time_us;
  return absl::FormatTime(midnight ? "%Y-%m-%d" : "%Y-%m-%d %H:%M:%S UTC",
                          absl::FromUnixMicros(time_us), absl::UTCTimeZone());
}

int64_t PeriodStart(v1::Frequency frequency, int64_t time_us) {
  if (const int64_t length = FixedLength(frequency); length > 0) {
    return FloorTo(time_us, OriginOf(frequency), length);
  }
  if (const int months = MonthsOf(frequency); months > 0) {
    return StartOf(FirstMonth(time_us, months));
  }
  return time_us;
}

bool IsPeriodStart(v1::Frequency frequency, int64_t time_us) {
  return PeriodStart(frequency, time_us) == time_us;
}

int64_t PeriodEnd(v1::Frequency frequency, int64_t time_us) {
  return ShiftPeriods(frequency, PeriodStart(frequency, time_us), 1);
}

int64_t ShiftPeriods(v1::Frequency frequency, int64_t start_us, int64_t steps) {
  if (const int64_t length = FixedLength(frequency); length > 0) {
    return start_us + steps * length;
  }
  if (const int months = MonthsOf(frequency); months > 0) {
    return StartOf(MonthOf(start_us) + steps * months);
  }
  return start_us + steps;
}

int64_t PeriodsBetween(v1::Frequency frequency, int64_t from_us,
                       int64_t to_us) {
  if (to_us <= from_us) return 0;
  if (const int64_t length = FixedLength(frequency); length > 0) {
    return (to_us - from_us) / length;
  }
  if (const int months = MonthsOf(frequency); months > 0) {
    return (MonthOf(to_us) - MonthOf(from_us)) / months;
  }
  return 0;
}

const char* PeriodWord(v1::Frequency frequency) {
  switch (frequency) {
    case v1::FREQUENCY_HOUR:
      return "hour";
    case v1::FREQUENCY_DAY:
      return "day";
    case v1::FREQUENCY_WEEK:
      return "week";
    case v1::FREQUENCY_MONTH:
      return "month";
    case v1::FREQUENCY_QUARTER:
      return "quarter";
    case v1::FREQUENCY_YEAR:
      return "year";
    default:
      return "period";
  }
}

}  // namespace csi::reporting
