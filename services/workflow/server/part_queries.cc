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

}  // namespace csi::workflow
