// Consultations, RFCs, parked changes and inboxes.
#include <string>

#include "absl/strings/numbers.h"
#include "common/authority/directory.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/views.h"
#include "services/workflow/server/lookups.h"
#include "services/workflow/server/page_rows.h"
#include "services/workflow/server/queries.h"

namespace csi::workflow {

absl::Status GetConsultation(const QueryContext& context,
                             const v1::GetConsultationRequest& request,
                             v1::Consultation* out) {
  ASSIGN_OR_RETURN(ConsultationParts parts,
                   ConsultationPartsOf(request.name(), context.tenant));
  auto row = GetRow<v1::ConsultationRow>(
      context.state,
      ConsultationKey(context.tenant, parts.run, parts.step, parts.number));
  if (!row) return NotFound("consultation", request.name());
  *out = ToConsultation(context.tenant, parts.run, parts.number, *row);
  return absl::OkStatus();
}

absl::Status ListConsultations(const QueryContext& context,
                               const v1::ListConsultationsRequest& request,
                               v1::ListConsultationsResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  ASSIGN_OR_RETURN(std::string run,
                   IdOf("parent", request.parent(), context.tenant, "runs"));
  RETURN_IF_ERROR(FindRun(context, run).status());
  out->set_next_page_token(
      PageRows(context.state, page, KeyPrefix("wf.con", {context.tenant, run}),
               [&](std::string_view rest, std::string_view value) {
                 uint32_t number = 0;
                 v1::ConsultationRow row;
                 // "03" NUL "0001".
                 if (rest.size() == 7 &&
                     absl::SimpleAtoi(View(rest.substr(3)), &number) &&
                     row.ParseFromString(std::string(value))) {
                   *out->add_consultations() =
                       ToConsultation(context.tenant, run, number, row);
                 }
               }));
  return absl::OkStatus();
}

absl::Status GetRfc(const QueryContext& context,
                    const v1::GetRfcRequest& request, v1::Rfc* out) {
  ASSIGN_OR_RETURN(ChildId id,
                   ChildIdOf("name", request.name(), context.tenant, "rfcs"));
  auto row =
      GetRow<v1::RfcRow>(context.state, RfcKey(context.tenant, id.run, id.id));
  if (!row) return NotFound("RFC", request.name());
  *out = ToRfc(context.tenant, id.run, id.id, *row);
  return absl::OkStatus();
}

absl::Status ListRfcs(const QueryContext& context,
                      const v1::ListRfcsRequest& request,
                      v1::ListRfcsResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  ASSIGN_OR_RETURN(std::string run,
                   IdOf("parent", request.parent(), context.tenant, "runs"));
  RETURN_IF_ERROR(FindRun(context, run).status());
  out->set_next_page_token(
      PageRows(context.state, page, KeyPrefix("wf.rfc", {context.tenant, run}),
               [&](std::string_view id, std::string_view value) {
                 v1::RfcRow row;
                 if (row.ParseFromString(std::string(value))) {
                   *out->add_rfcs() = ToRfc(context.tenant, run, id, row);
                 }
               }));
  return absl::OkStatus();
}

absl::Status GetParkedChange(const QueryContext& context,
                             const v1::GetParkedChangeRequest& request,
                             v1::ParkedChange* out) {
  ASSIGN_OR_RETURN(std::string id, IdOf("name", request.name(), context.tenant,
                                        "parkedChanges"));
  auto row =
      GetRow<v1::ParkedRow>(context.state, ParkedKey(context.tenant, id));
  if (!row) return NotFound("parked change", request.name());
  *out = ToParkedChange(context.tenant, id, *row);
  return absl::OkStatus();
}

absl::Status ListParkedChanges(const QueryContext& context,
                               const v1::ListParkedChangesRequest& request,
                               v1::ListParkedChangesResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  out->set_next_page_token(PageRows(
      context.state, page, KeyPrefix("wf.park", {context.tenant}),
      [&](std::string_view id, std::string_view value) {
        v1::ParkedRow row;
        if (row.ParseFromString(std::string(value))) {
          *out->add_parked_changes() = ToParkedChange(context.tenant, id, row);
        }
      }));
  return absl::OkStatus();
}

namespace {

std::string What(const v1::InboxRow& row, const std::string& step_title,
                 const std::string& title) {
  const std::string step =
      StrCat("step ", row.step(), " (", step_title, ") of \"", title, "\"");
  switch (row.kind()) {
    case v1::InboxItem::KIND_WORK:
      return StrCat("Work ", step, " and submit it.");
    case v1::InboxItem::KIND_APPROVE:
      return StrCat("Approve ", step, ", or send it back.");
    case v1::InboxItem::KIND_CONSULT:
      return StrCat("Give your opinion on ", step, ".");
    case v1::InboxItem::KIND_REVIEW_EFFECT:
      return StrCat("The effect review date of \"", title,
                    "\" has come: compute the verdict and accept it.");
    default:
      return row.consultation() == 0
                 ? StrCat(step, " is overdue: extend it, or see to it.")
                 : StrCat("A question that blocks ", step,
                          " has no answer: get it, or waive it.");
  }
}

std::string Why(const authority::Directory& directory,
                const v1::InboxRow& row) {
  std::string letter = "you were asked (C)";
  if (row.kind() == v1::InboxItem::KIND_WORK) {
    letter = "you are responsible (R)";
  } else if (row.kind() != v1::InboxItem::KIND_CONSULT) {
    letter = "you are accountable (A)";
  }
  if (row.role().empty()) return StrCat("Because ", letter, ".");
  return StrCat("Because ", letter, " as ", directory.RoleTitle(row.role()),
                ".");
}

}  // namespace

absl::Status ListInbox(const QueryContext& context,
                       const v1::ListInboxRequest& request,
                       v1::ListInboxResponse* out) {
  ASSIGN_OR_RETURN(Page page, PageOf(request));
  ASSIGN_OR_RETURN(std::string person,
                   IdOf("parent", request.parent(), context.tenant, "people"));
  const authority::Directory directory(context.views, context.tenant);
  const auto add = [&](std::string_view id, std::string_view value) {
    v1::InboxRow row;
    if (!row.ParseFromString(std::string(value))) return;
    absl::StatusOr<FoundRun> run = FindRun(context, row.run());
    if (!run.ok() || row.step() > LastStep(*run->definition)) return;
    auto entry =
        FindOpportunity(context.views, context.tenant, row.opportunity());
    const std::string title = entry ? entry->title() : row.opportunity();
    v1::InboxItem& item = *out->add_inbox_items();
    item.set_name(StrCat(request.parent(), "/inboxItems/", id));
    item.set_uid(item.name());
    item.set_etag(EtagOf(1));
    SetTime(row.create_us(), item.mutable_create_time());
    SetTime(row.create_us(), item.mutable_update_time());
    item.set_kind(row.kind());
    item.set_run(ResourceName(context.tenant, "runs", row.run()));
    item.set_opportunity(
        ResourceName(context.tenant, "opportunities", row.opportunity()));
    item.set_step(row.step());
    if (row.consultation() != 0) {
      item.set_consultation(ResourceName(
          context.tenant, "consultations",
          ConsultationId(row.run(), row.step(), row.consultation())));
    }
    item.set_what(
        What(row, StepOf(*run->definition, row.step()).title(), title));
    item.set_why(Why(directory, row));
    // Extensions and holds move the step's due time, not the item's.
    auto step = GetRow<v1::StepRow>(
        context.state, StepKey(context.tenant, row.run(), row.step()));
    const bool of_step = row.consultation() == 0 &&
                         row.kind() != v1::InboxItem::KIND_REVIEW_EFFECT;
    const int64_t due_us = of_step && step ? step->due_us() : row.due_us();
    if (due_us != 0) SetTime(due_us, item.mutable_due_time());
  };
  out->set_next_page_token(
      PageRows(context.state, page,
               KeyPrefix("wf.inbox", {context.tenant, person}), add));
  return absl::OkStatus();
}

}  // namespace csi::workflow
