// Functions and parties. ORDER: as of all resources (resource.h).
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/party_commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

namespace limits = authority::limits;

// As all references, and none of them twice.
absl::Status CheckNames(const Context& context, std::string_view field,
                        const Names& names, std::string_view collection,
                        std::string_view tag, std::string_view list_method) {
  RETURN_IF_ERROR(CheckReferences(context, field, names, limits::kListItemsMax,
                                  collection, tag, list_method));
  return CheckNoRepeats(field, names);
}

absl::Status CheckFunction(const Context& context,
                           const v1::OrganisationalFunction& function,
                           const v1::OrganisationalFunction*) {
  const std::string field = "organisational_function.";
  RETURN_IF_ERROR(
      CheckDisplayName(StrCat(field, "display_name"), function.display_name()));
  RETURN_IF_ERROR(CheckText(StrCat(field, "description"),
                            function.description(), limits::kTextBytesMax));
  RETURN_IF_ERROR(CheckNames(context, StrCat(field, "units"), function.units(),
                             "units", authority::kUnitTag, "ListUnits"));
  RETURN_IF_ERROR(CheckNames(context, StrCat(field, "teams"), function.teams(),
                             "teams", authority::kTeamTag, "ListTeams"));
  return CheckReference(context, StrCat(field, "lead"), function.lead(),
                        "people", authority::kPersonTag, "ListPeople");
}

void EmitFunction(const v1::OrganisationalFunction& function, const Context&,
                  bool, Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>()
       .mutable_organisational_function_set()
       ->mutable_organisational_function() = function;
}

absl::Status CheckParty(const Context& context, const v1::Party& party,
                        const v1::Party*) {
  if (party.kind() == v1::PARTY_KIND_UNSPECIFIED ||
      !v1::PartyKind_IsValid(party.kind())) {
    return FieldError("party.kind",
                      "it must be CUSTOMER, USER, SUPPLIER, INTERNAL_PROVIDER "
                      "or EXTERNAL_PROVIDER.");
  }
  RETURN_IF_ERROR(CheckDisplayName("party.display_name", party.display_name()));
  RETURN_IF_ERROR(CheckText("party.description", party.description(),
                            limits::kTextBytesMax));
  RETURN_IF_ERROR(CheckNames(context, "party.contacts", party.contacts(),
                             "people", authority::kPersonTag, "ListPeople"));
  RETURN_IF_ERROR(CheckNames(context, "party.services", party.services(),
                             "services", authority::kServiceTag,
                             "ListServices"));
  RETURN_IF_ERROR(CheckCount("party.agreement_ids", party.agreement_ids_size(),
                             limits::kListItemsMax));
  for (int i = 0; i < party.agreement_ids_size(); ++i) {
    RETURN_IF_ERROR(CheckText(StrCat("party.agreement_ids[", i, "]"),
                              party.agreement_ids(i),
                              limits::kQualifierBytesMax));
  }
  return absl::OkStatus();
}

void EmitParty(const v1::Party& party, const Context&, bool, Outcome& outcome) {
  *outcome.Emit<v1::JournalEvent>().mutable_party_set()->mutable_party() =
      party;
}

constexpr Kind<v1::OrganisationalFunction> kFunction = {
    "organisationalFunctions",
    kFunctionTag,
    "organisational_function",
    "ListOrganisationalFunctions",
    kMayCatalogue,
    "make or change functions",
    &CheckFunction,
    &EmitFunction};
constexpr Kind<v1::Party> kParty = {"parties",     kPartyTag,
                                    "party",       "ListParties",
                                    kMayCatalogue, "make or change parties",
                                    &CheckParty,   &EmitParty};

}  // namespace

absl::Status DecideCreateOrganisationalFunction(
    const v1::CreateOrganisationalFunctionRequest& request,
    const Context& context, Outcome& outcome) {
  return DecideCreate(kFunction, request, context, outcome);
}

absl::Status DecideUpdateOrganisationalFunction(
    const v1::UpdateOrganisationalFunctionRequest& request,
    const Context& context, Outcome& outcome) {
  return DecideUpdate(kFunction, request, context, /*own=*/false, outcome);
}

absl::Status DecideCreateParty(const v1::CreatePartyRequest& request,
                               const Context& context, Outcome& outcome) {
  return DecideCreate(kParty, request, context, outcome);
}

absl::Status DecideUpdateParty(const v1::UpdatePartyRequest& request,
                               const Context& context, Outcome& outcome) {
  return DecideUpdate(kParty, request, context, /*own=*/false, outcome);
}

}  // namespace csi::raci
