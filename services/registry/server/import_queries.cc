// What an import would say, and what may be a duplicate of what.
#include <algorithm>
#include <map>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/commands/import_row.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/words.h"
#include "services/registry/server/queries.h"

namespace csi::registry {
namespace {

absl::Status CheckParent(const QueryContext& context,
                         const std::string& parent) {
  if (parent == StrCat("tenants/", context.tenant)) return absl::OkStatus();
  return FieldError("parent", StrCat("\"", parent, "\" is not tenants/",
                                     context.tenant, "."));
}

// Entries that share words with the title, those with the most first. Of a
// frequent word only the newest entries are looked at.
std::vector<std::string> Candidates(const QueryContext& context,
                                    const std::vector<std::string>& words) {
  std::map<std::string, int> shared;
  for (const std::string& word : words) {
    const std::string prefix = WordPrefix(context.tenant, word);
    int rows = 0;
    context.state.ScanReverse(
        prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view id) {
          ++shared[std::string(id)];
          return ++rows < limits::kDuplicateRowsPerWordMax;
        });
  }
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [id, count] : shared) order.emplace_back(-count, id);
  std::sort(order.begin(), order.end());
  if (order.size() > limits::kDuplicateCandidatesMax) {
    order.resize(limits::kDuplicateCandidatesMax);
  }
  std::vector<std::string> ids;
  for (auto& [count, id] : order) ids.push_back(std::move(id));
  return ids;
}

std::vector<v1::DuplicateSuggestion> FindDuplicates(const QueryContext& context,
                                                    const std::string& title,
                                                    const std::string& but_not,
                                                    size_t count_max) {
  const std::vector<std::string> words = WordsIn(title);
  std::vector<v1::DuplicateSuggestion> found;
  for (const std::string& id : Candidates(context, words)) {
    const auto head = ReadRow<v1::OpportunityRow>(context.state,
                                                  EntryKey(context.tenant, id));
    if (head == nullptr || head->opportunity().name() == but_not) continue;
    const v1::Opportunity& entry = head->opportunity();
    const double similarity = Similarity(words, WordsIn(entry.title()));
    if (similarity < limits::kDuplicateSimilarityMin) continue;
    v1::DuplicateSuggestion& each = found.emplace_back();
    each.set_opportunity(entry.name());
    each.set_number(entry.number());
    each.set_title(entry.title());
    each.set_state(entry.state());
    each.set_similarity(similarity);
    each.set_verdict(entry.verdict().value());
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.similarity() != b.similarity() ? a.similarity() > b.similarity()
                                            : a.number() < b.number();
  });
  if (found.size() > count_max) found.resize(count_max);
  return found;
}

}  // namespace

absl::Status PreviewImport(const QueryContext& query,
                           const v1::PreviewImportRequest& request,
                           v1::PreviewImportResponse* reply) {
  RETURN_IF_ERROR(CheckParent(query, request.parent()));
  RETURN_IF_ERROR(CheckRowCount(request.rows_size()));
  IdSource ids("preview");
  Context context;
  context.tenant = query.tenant;
  context.actor = query.actor;
  context.now = query.now;
  context.state = &query.state;
  context.views = &query.views;
  context.ids = &ids;
  RETURN_IF_ERROR(AuthorizeImport(context).status());
  RowImport import(context);
  for (const v1::ImportOpportunityRow& row : request.rows()) {
    v1::Opportunity entry;
    v1::ImportRowResult& result = *reply->add_results();
    result = import.Take(row, entry);
    if (result.outcome() != v1::IMPORT_OUTCOME_IMPORTED) continue;
    // Names and numbers are given when it happens.
    result.clear_opportunity();
    for (v1::DuplicateSuggestion& each : FindDuplicates(
             query, entry.title(), "", limits::kDuplicatesPerRowMax)) {
      *result.add_duplicates() = std::move(each);
    }
  }
  return absl::OkStatus();
}

absl::Status SuggestDuplicates(const QueryContext& context,
                               const v1::SuggestDuplicatesRequest& request,
                               v1::SuggestDuplicatesResponse* reply) {
  RETURN_IF_ERROR(CheckParent(context, request.parent()));
  std::string title = request.title();
  if (!request.opportunity().empty()) {
    ASSIGN_OR_RETURN(const std::string id,
                     IdOf("opportunity", request.opportunity(), context.tenant,
                          "opportunities"));
    const auto head = ReadHead(context.state, context.tenant, id);
    if (!head) return NoSuch("opportunity", request.opportunity());
    if (title.empty()) title = head->opportunity().title();
  }
  if (title.empty()) {
    return FieldError("title", "a title or an opportunity is required.");
  }
  for (v1::DuplicateSuggestion& each : FindDuplicates(
           context, title, request.opportunity(), limits::kDuplicatesMax)) {
    *reply->add_duplicates() = std::move(each);
  }
  return absl::OkStatus();
}

}  // namespace csi::registry
