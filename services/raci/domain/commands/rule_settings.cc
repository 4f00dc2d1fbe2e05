// SetRuleSettings: a new version of how the tenant judges the rules. ORDER:
// form of the fields, etag, actor and authority.
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/governance_commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/resource.h"
#include "services/raci/rules/rule_book.h"

namespace csi::raci {

absl::Status DecideSetRuleSettings(const v1::SetRuleSettingsRequest& request,
                                   const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RuleBook::From(request.settings()).status());
  if (request.comment().empty()) {
    return FieldError("comment",
                      "it is empty; say why the rules are judged otherwise, "
                      "for those who come later.");
  }
  RETURN_IF_ERROR(CheckText("comment", request.comment(),
                            authority::limits::kTextBytesMax));
  v1::RuleSettingsVersion version;
  if (auto old = GetRow<v1::RuleSettingsVersion>(*context.state,
                                                 RulesKey(context.tenant))) {
    version.set_revision(old->revision());
  }
  version.set_name(StrCat("tenants/", context.tenant, "/ruleSettings"));
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), version.revision(), version.name()));
  ASSIGN_OR_RETURN(const common::v1::AuthorityGrant grant,
                   RequireAuthority(context, kMayMatrices,
                                    "set how rules of matrices are judged"));
  StampChanged(context, version);
  *version.mutable_settings() = request.settings();
  version.set_comment(request.comment());
  version.set_set_by(grant.person());
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_rule_settings_set();
  *event.mutable_version() = version;
  *event.mutable_grant() = grant;
  outcome.ReplyWith(WithEtag(version));
  return absl::OkStatus();
}

}  // namespace csi::raci
