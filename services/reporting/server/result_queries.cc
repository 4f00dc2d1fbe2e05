// Baselines, targets, comparisons, analyses.
#include "services/reporting/domain/analysis.h"
#include "services/reporting/domain/indicator.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/server/list_filter.h"
#include "services/reporting/server/list_rows.h"
#include "services/reporting/server/queries.h"

namespace csi::reporting {
namespace {

using Terms = std::map<std::string, std::string>;

// An index whose keys end in the id, for one filter term.
struct Index {
  std::string_view field;
  std::string_view tag;
  size_t bytes_before_id;  // of a time that orders the index
};

std::string Term(const Terms& terms, std::string_view field) {
  const auto found = terms.find(std::string(field));
  return found == terms.end() ? "" : found->second;
}

// Lists along the index of the first term given, else along the rows; the
// other terms are looked up in each row by `matches`.
template <class Row, class Add, class Matches>
absl::Status ListBy(const QueryContext& context,
                    const google::protobuf::Message& request,
                    const Terms& terms, std::string_view tag,
                    const std::vector<Index>& indexes, Matches matches, Add add,
                    std::string* token) {
  ASSIGN_OR_RETURN(const Page page, PageOf(request));
  const auto take = [&](std::optional<Row> row) {
    if (!row || !matches(*row)) return false;
    row->set_etag(EtagOf(row->revision()));
    add(*std::move(row));
    return true;
  };
  for (const Index& index : indexes) {
    const std::string name = Term(terms, index.field);
    if (name.empty()) continue;
    const std::string prefix =
        KeyPrefix(index.tag, {context.tenant, LastPart(name)});
    *token = ScanPage(context.state, page, prefix,
                      [&](std::string_view key, std::string_view) {
                        const std::string_view id =
                            key.substr(prefix.size() + index.bytes_before_id);
                        return take(GetRow<Row>(
                            context.state, Key(tag, {context.tenant, id})));
                      });
    return absl::OkStatus();
  }
  *token = ScanPage(context.state, page, KeyPrefix(tag, {context.tenant}),
                    [&](std::string_view, std::string_view value) {
                      return take(ParseRow<Row>(value));
                    });
  return absl::OkStatus();
}

template <class Request>
absl::StatusOr<Terms> CheckList(const QueryContext& context,
                                const Request& request,
                                const std::vector<std::string>& fields) {
  RETURN_IF_ERROR(CheckTenant(context, request.parent()));
  RETURN_IF_ERROR(CheckOrder(request.order_by()));
  return ParseFilter(request.filter(), fields);
}

// Of rows that have both fields.
template <class Row>
bool OfBoth(const Row& row, const Terms& terms) {
  const std::string opportunity = Term(terms, "opportunity");
  const std::string indicator = Term(terms, "indicator");
  return (opportunity.empty() || row.opportunity() == opportunity) &&
         (indicator.empty() || row.indicator() == indicator);
}

}  // namespace

absl::Status GetBaseline(const QueryContext& context,
                         const v1::GetBaselineRequest& request,
                         v1::Baseline* baseline) {
  return GetResource(context, kBaselineTag, request.name(), "baselines",
                     baseline);
}

absl::Status ListBaselines(const QueryContext& context,
                           const v1::ListBaselinesRequest& request,
                           v1::ListBaselinesResponse* response) {
  ASSIGN_OR_RETURN(const Terms terms,
                   CheckList(context, request, {"opportunity", "indicator"}));
  return ListBy<v1::Baseline>(
      context, request, terms, kBaselineTag,
      {{"opportunity", kBaselineByOpportunityTag, sizeof(int64_t)},
       {"indicator", kBaselineByIndicatorTag, 0}},
      [&](const v1::Baseline& row) { return OfBoth(row, terms); },
      [&](v1::Baseline row) { *response->add_baselines() = std::move(row); },
      response->mutable_next_page_token());
}

absl::Status GetTarget(const QueryContext& context,
                       const v1::GetTargetRequest& request,
                       v1::Target* target) {
  return GetResource(context, kTargetTag, request.name(), "targets", target);
}

absl::Status ListTargets(const QueryContext& context,
                         const v1::ListTargetsRequest& request,
                         v1::ListTargetsResponse* response) {
  ASSIGN_OR_RETURN(const Terms terms,
                   CheckList(context, request, {"opportunity", "indicator"}));
  return ListBy<v1::Target>(
      context, request, terms, kTargetTag,
      {{"opportunity", kTargetByOpportunityTag, 0},
       {"indicator", kTargetByIndicatorTag, 0}},
      [&](const v1::Target& row) { return OfBoth(row, terms); },
      [&](v1::Target row) { *response->add_targets() = std::move(row); },
      response->mutable_next_page_token());
}

absl::Status GetComparison(const QueryContext& context,
                           const v1::GetComparisonRequest& request,
                           v1::Comparison* comparison) {
  return GetResource(context, kComparisonTag, request.name(), "comparisons",
                     comparison);
}

absl::Status ListComparisons(const QueryContext& context,
                             const v1::ListComparisonsRequest& request,
                             v1::ListComparisonsResponse* response) {
  ASSIGN_OR_RETURN(const Terms terms,
                   CheckList(context, request, {"opportunity"}));
  return ListBy<v1::Comparison>(
      context, request, terms, kComparisonTag,
      {{"opportunity", kComparisonByOpportunityTag, sizeof(int64_t)}},
      [&](const v1::Comparison& row) { return OfBoth(row, terms); },
      [&](v1::Comparison row) {
        *response->add_comparisons() = std::move(row);
      },
      response->mutable_next_page_token());
}

absl::Status AnalyzeIndicator(const QueryContext& context,
                              const v1::AnalyzeIndicatorRequest& request,
                              v1::Analysis* analysis) {
  ASSIGN_OR_RETURN(const std::string id,
                   IdOf("name", request.name(), context.tenant, "indicators"));
  const auto indicator = ReadIndicator(context.state, context.tenant, id);
  if (!indicator) return NotFound("indicators", request.name());
  v1::Analysis asked;
  *asked.mutable_dimensions() = request.dimensions();
  if (request.has_window()) *asked.mutable_window() = request.window();
  asked.set_preset(request.preset());
  ASSIGN_OR_RETURN(*analysis,
                   Analyze(context.state, context.tenant, *indicator, asked));
  return absl::OkStatus();
}

absl::Status GetAnalysis(const QueryContext& context,
                         const v1::GetAnalysisRequest& request,
                         v1::Analysis* analysis) {
  return GetResource(context, kAnalysisTag, request.name(), "analyses",
                     analysis);
}

absl::Status ListAnalyses(const QueryContext& context,
                          const v1::ListAnalysesRequest& request,
                          v1::ListAnalysesResponse* response) {
  ASSIGN_OR_RETURN(const Terms terms,
                   CheckList(context, request, {"indicator"}));
  const std::string indicator = Term(terms, "indicator");
  return ListBy<v1::Analysis>(
      context, request, terms, kAnalysisTag,
      {{"indicator", kAnalysisByIndicatorTag, 0}},
      [&](const v1::Analysis& row) {
        return indicator.empty() || row.indicator() == indicator;
      },
      [&](v1::Analysis row) { *response->add_analyses() = std::move(row); },
      response->mutable_next_page_token());
}

}  // namespace csi::reporting
