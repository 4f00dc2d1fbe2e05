#include "tools/csictl/register_columns.h"

#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "tools/csictl/register_cell.h"

namespace csi::tools {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr RegisterColumn kColumns[] = {
    {"external_number", "external_number", ""},
    {"title", "title", ""},
    {"state", "state", ""},
    {"description", "description", ""},
    {"raise_date", "raise_date", ""},
    {"raised_by", "raised_by", "people"},
    {"requested_for", "requested_for", "people"},
    {"accountable", "accountable", "people"},
    {"coordinator", "coordinator", "people"},
    {"responsible_persons", "responsible_persons", "people"},
    {"followers", "followers", "people"},
    {"service", "scope.service", "services"},
    {"process", "scope.process", "processes"},
    {"unit", "scope.unit", "units"},
    {"geography", "scope.geography", ""},
    {"technology", "scope.technology", ""},
    {"provider", "scope.provider", "parties"},
    {"affected", "affected", ""},
    {"kind", "kind", ""},
    {"approach", "approach", ""},
    {"type", "type", ""},
    {"lifecycle_stage", "lifecycle_stage", ""},
    {"critical_business_area", "critical_business_area", ""},
    {"size", "size", ""},
    {"timescale", "timescale", ""},
    {"priority", "priority", ""},
    {"effort", "effort", ""},
    {"risk", "risk", ""},
    {"confidence", "confidence", ""},
    {"cost", "cost", ""},
    {"cost_of_doing_nothing", "cost_of_doing_nothing", ""},
    {"justification", "justification", ""},
    {"strategies", "strategies", "strategies"},
    {"csfs", "csfs", "csfs"},
    {"kpi_metric", "kpi_metric", ""},
    {"measurement_method", "measurement_method", ""},
    {"expected_result", "expected_result", ""},
    {"indicator", "primary_indicator.indicator", "indicators"},
    {"indicator_base", "primary_indicator.base", ""},
    {"indicator_target", "primary_indicator.target", ""},
    {"indicator_target_date", "primary_indicator.target_date", ""},
    {"secondary_indicators", "secondary_indicators", ""},
    {"guard_indicators", "guard_indicators", ""},
    {"intake_criteria", "intake_criteria", ""},
    {"resourcing_status", "resourcing_status", ""},
    {"percent_complete", "percent_complete", ""},
    {"due_date", "due_date", ""},
    {"planned_start_date", "planned_start_date", ""},
    {"planned_end_date", "planned_end_date", ""},
    {"actual_start_time", "actual_start_time", ""},
    {"actual_end_time", "actual_end_time", ""},
    {"effect_review_date", "effect_review_date", ""},
    {"state_reason", "state_reason", ""},
    {"hold_reason", "hold_reason", ""},
    {"return_state", "return_state", ""},
    {"wake_up_date", "wake_up_date", ""},
    {"benefit_level", "benefit_forecast.level", ""},
    {"benefit_amount", "benefit_forecast.amount", ""},
    {"benefit", "benefit_forecast.description", ""},
    {"realised_level", "benefit_realised.level", ""},
    {"realised_amount", "benefit_realised.amount", ""},
    {"realised_benefit", "benefit_realised.description", ""},
    {"closure_code", "closure_code", ""},
    {"outcome_category", "outcome_category", ""},
    {"lessons", "lessons", ""},
    {"framework_clauses", "framework_clauses", ""},
    {"attachments", "attachments", ""},
    {"recommendation", "recommendation", "recommendations"},
    {"retrospective", "retrospective", ""},
    {"origin", "source.origin", ""},
    {"event_source", "source.event_source", ""},
    {"event_id", "source.event_id", ""},
    {"event_type", "source.event_type", ""},
    {"trigger_period", "source.trigger_period", ""},
};

constexpr std::string_view kExtraPrefix = "extra_fields.";

}  // namespace

std::string_view ExtraFieldOf(std::string_view column) {
  return column.starts_with(kExtraPrefix) ? column.substr(kExtraPrefix.size())
                                          : std::string_view();
}

std::string ExtraColumn(std::string_view key) {
  return StrCat(kExtraPrefix, key);
}

std::string ExtraCellOf(const registry::v1::Opportunity& entry,
                        std::string_view key) {
  for (const auto& field : entry.extra_fields()) {
    if (field.key() == key) return field.value();
  }
  return "";
}

const std::vector<RegisterColumn>& RegisterColumns() {
  static const auto* const kAll =
      new std::vector<RegisterColumn>(std::begin(kColumns), std::end(kColumns));
  return *kAll;
}

const RegisterColumn* FindRegisterColumn(std::string_view name) {
  for (const RegisterColumn& column : RegisterColumns()) {
    if (name == column.name) return &column;
  }
  return nullptr;
}

std::string CellOf(const registry::v1::Opportunity& entry,
                   const RegisterColumn& column) {
  const Message* at = &entry;
  const std::vector<std::string> parts = absl::StrSplit(column.path, '.');
  for (size_t i = 0;; ++i) {
    const FieldDescriptor& field =
        *at->GetDescriptor()->FindFieldByName(parts[i]);
    if (i + 1 == parts.size()) {
      return FieldCell(*at, field, column.collection);
    }
    at = &at->GetReflection()->GetMessage(*at, &field);
  }
}

absl::Status SetCell(const RegisterColumn& column, std::string_view text,
                     std::string_view tenant,
                     registry::v1::Opportunity& entry) {
  if (text.empty()) return absl::OkStatus();
  Message* at = &entry;
  const std::vector<std::string> parts = absl::StrSplit(column.path, '.');
  for (size_t i = 0;; ++i) {
    const FieldDescriptor& field =
        *at->GetDescriptor()->FindFieldByName(parts[i]);
    if (i + 1 == parts.size()) {
      return SetFieldCell(field, text, column.collection, tenant, *at);
    }
    at = at->GetReflection()->MutableMessage(at, &field);
  }
}

}  // namespace csi::tools
