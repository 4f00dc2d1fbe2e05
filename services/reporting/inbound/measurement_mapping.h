// Figures as other systems send them, as the commands that record them.
//
// Pure once the mappings are in; then thread-safe. Errors of Map are those of
// common/inbound/poison.h: the input can never be taken as it is. An
// input is taken as a whole: a row that its indicator refuses sends all of it
// to the dead letters, with the row's number.
#ifndef CSI_SERVICES_REPORTING_INBOUND_MEASUREMENT_MAPPING_H_
#define CSI_SERVICES_REPORTING_INBOUND_MEASUREMENT_MAPPING_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/inbound/cloud_event.h"
#include "common/inbound/input_mapper.h"
#include "common/inbound/mapping_set.h"
#include "csi/reporting/v1/reporting_service.pb.h"

namespace csi::reporting {

class MeasurementMapper : public inbound::InputMapper {
 public:
  // One mapping file; `name` is for errors, which say place and rule.
  absl::Status Add(std::string_view name, std::string_view yaml) override;

  // In the order in which the indicators come first; empty for an event that a
  // condition of its mapping leaves out.
  absl::StatusOr<std::vector<v1::RecordPointsRequest>> Map(
      const inbound::InputRecord& record) const;

  absl::StatusOr<std::vector<InputCommand>> Commands(
      const inbound::InputRecord& record) const override;

  const inbound::MappingSet& mappings() const { return mappings_; }

 private:
  inbound::MappingSet mappings_;
};

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_INBOUND_MEASUREMENT_MAPPING_H_
