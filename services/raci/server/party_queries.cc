// Functions, parties and transfers.
#include <algorithm>

#include "services/raci/domain/keys.h"
#include "services/raci/domain/transfer_state.h"
#include "services/raci/server/lists.h"
#include "services/raci/server/queries.h"

namespace csi::raci {
namespace {

// Whether the filter asks for nothing else than one of `names`.
bool OneIsWanted(const Filter& filter, std::string_view field,
                 const google::protobuf::RepeatedPtrField<std::string>& names) {
  const auto wanted = filter.find(std::string(field));
  return wanted == filter.end() ||
         std::find(names.begin(), names.end(), wanted->second) != names.end();
}

const char* BoolWord(bool value) { return value ? "true" : "false"; }

}  // namespace

absl::Status GetOrganisationalFunction(
    const QueryContext& context,
    const v1::GetOrganisationalFunctionRequest& request,
    v1::OrganisationalFunction* reply) {
  ASSIGN_OR_RETURN(v1::OrganisationalFunction function,
                   Load<v1::OrganisationalFunction>(
                       context.state, context.tenant, "name", request.name(),
                       "organisationalFunctions", kFunctionTag,
                       "ListOrganisationalFunctions"));
  *reply = WithEtag(std::move(function));
  return absl::OkStatus();
}

absl::Status ListOrganisationalFunctions(
    const QueryContext& context,
    const v1::ListOrganisationalFunctionsRequest& request,
    v1::ListOrganisationalFunctionsResponse* reply) {
  return List<v1::OrganisationalFunction>(
      context, request, kFunctionTag, reply->mutable_organisational_functions(),
      reply, {"unit", "team", "retired"},
      [](const v1::OrganisationalFunction& function, const Filter& filter) {
        return OneIsWanted(filter, "unit", function.units()) &&
               OneIsWanted(filter, "team", function.teams()) &&
               IsWanted(filter, "retired", BoolWord(function.retired()));
      });
}

absl::Status GetParty(const QueryContext& context,
                      const v1::GetPartyRequest& request, v1::Party* reply) {
  ASSIGN_OR_RETURN(
      v1::Party party,
      Load<v1::Party>(context.state, context.tenant, "name", request.name(),
                      "parties", kPartyTag, "ListParties"));
  *reply = WithEtag(std::move(party));
  return absl::OkStatus();
}

absl::Status ListParties(const QueryContext& context,
                         const v1::ListPartiesRequest& request,
                         v1::ListPartiesResponse* reply) {
  return List<v1::Party>(
      context, request, kPartyTag, reply->mutable_parties(), reply,
      {"kind", "service", "retired"},
      [](const v1::Party& party, const Filter& filter) {
        std::string kind = v1::PartyKind_Name(party.kind());
        kind.erase(0, std::string_view("PARTY_KIND_").size());
        return IsWanted(filter, "kind", kind) &&
               OneIsWanted(filter, "service", party.services()) &&
               IsWanted(filter, "retired", BoolWord(party.retired()));
      });
}

absl::Status GetTransfer(const QueryContext& context,
                         const v1::GetTransferRequest& request,
                         v1::Transfer* reply) {
  ASSIGN_OR_RETURN(
      v1::Transfer transfer,
      Load<v1::Transfer>(context.state, context.tenant, "name", request.name(),
                         "transfers", kTransferTag, "ListTransfers"));
  FillState(context.state, context.tenant, context.now, transfer);
  *reply = WithEtag(std::move(transfer));
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
        std::string state = v1::Transfer::State_Name(filled.state());
        state.erase(0, std::string_view("STATE_").size());
        return IsWanted(filter, "service", transfer.service()) &&
               IsWanted(filter, "state", state);
      }));
  for (v1::Transfer& transfer : *reply->mutable_transfers()) {
    FillState(context.state, context.tenant, context.now, transfer);
  }
  return absl::OkStatus();
}

}  // namespace csi::raci
