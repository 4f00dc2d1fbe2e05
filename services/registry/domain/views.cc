#include "services/registry/domain/views.h"

#include "common/domain/names.h"

namespace csi::registry {
namespace {

struct ViewRow {
  const char* id;
  const char* title;
  const char* filter;
  const char* order_by;
};

constexpr ViewRow kViews[] = {
    {"held", "On hold: what for, and how long", "state = ON_HOLD", ""},
    {"mine", "Unfinished entries that I answer for or coordinate",
     "open = true AND involved = \"@me\"", ""},
    {"no-owner", "Unfinished entries without an accountable person",
     "open = true AND accountable = \"\"", ""},
    {"overdue", "Unfinished entries whose day has passed, longest first",
     "open = true AND due_date < \"@today\"", "due_date"},
    {"running", "Running improvements", "state = IN_PROGRESS", ""},
    {"stale", "Unfinished entries that did not move for too long",
     "open = true AND update_time < \"@stale\"", "update_time"},
    {"to-recheck", "Closed entries whose effect is to be checked again",
     "decay_check_due = true", ""},
    {"to-review", "New entries, to be accepted, rejected or deferred",
     "state = NEW", ""},
};

v1::View MakeView(std::string_view tenant, const ViewRow& row) {
  v1::View view;
  view.set_name(ResourceName(tenant, "views", row.id));
  view.set_title(row.title);
  view.set_filter(row.filter);
  view.set_order_by(row.order_by);
  return view;
}

}  // namespace

std::vector<v1::View> BuiltInViews(std::string_view tenant) {
  std::vector<v1::View> views;
  for (const ViewRow& row : kViews) views.push_back(MakeView(tenant, row));
  return views;
}

std::optional<v1::View> BuiltInView(std::string_view tenant,
                                    std::string_view id) {
  for (const ViewRow& row : kViews) {
    if (id == row.id) return MakeView(tenant, row);
  }
  return std::nullopt;
}

}  // namespace csi::registry
