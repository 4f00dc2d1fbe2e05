// PublishNotice, AcknowledgeNotice, WithdrawNotice. ORDER: form of the id,
// exists, etag, actor and authority, rules of the notice.
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/audience.h"
#include "services/raci/domain/commands/direction_commands.h"
#include "services/raci/domain/dates.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/limits.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

using authority::limits::kListItemsMax;

absl::StatusOr<v1::Notice> LoadNotice(const Context& context,
                                      std::string_view field,
                                      const std::string& name) {
  return Load<v1::Notice>(*context.state, context.tenant, field, name,
                          "notices", kNoticeTag, "ListNotices");
}

// A notice that was replaced or withdrawn is read by nobody any more.
absl::Status CheckCurrent(const v1::Notice& notice) {
  if (!notice.replaced_by().empty()) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat(notice.name(), " was replaced by ",
                          notice.replaced_by(), "; use that one."),
                   {{"replaced_by", notice.replaced_by()}});
  }
  if (!notice.withdraw_reason().empty()) {
    return Refusal(
        common::v1::ERROR_REASON_WRONG_STATE,
        StrCat(notice.name(), " was withdrawn: ", notice.withdraw_reason()),
        {{"notice", notice.name()}});
  }
  return absl::OkStatus();
}

absl::Status CheckAudience(const Context& context,
                           const v1::Audience& audience) {
  const int named =
      audience.roles_size() + audience.teams_size() + audience.people_size();
  if (!audience.everyone() && named == 0) {
    return FieldError("notice.audience",
                      "nobody would read it: say everyone, or name roles, "
                      "teams or people.");
  }
  if (audience.has_scope() && audience.roles().empty()) {
    return FieldError("notice.audience.scope",
                      "it says where roles are held, and no role is named.");
  }
  RETURN_IF_ERROR(CheckReferences(context, "notice.audience.roles",
                                  audience.roles(), kListItemsMax, "roles",
                                  authority::kRoleTag, "ListRoles"));
  RETURN_IF_ERROR(CheckReferences(context, "notice.audience.teams",
                                  audience.teams(), kListItemsMax, "teams",
                                  authority::kTeamTag, "ListTeams"));
  RETURN_IF_ERROR(CheckReferences(context, "notice.audience.people",
                                  audience.people(), kListItemsMax, "people",
                                  authority::kPersonTag, "ListPeople"));
  return CheckScope(context, "notice.audience.scope", audience.scope());
}

// A change of a process names the process; others may name anything of these.
absl::Status CheckSubject(const Context& context, const v1::Notice& notice) {
  constexpr char kField[] = "notice.subject";
  const std::string& subject = notice.subject();
  if (notice.kind() == v1::NOTICE_KIND_PROCESS_CHANGE &&
      subject.find("/processes/") == std::string::npos) {
    return FieldError(kField,
                      "a PROCESS_CHANGE names its process, "
                      "tenants/TENANT/processes/PROCESS.");
  }
  if (subject.find("/processes/") != std::string::npos) {
    return CheckReference(context, kField, subject, "processes",
                          authority::kProcessTag, "ListProcesses");
  }
  if (subject.find("/services/") != std::string::npos) {
    return CheckReference(context, kField, subject, "services",
                          authority::kServiceTag, "ListServices");
  }
  return CheckReference(context, kField, subject, "strategies", kStrategyTag,
                        "ListStrategies");
}

absl::Status CheckNotice(const Context& context, const v1::Notice& notice) {
  if (notice.kind() == v1::NOTICE_KIND_UNSPECIFIED ||
      !v1::NoticeKind_IsValid(notice.kind())) {
    return FieldError("notice.kind",
                      "it must be VISION, PROCESS_CHANGE or POLICY.");
  }
  RETURN_IF_ERROR(CheckDisplayName("notice.title", notice.title()));
  if (notice.text().empty()) {
    return FieldError("notice.text", "it is empty; say what people are told.");
  }
  RETURN_IF_ERROR(
      CheckText("notice.text", notice.text(), limits::kLongTextBytesMax));
  RETURN_IF_ERROR(CheckSubject(context, notice));
  RETURN_IF_ERROR(CheckAudience(context, notice.audience()));
  if (!notice.has_acknowledge_by()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckDate("notice.acknowledge_by", notice.acknowledge_by()));
  if (DayOf(notice.acknowledge_by()) <
      absl::ToCivilDay(context.now, absl::UTCTimeZone())) {
    return FieldError("notice.acknowledge_by", "that day is over.");
  }
  return absl::OkStatus();
}

// The owner of the process tells of its changes (PO8), who keeps the catalogue
// of anything.
absl::StatusOr<common::v1::AuthorityGrant> RequirePublisher(
    const Context& context, const v1::Notice& notice) {
  ASSIGN_OR_RETURN(const std::string actor, ActorOf(context));
  if (notice.kind() == v1::NOTICE_KIND_PROCESS_CHANGE) {
    common::v1::Scope scope;
    scope.set_process(notice.subject());
    const authority::Directory directory(*context.state, context.tenant);
    if (auto held = directory.Holding(actor, authority::kProcessOwner, scope,
                                      context.now)) {
      return GrantOf(*held);
    }
  }
  return RequireAuthority(context, kMayCatalogue, "publish notices");
}

void EmitWithdrawn(const Context& context, v1::Notice notice,
                   Outcome& outcome) {
  StampChanged(context, notice);
  *outcome.Emit<v1::JournalEvent>()
       .mutable_notice_withdrawn()
       ->mutable_notice() = std::move(notice);
}

absl::Status Replace(const Context& context, const v1::Notice& notice,
                     Outcome& outcome) {
  if (notice.replaces().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(v1::Notice old,
                   LoadNotice(context, "notice.replaces", notice.replaces()));
  RETURN_IF_ERROR(CheckCurrent(old));
  if (old.kind() != notice.kind()) {
    return FieldError("notice.replaces",
                      StrCat(old.name(), " is of another kind."));
  }
  // It is withdrawn by this, so that takes the right to do so.
  RETURN_IF_ERROR(RequirePublisher(context, old).status());
  old.set_replaced_by(notice.name());
  EmitWithdrawn(context, std::move(old), outcome);
  return absl::OkStatus();
}

}  // namespace

absl::Status DecidePublishNotice(const v1::PublishNoticeRequest& request,
                                 const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(const std::string id,
                   ChooseId("notice_id", request.notice_id(), *context.ids));
  v1::Notice notice = request.notice();
  ClearOutputOnly(notice);
  if (context.state->Has(
          authority::ResourceKey(kNoticeTag, context.tenant, id))) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat("notice_id: \"", id,
                          "\" is taken, and a notice does not change. Publish "
                          "another one that replaces it."),
                   {{"id", id}});
  }
  ASSIGN_OR_RETURN(const common::v1::AuthorityGrant grant,
                   RequirePublisher(context, notice));
  RETURN_IF_ERROR(CheckNotice(context, notice));
  StampNew(context, "notices", id, notice);
  notice.set_published_by(grant.person());
  RETURN_IF_ERROR(Replace(context, notice, outcome));
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_notice_published();
  *event.mutable_notice() = notice;
  *event.mutable_grant() = grant;
  outcome.ReplyWith(WithEtag(notice));
  return absl::OkStatus();
}

absl::Status DecideAcknowledgeNotice(
    const v1::AcknowledgeNoticeRequest& request, const Context& context,
    Outcome& outcome) {
  ASSIGN_OR_RETURN(const v1::Notice notice,
                   LoadNotice(context, "name", request.name()));
  ASSIGN_OR_RETURN(const std::string actor, ActorOf(context));
  RETURN_IF_ERROR(CheckCurrent(notice));
  if (!IsInAudience(*context.state, context.tenant, notice.audience(), actor,
                    context.now)) {
    return Refusal(
        common::v1::ERROR_REASON_NOT_AUTHORIZED,
        StrCat(actor, " is not in the audience of ", notice.name(),
               ", so there is nothing to acknowledge. GetNotice shows who is; "
               "everybody may read it."),
        {{"person", actor}});
  }
  // Read once is read: a repetition has no further effect.
  if (!context.state->Has(ReceiptKey(context.tenant, notice.name(), actor))) {
    auto& event =
        *outcome.Emit<v1::JournalEvent>().mutable_notice_acknowledged();
    event.set_notice(notice.name());
    event.set_person(actor);
    *event.mutable_acknowledge_time() = authority::TimestampOf(context.now);
  }
  outcome.ReplyWith(WithEtag(notice));
  return absl::OkStatus();
}

absl::Status DecideWithdrawNotice(const v1::WithdrawNoticeRequest& request,
                                  const Context& context, Outcome& outcome) {
  if (request.reason().empty()) {
    return FieldError("reason",
                      "it is empty; say why nobody needs to read it "
                      "any more.");
  }
  RETURN_IF_ERROR(
      CheckText("reason", request.reason(), authority::limits::kTextBytesMax));
  ASSIGN_OR_RETURN(v1::Notice notice,
                   LoadNotice(context, "name", request.name()));
  RETURN_IF_ERROR(CheckEtag(request.etag(), notice.revision(), notice.name()));
  RETURN_IF_ERROR(RequirePublisher(context, notice).status());
  RETURN_IF_ERROR(CheckCurrent(notice));
  notice.set_withdraw_reason(request.reason());
  EmitWithdrawn(context, notice, outcome);
  StampChanged(context, notice);
  outcome.ReplyWith(WithEtag(notice));
  return absl::OkStatus();
}

}  // namespace csi::raci
