// Which collection a short name belongs to, by the name of its field.
#include <string_view>

#include "tools/csictl/field_setter.h"

namespace csi::tools {

namespace {

struct FieldCollection {
  std::string_view field;
  const char* collection;
};
constexpr FieldCollection kCollections[] = {
    {"person", "people"},
    {"accountable", "people"},
    {"accountable_person", "people"},
    {"coordinator", "people"},
    {"raised_by", "people"},
    {"requested_for", "people"},
    {"deputy", "people"},
    {"asked", "people"},
    {"holder", "people"},
    {"owner", "people"},
    {"participants", "people"},
    {"responsible", "people"},
    {"successor", "people"},
    {"deputy_of", "people"},
    {"answered_by", "people"},
    {"service", "services"},
    {"process", "processes"},
    {"unit", "units"},
    {"units", "units"},
    {"parent_unit", "units"},
    {"role", "roles"},
    {"accountable_role", "roles"},
    {"roles", "roles"},
    {"beyond", "roles"},
    {"appointer_role", "roles"},
    {"appointed_role", "roles"},
    {"assignment", "assignments"},
    {"matrix", "matrices"},
    {"opportunity", "opportunities"},
    {"opportunities", "opportunities"},
    {"run", "runs"},
    {"runs", "runs"},
    {"after_run", "runs"},
    {"indicator", "indicators"},
    {"threshold", "thresholds"},
    {"baseline", "baselines"},
    {"comparison", "comparisons"},
    {"prioritization", "prioritizations"},
    {"amended_plan", "plans"},
    {"agreements", "agreements"},
    {"slm_person", "people"},
    {"definition", "definitions"},
    {"calendar", "calendars"},
    {"team", "teams"},
    {"primary_indicator", "indicators"},
    {"lead", "people"},
    {"contacts", "people"},
    {"people", "people"},
    {"parent_strategy", "strategies"},
    {"strategies", "strategies"},
    {"to_party", "parties"},
    {"provider", "parties"},
    {"from_party", "parties"},
    {"from_matrix", "matrices"},
    {"compare_with", "matrices"},
    {"teams", "teams"},
    {"services", "services"},
    {"replaces", "notices"},
    {"from_role", "roles"},
    {"to_role", "roles"},
    {"agreement", "agreements"},
    {"underpinned_by", "agreements"},
    {"customer", "parties"},
    {"provider", "parties"},
    {"node", "serviceNodes"},
    {"parts", "serviceNodes"},
    {"report", "reports"},
};

}  // namespace

std::string CollectionOfField(std::string_view field) {
  for (const FieldCollection& known : kCollections) {
    if (known.field == field) return known.collection;
  }
  return "";
}

}  // namespace csi::tools
