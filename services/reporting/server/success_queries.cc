// Critical success factors and their tree.
#include "services/reporting/domain/success_tree.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/server/list_filter.h"
#include "services/reporting/server/list_rows.h"
#include "services/reporting/server/queries.h"

namespace csi::reporting {

absl::Status GetSuccessFactor(const QueryContext& context,
                              const v1::GetSuccessFactorRequest& request,
                              v1::SuccessFactor* factor) {
  RETURN_IF_ERROR(GetResource(context, kSuccessFactorTag, request.name(),
                              "successFactors", factor));
  const auto version = static_cast<uint64_t>(request.version());
  if (version == 0 || version == factor->revision()) return absl::OkStatus();
  auto older = GetRow<v1::SuccessFactor>(
      context.state,
      Key(kSuccessFactorVersionTag, {context.tenant, LastPart(request.name()),
                                     LargestFirstPart(version)}));
  if (!older) {
    return FieldError("version", StrCat(request.name(), " has versions 1 to ",
                                        factor->revision(), "."));
  }
  *factor = *std::move(older);
  return absl::OkStatus();
}

absl::Status ListSuccessFactors(const QueryContext& context,
                                const v1::ListSuccessFactorsRequest& request,
                                v1::ListSuccessFactorsResponse* response) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  RETURN_IF_ERROR(CheckOrder(request.order_by()));
  RETURN_IF_ERROR(ParseFilter(request.filter(), {}).status());
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  response->set_next_page_token(ScanPage(
      context.state, page, KeyPrefix(kSuccessFactorTag, {context.tenant}),
      [&](std::string_view, std::string_view value) {
        auto row = ParseRow<v1::SuccessFactor>(value);
        if (!row) return false;
        row->set_etag(EtagOf(row->revision()));
        *response->add_success_factors() = *std::move(row);
        return true;
      }));
  return absl::OkStatus();
}

absl::Status GetSuccessTree(const QueryContext& context,
                            const v1::GetSuccessTreeRequest& request,
                            v1::SuccessTree* tree) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  *tree = BuildSuccessTree(context.state, context.tenant);
  return absl::OkStatus();
}

}  // namespace csi::reporting
