// RaiseRfc and LinkRfc.
#include "common/base/limits.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "services/workflow/domain/commands/commands.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/keys.h"
#include "services/workflow/domain/limits.h"
#include "services/workflow/domain/news.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/work.h"

namespace csi::workflow {
namespace {

using common::v1::AuthorityGrant;

constexpr char kRaiseActivity[] = "raise-rfc";

void ReplyWithRfc(const Context& context, const std::string& run,
                  const std::string& rfc, Outcome& outcome) {
  outcome.ReplyWith([tenant = context.tenant, run, rfc](const KvReader& state)
                        -> std::unique_ptr<google::protobuf::Message> {
    auto row = GetRow<v1::RfcRow>(state, RfcKey(tenant, run, rfc));
    return std::make_unique<v1::Rfc>(
        ToRfc(tenant, run, rfc, row ? *row : v1::RfcRow()));
  });
}

absl::StatusOr<AuthorityGrant> AuthorizeRfc(const Work& work,
                                            std::string_view what) {
  const Letters letters = {common::v1::LETTER_RESPONSIBLE,
                           common::v1::LETTER_ACCOUNTABLE};
  return work.Authorize(kRaiseActivity, letters, what);
}

absl::Status CheckExternal(const std::string& place, const std::string& text) {
  if (text.size() > limits::kExternalIdBytesMax) {
    return Refusal(
        common::v1::ERROR_REASON_TOO_LARGE,
        StrCat(place, ": at most ", limits::kExternalIdBytesMax, " bytes."),
        {{"field", place}, {"limit", "kExternalIdBytesMax"}});
  }
  for (char c : text) {
    // Part of a key, which must not hold a NUL; no other control is sensible.
    if (static_cast<unsigned char>(c) < 0x20) {
      return FieldError(place, "control characters are not allowed.");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNotTaken(const Context& context, const std::string& system,
                           const std::string& external_id) {
  auto taken = FindExternal(context, system, external_id);
  if (!taken) return absl::OkStatus();
  const std::string name =
      ChildName(context.tenant, taken->run, "rfcs", taken->rfc);
  return Refusal(
      common::v1::ERROR_REASON_ALREADY_EXISTS,
      StrCat("Change ", external_id, " is linked already, as ", name, "."),
      {{"name", name}});
}

// A new id, or FIELD_INVALID, ALREADY_EXISTS, TOO_LARGE.
absl::StatusOr<std::string> NewRfcId(const Work& work, const Rfcs& rfcs,
                                     const std::string& wanted) {
  if (rfcs.size() >= limits::kRfcsPerRunMax) {
    return Refusal(
        common::v1::ERROR_REASON_TOO_LARGE,
        StrCat("A run has at most ", limits::kRfcsPerRunMax, " RFCs."),
        {{"limit", "kRfcsPerRunMax"}});
  }
  if (wanted.empty()) {
    uint32_t number = work.run().rfcs() + 1;
    while (rfcs.contains(StrCat(number))) ++number;
    return StrCat(number);
  }
  if (!IsResourceId(wanted)) {
    return FieldError("rfc_id",
                      "lower-case letters, digits and '-', at most "
                      "63 characters.");
  }
  if (rfcs.contains(wanted)) {
    return Refusal(common::v1::ERROR_REASON_ALREADY_EXISTS,
                   StrCat(work.name(), "/rfcs/", wanted, " exists already."),
                   {{"name", StrCat(work.name(), "/rfcs/", wanted)}});
  }
  return wanted;
}

// The RFC, what is parked about it, and what follows.
void EmitRequested(const Work& work, const std::string& id, v1::RfcRow row,
                   bool linked, const AuthorityGrant& grant, Rfcs& rfcs,
                   Outcome& outcome) {
  const std::vector<Parked> parked =
      row.external_id().empty()
          ? std::vector<Parked>()
          : FindParked(work.context(), row.external_system(),
                       row.external_id());
  rfcs[id] = row;
  Move move;
  move.step = work.run().step();
  // With parked news the state is judged after it, once.
  move.state = parked.empty()
                   ? Judge(work.definition(), work.run(), work.run().step(),
                           work.run().state(), rfcs)
                         .state
                   : work.run().state();
  move.grant = &grant;
  v1::RfcRequestedFact& fact =
      *work.Emit(outcome, move).mutable_rfc_requested();
  fact.set_id(id);
  fact.set_linked(linked);
  *fact.mutable_rfc() = std::move(row);
  if (!parked.empty()) EmitNews(work, id, parked, rfcs, outcome);
  ReplyWithRfc(work.context(), work.id(), id, outcome);
}

// Gives an RFC without external id the one that it turned out to have.
void EmitBound(const Work& work, const std::string& id,
               const v1::LinkRfcRequest& request, const AuthorityGrant& grant,
               Rfcs& rfcs, Outcome& outcome) {
  v1::RfcRow& row = rfcs[id];
  row.set_external_system(request.external_system());
  row.set_external_id(request.external_id());
  Move move;
  move.step = work.run().step();
  move.state = work.run().state();
  move.grant = &grant;
  v1::RfcBoundFact& fact = *work.Emit(outcome, move).mutable_rfc_bound();
  fact.set_id(id);
  fact.set_external_system(request.external_system());
  fact.set_external_id(request.external_id());
  *fact.mutable_after() = row;
  fact.mutable_after()->clear_description();
  const std::vector<Parked> parked = FindParked(
      work.context(), request.external_system(), request.external_id());
  if (!parked.empty()) EmitNews(work, id, parked, rfcs, outcome);
  ReplyWithRfc(work.context(), work.id(), id, outcome);
}

}  // namespace

absl::Status DecideRaiseRfc(const v1::RaiseRfcRequest& request,
                            const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(std::string run,
                   IdOf("parent", request.parent(), context.tenant, "runs"));
  ASSIGN_OR_RETURN(Work work, Work::LoadId(context, run));
  ASSIGN_OR_RETURN(
      AuthorityGrant grant,
      AuthorizeRfc(work, StrCat("raise an RFC for ", work.name())));
  RETURN_IF_ERROR(work.RequireMoving("RaiseRfc"));
  if (!work.current().implements()) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat("RaiseRfc: ", work.name(), " is at step ",
                          work.run().step(), " (", work.current().title(),
                          "); changes are asked for in step ",
                          ImplementingStep(work.definition()),
                          ". A change that exists already can be linked "
                          "(csictl rfc link)."),
                   {{"step", StrCat(work.run().step())}});
  }
  const v1::Rfc& rfc = request.rfc();
  if (rfc.title().empty()) {
    return FieldError("rfc.title", "say what is to be changed.");
  }
  RETURN_IF_ERROR(CheckExternal("rfc.external_system", rfc.external_system()));
  RETURN_IF_ERROR(CheckExternal("rfc.external_id", rfc.external_id()));
  RETURN_IF_ERROR(
      CheckNotTaken(context, rfc.external_system(), rfc.external_id()));
  Rfcs rfcs = work.LoadRfcs();
  ASSIGN_OR_RETURN(std::string id, NewRfcId(work, rfcs, request.rfc_id()));
  v1::RfcRow row;
  row.set_title(rfc.title());
  row.set_description(rfc.description());
  row.set_type(rfc.type());
  row.set_external_system(rfc.external_system());
  row.set_external_id(rfc.external_id());
  row.set_status(v1::Rfc::STATUS_DRAFT);
  if (rfc.has_planned_start_time()) {
    row.set_planned_start_us(MicrosOf(rfc.planned_start_time()));
  }
  if (rfc.has_planned_end_time()) {
    row.set_planned_end_us(MicrosOf(rfc.planned_end_time()));
  }
  EmitRequested(work, id, std::move(row), false, grant, rfcs, outcome);
  return absl::OkStatus();
}

absl::Status DecideLinkRfc(const v1::LinkRfcRequest& request,
                           const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(std::string run,
                   IdOf("parent", request.parent(), context.tenant, "runs"));
  ASSIGN_OR_RETURN(Work work, Work::LoadId(context, run));
  ASSIGN_OR_RETURN(
      AuthorityGrant grant,
      AuthorizeRfc(work, StrCat("link a change to ", work.name())));
  RETURN_IF_ERROR(work.RequireMoving("LinkRfc"));
  RETURN_IF_ERROR(CheckExternal("external_system", request.external_system()));
  RETURN_IF_ERROR(CheckExternal("external_id", request.external_id()));
  RETURN_IF_ERROR(
      CheckNotTaken(context, request.external_system(), request.external_id()));
  Rfcs rfcs = work.LoadRfcs();
  auto known = rfcs.find(request.rfc_id());
  if (known != rfcs.end() && known->second.external_id().empty()) {
    EmitBound(work, request.rfc_id(), request, grant, rfcs, outcome);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(std::string id, NewRfcId(work, rfcs, request.rfc_id()));
  v1::RfcRow row;
  row.set_title(request.title().empty() ? request.external_id()
                                        : request.title());
  row.set_external_system(request.external_system());
  row.set_external_id(request.external_id());
  row.set_status(v1::Rfc::STATUS_DRAFT);
  EmitRequested(work, id, std::move(row), true, grant, rfcs, outcome);
  return absl::OkStatus();
}

}  // namespace csi::workflow
