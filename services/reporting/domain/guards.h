// Checks that every command begins with, in their order: an actor is named, the
// thing exists, its etag is current, the person has the authority. Each answer
// is a refusal that says who, what and what to do next. Pure.
#ifndef CSI_SERVICES_REPORTING_DOMAIN_GUARDS_H_
#define CSI_SERVICES_REPORTING_DOMAIN_GUARDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/strings.h"
#include "common/domain/domain.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/common/v1/common.pb.h"

namespace csi::reporting {

// Activities of the directory's matrices that reporting asks about.
inline constexpr std::string_view kDefineMeasures = "step-2";
inline constexpr std::string_view kGatherData = "step-3";
inline constexpr std::string_view kProcessData = "step-4";
inline constexpr std::string_view kAnalyseData = "step-5";
inline constexpr std::string_view kPresentInformation = "step-6";
inline constexpr std::string_view kImplement = "step-7";
inline constexpr std::string_view kDefineMonitoring = "define-monitoring";
inline constexpr std::string_view kFreezeBaseline = "freeze-baseline";
inline constexpr std::string_view kCsiReport = "csi-report";

// NO_ACTOR unless somebody is named.
absl::Status RequireActor(const Context& context);

// tenants/{tenant}/people/{actor}.
std::string ActorName(const Context& context);

// A letter of an activity that gives the right to act.
struct Right {
  std::string_view activity;
  std::vector<common::v1::Letter> letters;
};
std::vector<common::v1::Letter> ResponsibleOrAccountable();

// What an act is about: decides who has authority.
struct Subject {
  common::v1::Scope scope;
  std::string variant;             // central or federated; empty: central
  std::string accountable_person;  // of the entry, for the federated variant
};

// The grant under the first right that the actor holds, or NOT_AUTHORIZED
// naming who could. `what` completes "may not ...".
absl::StatusOr<common::v1::AuthorityGrant> Authorize(
    const Context& context, std::string_view what,
    const std::vector<Right>& rights, const Subject& subject);

// The same for the accountable person of an activity, with separation of
// duties: when the one who submitted holds A alone, the first filled line of
// accountability above approves (ACTING); if there is none, the submitter may,
// and the grant is marked SELF_APPROVED.
absl::StatusOr<common::v1::AuthorityGrant> AuthorizeApproval(
    const Context& context, std::string_view what, std::string_view activity,
    const Subject& subject, std::string_view submitter);

// NOT_FOUND with the place where to look.
absl::Status NotFound(std::string_view what, std::string_view name);

// The row behind a resource name of this tenant.
template <class Row>
absl::StatusOr<Row> Load(const Context& context, std::string_view tag,
                         std::string_view field, std::string_view name,
                         std::string_view collection) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf(field, name, context.tenant, collection));
  std::optional<Row> row =
      GetRow<Row>(*context.state, Key(tag, {context.tenant, id}));
  if (!row) return NotFound(collection, name);
  return *std::move(row);
}

// The id for a new resource: the one given, if it is well-formed and free, or
// a drawn one.
absl::StatusOr<std::string> NewId(const Context& context,
                                  std::string_view field,
                                  std::string_view given, std::string_view tag,
                                  std::string_view collection);

// TOO_LARGE unless the text has at most this many bytes.
absl::Status CheckLength(std::string_view field, std::string_view text,
                         size_t bytes_max);

}  // namespace csi::reporting

#endif  // CSI_SERVICES_REPORTING_DOMAIN_GUARDS_H_
