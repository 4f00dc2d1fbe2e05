// Periods of a frequency: where they start, end and follow one another, in UTC.
// Pure, thread-safe. Times are microseconds since 1970.
#ifndef CSI_SERVICES_REPORTING_POINTS_PERIODS_H_
#define CSI_SERVICES_REPORTING_POINTS_PERIODS_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "csi/reporting/v1/reporting.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace csi::reporting {

// Protobuf times are kept to the microsecond: finer parts are cut off.
int64_t MicrosOf(const google::protobuf::Timestamp& time);
google::protobuf::Timestamp TimestampOf(int64_t time_us);
google::protobuf::Timestamp TimestampOf(absl::Time time);

// Years 1 to 9999, as protobuf has it.
bool IsValidTime(const google::protobuf::Timestamp& time);

// "2016-03-28", with the time of day where it is not midnight.
std::string TimeWords(int64_t time_us);

// Start of the period that contains the time. IRREGULAR: the time itself.
int64_t PeriodStart(v1::Frequency frequency, int64_t time_us);

// True for a start of a period: midnight UTC, Monday, first of the month...
bool IsPeriodStart(v1::Frequency frequency, int64_t time_us);

// Start of the next period = end of the one that contains the time.
// IRREGULAR: the next microsecond.
int64_t PeriodEnd(v1::Frequency frequency, int64_t time_us);

// The start `steps` periods away; steps may be negative.
int64_t ShiftPeriods(v1::Frequency frequency, int64_t start_us, int64_t steps);

// Whole periods in [from, to), both starts of periods; 0 when to <= from.
int64_t PeriodsBetween(v1::Frequency frequency, int64_t from_us, int64_t to_us);

// "month", "week"...
const char* PeriodWord(v1::Frequency frequency);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_POINTS_PERIODS_H_
