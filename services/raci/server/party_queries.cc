// Functions, parties and transfers.
#include "services/raci/domain/keys.h"
#include "services/raci/domain/transfer_state.h"
#include "services/raci/server/lists.h"
#include "services/raci/server/queries.h"

namespace csi::raci {
absl::Status GetOrganisationalFunction(
    const QueryContext& context,
    const v1::GetOrganisationalFunctionRequest& request,
    v1::OrganisationalFunction* reply) {
  return GetOne(context, request, "organisationalFunctions", kFunctionTag,
                "ListOrganisationalFunctions", reply);
}

absl::Status ListOrganisationalFunctions(
    const QueryContext& context,
    const v1::ListOrganisationalFunctionsRequest& request,
    v1::ListOrganisationalFunctionsResponse* reply) {
  return List<v1::OrganisationalFunction>(
      context, request, kFunctionTag, reply->mutable_organisational_functions(),
      reply, {"unit", "team", "retired"},
      [](const v1::OrganisationalFunction& function, const Filter& filter) {
        return IsOneWanted(filter, "unit", function.units()) &&
               IsOneWanted(filter, "team", function.teams()) &&
               IsWantedFlag(filter, "retired", function.retired());
      });
}

absl::Status GetParty(const QueryContext& context,
                      const v1::GetPartyRequest& request, v1::Party* reply) {
  return GetOne(context, request, "parties", kPartyTag, "ListParties", reply);
}

absl::Status ListParties(const QueryContext& context,
                         const v1::ListPartiesRequest& request,
                         v1::ListPartiesResponse* reply) {
  return List<v1::Party>(
      context, request, kPartyTag, reply->mutable_parties(), reply,
      {"kind", "service", "retired"},
      [](const v1::Party& party, const Filter& filter) {
        return IsWanted(
                   filter, "kind",
                   WordOf(v1::PartyKind_Name(party.kind()), "PARTY_KIND_")) &&
               IsOneWanted(filter, "service", party.services()) &&
               IsWantedFlag(filter, "retired", party.retired());
      });
}

absl::Status GetTransfer(const QueryContext& context,
                         const v1::GetTransferRequest& request,
                         v1::Transfer* reply) {
  RETURN_IF_ERROR(GetOne(context, request, "transfers", kTransferTag,
                         "ListTransfers", reply));
  FillState(context.state, context.tenant, context.now, *reply);
  return absl::OkStatus();
}

absl::Status ListTransfers(const QueryContext& context,
                           const v1::ListTransfersRequest& request,
                           v1::ListTransfersResponse* reply) {
  RETURN_IF_ERROR(List<v1::Transfer>(
      context, request, kTransferTag, reply->mutable_transfers(), reply,
      {"service", "state"},
      [&](const v1::Transfer& transfer, const Filter& filter) {
        v1::Transfer filled = transfer;
        FillState(context.state, context.tenant, context.now, filled);
        return IsWanted(filter, "service", transfer.service()) &&
               IsWanted(
                   filter, "state",
                   WordOf(v1::Transfer::State_Name(filled.state()), "STATE_"));
      }));
  for (v1::Transfer& transfer : *reply->mutable_transfers()) {
    FillState(context.state, context.tenant, context.now, transfer);
  }
  return absl::OkStatus();
}

}  // namespace csi::raci
