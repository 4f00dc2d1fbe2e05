#include "services/workflow/domain/views.h"

#include "absl/time/civil_time.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "csi/registry/v1/registry_events.pb.h"
#include "csi/reporting/v1/reporting_events.pb.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"

namespace csi::workflow {
namespace {

// "IN_PROGRESS" for OPPORTUNITY_STATE_IN_PROGRESS.
std::string WithoutPrefix(std::string_view name, std::string_view prefix) {
  return std::string(name.starts_with(prefix) ? name.substr(prefix.size())
                                              : name);
}

// Midnight UTC at the beginning of the day; 0 for no date.
int64_t StartOf(const google::type::Date& date) {
  if (date.year() == 0 || date.month() == 0 || date.day() == 0) return 0;
  const absl::CivilDay day(date.year(), date.month(), date.day());
  return absl::ToUnixMicros(absl::FromCivil(day, absl::UTCTimeZone()));
}

// Scope, target and cost as one digest: whether they changed is all that a run
// needs to know.
std::string StakeOf(const registry::v1::OpportunityDigest& digest) {
  return Hex(Sha256({ToBytes(digest.scope()), "\n",
                     ToBytes(digest.primary_indicator()), "\n",
                     ToBytes(digest.cost())}))
      .substr(0, 16);
}

std::string SizeText(registry::v1::Size size) {
  switch (size) {
    case registry::v1::SIZE_SMALL:
      return "S";
    case registry::v1::SIZE_MEDIUM:
      return "M";
    case registry::v1::SIZE_LARGE:
      return "L";
    default:
      return "";
  }
}

}  // namespace

void FoldRegistryEvent(const common::v1::CloudEvent& event, KvWriter& views) {
  if (!event.type().starts_with("csi.registry.v1.Opportunity")) return;
  // Every Opportunity event has the digest as field 1; the smallest of them
  // reads it from any, and keeps the other fields unread.
  registry::v1::OpportunityWoken any;
  if (!any.ParseFromString(event.data()) || !any.has_opportunity()) return;
  const registry::v1::OpportunityDigest& digest = any.opportunity();
  v1::OpportunityView row;
  row.set_state(
      WithoutPrefix(registry::v1::OpportunityState_Name(digest.state()),
                    "OPPORTUNITY_STATE_"));
  row.set_approach(WithoutPrefix(registry::v1::Approach_Name(digest.approach()),
                                 "APPROACH_"));
  row.set_kind(WithoutPrefix(registry::v1::OpportunityKind_Name(digest.kind()),
                             "OPPORTUNITY_KIND_"));
  row.set_title(digest.title());
  *row.mutable_scope() = digest.scope();
  row.set_accountable(digest.accountable());
  row.set_coordinator(digest.coordinator());
  row.set_raised_by(digest.raised_by());
  row.set_effect_review_us(StartOf(digest.effect_review_date()));
  row.set_size(SizeText(digest.size()));
  row.set_stake(StakeOf(digest));
  PutRow(views, OpportunityViewKey(event.tenant(), IdPart(digest.name())), row);
}

void FoldReportingEvent(const common::v1::CloudEvent& event, KvWriter& views) {
  const std::string& type = event.type();
  if (type != "csi.reporting.v1.BaselineOpened" &&
      type != "csi.reporting.v1.BaselineFrozen" &&
      type != "csi.reporting.v1.BaselineProposed" &&
      type != "csi.reporting.v1.BaselineAccepted") {
    return;
  }
  reporting::v1::BaselineOpened any;  // the digest is field 1 in all four
  if (!any.ParseFromString(event.data()) || !any.has_baseline()) return;
  const reporting::v1::BaselineDigest& digest = any.baseline();
  if (digest.opportunity().empty()) return;
  v1::BaselineView row;
  row.set_kind(WithoutPrefix(reporting::v1::BaselineKind_Name(digest.kind()),
                             "BASELINE_KIND_"));
  row.set_state(WithoutPrefix(reporting::v1::BaselineState_Name(digest.state()),
                              "BASELINE_STATE_"));
  if (digest.window().has_end_time()) {
    row.set_window_end_us(MicrosOf(digest.window().end_time()));
  }
  PutRow(views,
         BaselineViewKey(event.tenant(), IdPart(digest.opportunity()),
                         IdPart(digest.baseline())),
         row);
}

std::optional<v1::OpportunityView> FindOpportunity(const KvReader& views,
                                                   std::string_view tenant,
                                                   std::string_view id) {
  return GetRow<v1::OpportunityView>(views, OpportunityViewKey(tenant, id));
}

namespace {

// Empty: the baseline counts. Else why not.
std::string WhyNot(const std::string& id, const v1::BaselineView& row,
                   absl::Time now) {
  const bool fixed = row.state() == "FROZEN" || row.state() == "ACCEPTED";
  if (row.kind() == "SERIES" || row.kind() == "SINGLE") {
    return fixed ? "" : StrCat("Baseline ", id, " is not frozen.");
  }
  if (row.kind() == "FIRST_MEASUREMENTS") {
    if (row.state() == "ACCEPTED") return "";
    if (row.state() == "FROZEN" &&
        row.window_end_us() <= absl::ToUnixMicros(now)) {
      return "";
    }
    return StrCat("Baseline ", id, " measures until ",
                  TimeText(row.window_end_us()),
                  "; the accountable person may accept a shorter window.");
  }
  if (row.kind() == "NONE") {
    return row.state() == "ACCEPTED"
               ? ""
               : StrCat("Baseline ", id, " of kind NONE has not been granted ",
                        "by the accountable person.");
  }
  return StrCat("Baseline ", id, " has an unknown kind.");
}

}  // namespace

BaselineAnswer FindBaselines(const KvReader& views, std::string_view tenant,
                             std::string_view opportunity, absl::Time now) {
  BaselineAnswer answer;
  const std::string prefix = KeyPrefix("v.rep.base", {tenant, opportunity});
  views.ScanPrefix(prefix, [&](std::string_view key, std::string_view value) {
    v1::BaselineView row;
    if (!row.ParseFromString(std::string(value))) return true;
    const std::string id(key.substr(prefix.size()));
    const std::string why_not = WhyNot(id, row, now);
    if (why_not.empty()) {
      answer.valid.push_back(id);
    } else {
      answer.not_yet.push_back(why_not);
    }
    return true;
  });
  return answer;
}

}  // namespace csi::workflow
