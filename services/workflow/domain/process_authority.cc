#include "services/workflow/domain/process_authority.h"

#include "common/status/status.h"
#include "services/workflow/domain/ids.h"

namespace csi::workflow {

absl::StatusOr<common::v1::AuthorityGrant> AuthorizeProcess(
    const Context& context, const Letters& letters, std::string_view what) {
  RETURN_IF_ERROR(RequireActor(context));
  const authority::Directory directory(*context.views, context.tenant);
  authority::Question question;
  question.activity = kProcessActivity;
  question.as_of = context.now;
  const std::string actor = ActorName(context);
  const authority::Answer answer = directory.Check(actor, letters, question);
  if (!answer.allowed) {
    return authority::NotAuthorized(directory, actor, what, answer);
  }
  common::v1::AuthorityGrant grant = CompactGrant(answer.grant, context.actor);
  grant.set_raci_revision(context.view_revision("raci"));
  return grant;
}

absl::StatusOr<common::v1::AuthorityGrant> AuthorizeOverride(
    const Work& work, std::string_view what) {
  ASSIGN_OR_RETURN(common::v1::AuthorityGrant grant,
                   work.Authorize(kProcessActivity,
                                  {common::v1::LETTER_RESPONSIBLE,
                                   common::v1::LETTER_ACCOUNTABLE},
                                  what));
  grant.add_exceptions("OVERRIDE");
  return grant;
}

}  // namespace csi::workflow
