#include "services/registry/domain/commands/editors.h"

#include "common/base/strings.h"
#include "common/status/status.h"
#include "services/registry/domain/decide.h"

namespace csi::registry {

using common::v1::AuthorityGrant;

namespace {

// A leaver keeps no say through a field that still names them.
bool IsActive(const Context& context, const std::string& person) {
  return authority::Directory(*context.views, context.tenant)
      .PersonExists(person, context.now);
}

}  // namespace

absl::StatusOr<AuthorityGrant> AuthorizeEdit(const Context& context,
                                             std::string_view verb,
                                             const v1::Opportunity& entry) {
  const std::string what = StrCat(verb, " entry ", Called(entry));
  RETURN_IF_ERROR(CheckActor(context, what));
  const std::string actor = ActorName(context);
  if ((actor == entry.coordinator() || actor == entry.accountable() ||
       (actor == entry.raised_by() &&
        entry.state() == v1::OPPORTUNITY_STATE_NEW)) &&
      IsActive(context, actor)) {
    return AuthorityGrant();
  }
  return Authorize(
      context, what, kMaintain,
      {common::v1::LETTER_RESPONSIBLE, common::v1::LETTER_ACCOUNTABLE}, entry);
}

absl::StatusOr<AuthorityGrant> AuthorizeHalt(const Context& context,
                                             std::string_view verb,
                                             const v1::Opportunity& entry) {
  const std::string what = StrCat(verb, " entry ", Called(entry));
  RETURN_IF_ERROR(CheckActor(context, what));
  const std::string actor = ActorName(context);
  if (actor == entry.coordinator() && IsActive(context, actor)) {
    AuthorityGrant grant;
    grant.set_person(actor);
    return grant;
  }
  return Authorize(context, what, kDeliver, {common::v1::LETTER_ACCOUNTABLE},
                   entry);
}

}  // namespace csi::registry
