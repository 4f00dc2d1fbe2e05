// What a report is made from: one snapshot of state and views, read through
// names that people know. Cheap to make, one per report; reads only.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_SOURCE_H_
#define CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_SOURCE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "csi/reporting/v1/reporting_journal.pb.h"
#include "services/reporting/render/report_model.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {

struct ReportSource {
  const KvReader& state;
  const KvReader& views;
  std::string tenant;
  absl::Time now;

  // Display name, or the last part of the name when the person is unknown.
  std::string Person(std::string_view name) const;
  // What people call a role, service, process or matrix.
  std::string Role(std::string_view name) const;
  std::string Service(std::string_view name) const;
  std::string Process(std::string_view name) const;
  std::string Matrix(std::string_view name) const;
  // A person or a role, whichever the name is of.
  std::string Holder(std::string_view name) const;
  // Registered and not left.
  bool IsHere(std::string_view person) const;
  std::optional<v1::Indicator> Indicator(std::string_view name) const;
  // Accepted, else the newest of the entry; the newest counting one wins over
  // interim ones.
  std::optional<v1::Comparison> ComparisonOf(
      std::string_view opportunity) const;
};

// Everything about one entry, read once.
struct EntrySource {
  v1::OpportunityView entry;
  std::optional<v1::RunView> run;
  std::optional<v1::Indicator> indicator;
  std::optional<v1::Baseline> baseline;
  std::optional<v1::Comparison> comparison;
  std::optional<v1::Target> target;
  std::vector<v1::RfcView> rfcs;
};
std::optional<EntrySource> ReadEntry(const ReportSource& source,
                                     std::string_view opportunity);

// Small conversions that the builders share.
absl::CivilDay DayOf(const google::protobuf::Timestamp& time);
absl::Time TimeOf(const google::protobuf::Timestamp& time);
// "In progress" of IN_PROGRESS, "Order portal" of order-portal.
std::string Humanized(std::string_view token);
// A window of whole periods by its first and last day, or by its instants
// when the periods are shorter than a day.
std::string WindowWords(const common::v1::Interval& window,
                        v1::Frequency frequency);
std::string StepTitle(std::string_view definition, uint32_t step,
                      std::string_view key);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_REPORT_REPORT_SOURCE_H_
