// SetAgreement.
#include "services/reporting/domain/commands/agreement_commands.h"

#include <optional>
#include <utility>

#include "common/kv/overlay.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/agreement_limits.h"
#include "services/reporting/domain/agreements/apply_agreements.h"
#include "services/reporting/domain/agreements/breach_watch.h"
#include "services/reporting/domain/agreements/terms.h"
#include "services/reporting/domain/commands/agreement_rules.h"
#include "services/reporting/domain/guards.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"

namespace csi::reporting {
namespace {

absl::StatusOr<common::v1::AuthorityGrant> Allowed(
    const Context& context, const v1::Agreement& agreement,
    std::string_view service) {
  Subject subject;
  subject.scope.set_service(std::string(service));
  return Authorize(context, StrCat("set the agreement ", agreement.title()),
                   {{kDefineMonitoring, ResponsibleOrAccountable()},
                    {kDefineMeasures, ResponsibleOrAccountable()}},
                   subject);
}

// What it names has to be there.
absl::Status CheckReferences(const Context& context,
                             const v1::Agreement& agreement) {
  RETURN_IF_ERROR(Load<v1::ServiceNode>(context, kServiceNodeTag,
                                        "agreement.node", agreement.node(),
                                        "serviceNodes")
                      .status());
  for (const std::string& name : agreement.underpinned_by()) {
    RETURN_IF_ERROR(Load<v1::Agreement>(context, kAgreementTag,
                                        "agreement.underpinned_by", name,
                                        "agreements")
                        .status());
  }
  if (agreement.indicator().empty()) return absl::OkStatus();
  return Load<v1::Indicator>(context, kIndicatorTag, "agreement.indicator",
                             agreement.indicator(), "indicators")
      .status();
}

absl::Status CheckRoomAtNode(const Context& context, std::string_view node,
                             std::string_view id) {
  int others = 0;
  const std::string prefix =
      KeyPrefix(kAgreementByNodeTag, {context.tenant, LastPart(node)});
  context.state->ScanPrefix(prefix,
                            [&](std::string_view key, std::string_view) {
                              if (key.substr(prefix.size()) != id) ++others;
                              return others < limits::kAgreementsOfNodeMax;
                            });
  if (others < limits::kAgreementsOfNodeMax) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_RULE_VIOLATED,
                 StrCat(node, " has ", limits::kAgreementsOfNodeMax,
                        " agreements, which is the bound. Make a group above "
                        "it for the next one."),
                 {{"rule", "TOO_MANY_AGREEMENTS"}});
}

// The newest terms after the change, from what was stated.
absl::StatusOr<v1::Agreement> Changed(const Context& context,
                                      std::string_view id,
                                      const std::optional<v1::Agreement>& known,
                                      v1::Agreement stated) {
  stated.set_name(ResourceName(context.tenant, "agreements", id));
  stated.clear_etag();
  if (!stated.calendar().empty()) {
    ASSIGN_OR_RETURN(
        *stated.mutable_hours(),
        HoursOfCalendar(context, "agreement.calendar", stated.calendar()));
  } else {
    stated.mutable_hours()->clear_calendar_revision();
  }
  RETURN_IF_ERROR(CheckAgreement(context, stated));
  ASSIGN_OR_RETURN(const ServiceHours hours, HoursOf(stated));
  ASSIGN_OR_RETURN(
      const CalendarMonth month,
      EffectiveMonth(context, "agreement.effective_month",
                     stated.effective_month(),
                     known ? known->effective_month() : "", hours.zone()));
  stated.set_effective_month(month.Text());
  if (!stated.last_month().empty() &&
      stated.last_month() < stated.effective_month()) {
    return FieldError("agreement.last_month",
                      "it lies before the first month of these terms.");
  }
  stated.set_uid(known ? known->uid() : context.ids->Next());
  stated.set_revision(known ? known->revision() + 1 : 1);
  *stated.mutable_create_time() =
      known ? known->create_time() : TimestampOf(context.now);
  *stated.mutable_update_time() = TimestampOf(context.now);
  return stated;
}

}  // namespace

absl::Status DecideSetAgreement(const v1::SetAgreementRequest& request,
                                const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  const v1::Agreement& asked = request.agreement();
  std::optional<v1::Agreement> known;
  std::string id = request.agreement_id();
  if (!id.empty()) {
    known = GetRow<v1::Agreement>(*context.state,
                                  Key(kAgreementTag, {context.tenant, id}));
  }
  if (!known) {
    ASSIGN_OR_RETURN(
        id, NewId(context, "agreement_id", id, kAgreementTag, "agreements"));
  }
  RETURN_IF_ERROR(CheckReferences(context, asked));
  if (known) {
    RETURN_IF_ERROR(CheckEtag(asked.etag(), known->revision(), known->name()));
    // Who may not change it as it is may not take it over either.
    RETURN_IF_ERROR(Allowed(context, *known, known->service()).status());
  }
  ASSIGN_OR_RETURN(common::v1::AuthorityGrant grant,
                   Allowed(context, asked, asked.service()));
  RETURN_IF_ERROR(CheckRoomAtNode(context, asked.node(), id));
  ASSIGN_OR_RETURN(v1::Agreement agreement, Changed(context, id, known, asked));
  *agreement.mutable_set_by() = std::move(grant);
  Overlay after(*context.state);
  PutAgreement(after, context.tenant, agreement);
  ASSIGN_OR_RETURN(const ServiceHours hours, HoursOf(agreement));
  ASSIGN_OR_RETURN(const CalendarMonth month,
                   CalendarMonth::Parse(agreement.effective_month()));
  *outcome.Emit<v1::JournalEvent>()
       .mutable_agreement_set()
       ->mutable_agreement() = std::move(agreement);
  outcome.ReplyWith([tenant = context.tenant, id](const KvReader& state) {
    auto reply = std::make_unique<v1::Agreement>(
        GetRow<v1::Agreement>(state, Key(kAgreementTag, {tenant, id}))
            .value_or(v1::Agreement()));
    reply->set_etag(EtagOf(reply->revision()));
    return reply;
  });
  return LookAtAgreement(after, context, id,
                         month.SpanIn(hours.zone()).start_us, outcome);
}

}  // namespace csi::reporting
