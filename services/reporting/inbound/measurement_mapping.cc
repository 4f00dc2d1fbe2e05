#include "services/reporting/inbound/measurement_mapping.h"

#include <map>
#include <string>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/inbound/extract.h"
#include "common/inbound/poison.h"

namespace csi::reporting {
namespace {

using inbound::FieldKind;
using inbound::Poison;
using inbound::PoisonError;
using Request = v1::RecordPointsRequest;

constexpr std::string_view kTenants = "tenants/";
constexpr std::string_view kIndicators = "/indicators/";
// Of Point.source_event; a longer id is left out.
constexpr size_t kSourceEventBytesMax = 200;

const std::vector<inbound::Purpose>& Purposes() {
  static const auto* const purposes = new std::vector<inbound::Purpose>{
      {"measurement",
       {{"count", FieldKind::kNumber},
        {"denominator", FieldKind::kNumber},
        {"indicator", FieldKind::kText},
        {"numerator", FieldKind::kNumber},
        {"period_start_time", FieldKind::kTime},
        {"source_event", FieldKind::kText},
        {"value", FieldKind::kNumber}}}};
  return *purposes;
}

absl::StatusOr<std::string> Parent(std::string_view tenant) {
  if (tenant.substr(0, kTenants.size()) == kTenants) {
    tenant.remove_prefix(kTenants.size());
  }
  if (!IsResourceId(tenant)) {
    return PoisonError(Poison::kNoTenant,
                       StrCat("'", tenant.substr(0, 100),
                              "' cannot be a tenant: 1 to 63 lower-case "
                              "letters, digits and dashes."));
  }
  return StrCat(kTenants, tenant);
}

// "mttr" or the whole resource name, which must be of the same tenant.
absl::StatusOr<std::string> IndicatorName(const std::string& parent,
                                          std::string_view text) {
  const std::string folder = StrCat(parent, kIndicators);
  std::string_view id = text;
  if (id.substr(0, folder.size()) == folder) id.remove_prefix(folder.size());
  if (text.empty()) {
    return PoisonError(Poison::kFieldMissing, "field indicator is missing.");
  }
  if (!IsResourceId(id)) {
    return PoisonError(Poison::kFieldBad,
                       StrCat("field indicator: '", text.substr(0, 200),
                              "' is neither an id nor ", folder, "ID."));
  }
  return StrCat(folder, id);
}

absl::StatusOr<v1::Point> ReadPoint(const inbound::InboundEvent& input,
                                    const inbound::Row& row) {
  v1::Point point;
  const std::string_view start = row.field("period_start_time");
  if (start.empty()) {
    return PoisonError(Poison::kFieldMissing,
                       "field period_start_time is missing.");
  }
  const absl::Time time = inbound::TimeOf(start);
  const int64_t seconds = absl::ToUnixSeconds(time);
  point.mutable_period_start_time()->set_seconds(seconds);
  point.mutable_period_start_time()->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  const auto number = [&](std::string_view field, auto set) {
    if (const std::string_view text = row.field(field); !text.empty()) {
      (point.*set)(inbound::NumberOf(text));
    }
  };
  number("value", &v1::Point::set_value);
  number("numerator", &v1::Point::set_numerator);
  number("denominator", &v1::Point::set_denominator);
  number("count", &v1::Point::set_count);
  if (!point.has_value() && !point.has_numerator()) {
    return PoisonError(Poison::kFieldMissing,
                       "neither value nor numerator: there is no figure.");
  }
  for (const auto& [name, value] : row.dimensions) {
    v1::DimensionValue& dimension = *point.add_dimensions();
    dimension.set_name(name);
    dimension.set_value(value);
  }
  std::string_view event = row.field("source_event");
  if (event.empty()) event = input.id();
  if (event.size() <= kSourceEventBytesMax) {
    point.set_source_event(std::string(event));
  }
  return point;
}

}  // namespace

absl::Status MeasurementMapper::Add(std::string_view name,
                                    std::string_view yaml) {
  auto mapping = inbound::ParseMapping(name, yaml, Purposes());
  if (!mapping.ok()) return mapping.status();
  if (!mapping->states.empty()) {
    return absl::InvalidArgumentError(
        StrCat(name, ": states: a measurement has none."));
  }
  return mappings_.Add(*std::move(mapping));
}

absl::StatusOr<std::vector<Request>> MeasurementMapper::Map(
    const inbound::InputRecord& record) const {
  const auto input = inbound::ReadCloudEvent(record);
  if (!input.ok()) return input.status();
  const inbound::Mapping* mapping = mappings_.Find(*input);
  if (mapping == nullptr) {
    return PoisonError(
        Poison::kNoMapping,
        StrCat("no mapping is for source ", input->source().substr(0, 200),
               " and type ", input->type().substr(0, 200), "."));
  }
  const auto found = inbound::Extract(*mapping, *input);
  if (!found.ok()) return found.status();
  std::vector<Request> requests;
  if (found->ignored) return requests;
  const auto parent = Parent(found->tenant);
  if (!parent.ok()) return parent.status();
  std::map<std::string, size_t> places;
  for (const inbound::Row& row : found->rows) {
    auto name = IndicatorName(*parent, row.field("indicator"));
    if (!name.ok()) return name.status();
    auto point = ReadPoint(*input, row);
    if (!point.ok()) return point.status();
    const auto [place, added] = places.emplace(*name, requests.size());
    if (added) {
      requests.emplace_back().set_name(*name);
    }
    *requests[place->second].add_points() = *std::move(point);
  }
  return requests;
}

absl::StatusOr<std::vector<InputCommand>> MeasurementMapper::Commands(
    const inbound::InputRecord& record) const {
  auto requests = Map(record);
  if (!requests.ok()) return requests.status();
  std::vector<InputCommand> commands;
  for (Request& request : *requests) {
    const std::string_view rest =
        std::string_view(request.name()).substr(kTenants.size());
    std::string tenant(rest.substr(0, rest.find('/')));
    commands.push_back(
        {std::move(tenant), std::make_shared<Request>(std::move(request))});
  }
  return commands;
}

}  // namespace csi::reporting
