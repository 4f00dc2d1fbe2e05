// A programme with its parts: what they cost and bring, each gain once.
#include <map>
#include <set>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "common/status/status.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/server/queries.h"

namespace csi::registry {
namespace {

using google::type::Money;
using v1::Opportunity;

constexpr int32_t kNanosPerUnit = 1000000000;

void Add(const Money& amount, Money& sum) {
  sum.set_currency_code(amount.currency_code());
  const int64_t nanos = int64_t{sum.nanos()} + amount.nanos();
  sum.set_units(sum.units() + amount.units() + nanos / kNanosPerUnit);
  sum.set_nanos(static_cast<int32_t>(nanos % kNanosPerUnit));
}

bool IsMore(const Money& a, const Money& b) {
  return a.units() != b.units() ? a.units() > b.units() : a.nanos() > b.nanos();
}

// The programme first, then its parts level by level.
std::vector<Opportunity> ReadTree(const QueryContext& context,
                                  Opportunity programme, bool& cut) {
  std::vector<Opportunity> tree;
  std::set<std::string> seen{programme.name()};
  tree.push_back(std::move(programme));
  cut = false;
  for (size_t at = 0; at < tree.size() && !cut; ++at) {
    context.state.ScanPrefix(
        IndexPrefix(context.tenant, kByParent, LastPart(tree[at].name())),
        [&](std::string_view, std::string_view id) {
          if (tree.size() > limits::kRollupPartsMax) {
            cut = true;
            return false;
          }
          auto head = ReadHead(context.state, context.tenant, id);
          if (head && seen.insert(head->opportunity().name()).second) {
            tree.push_back(std::move(*head->mutable_opportunity()));
          }
          return true;
        });
  }
  return tree;
}

// Sums of one kind of amount. Entries that claim the same indicator in the
// same currency count once, with the largest.
class Sums {
 public:
  void Take(const Opportunity& entry, const Money& amount) {
    if (amount.currency_code().empty()) return;
    const std::string& indicator = entry.primary_indicator().indicator();
    if (indicator.empty()) {
      Add(amount, sums_[amount.currency_code()]);
      return;
    }
    Money& largest = by_indicator_[{indicator, amount.currency_code()}];
    if (IsMore(amount, largest) || largest.currency_code().empty()) {
      largest = amount;
    }
  }

  std::map<std::string, Money> Total() const {
    std::map<std::string, Money> total = sums_;
    for (const auto& [key, amount] : by_indicator_) {
      Add(amount, total[key.second]);
    }
    return total;
  }

 private:
  std::map<std::string, Money> sums_;
  std::map<std::pair<std::string, std::string>, Money> by_indicator_;
};

// Rejected and cancelled parts bring nothing.
bool Counts(const Opportunity& entry) {
  return entry.state() != v1::OPPORTUNITY_STATE_REJECTED &&
         entry.state() != v1::OPPORTUNITY_STATE_CANCELLED;
}

void AddAmounts(const std::vector<Opportunity>& tree, v1::Rollup& rollup) {
  Sums forecast, realised, confirmed;
  std::map<std::string, Money> cost;
  for (const Opportunity& entry : tree) {
    if (!Counts(entry)) continue;
    forecast.Take(entry, entry.benefit_forecast().amount());
    realised.Take(entry, entry.benefit_realised().amount());
    if (!entry.benefit_confirmed_by().empty()) {
      confirmed.Take(entry, entry.benefit_realised().amount());
    }
    if (entry.has_cost()) Add(entry.cost(), cost[entry.cost().currency_code()]);
  }
  std::map<std::string, v1::RollupAmount> rows;
  for (const auto& [code, sum] : forecast.Total()) {
    *rows[code].mutable_forecast() = sum;
  }
  for (const auto& [code, sum] : realised.Total()) {
    *rows[code].mutable_realised() = sum;
  }
  for (const auto& [code, sum] : confirmed.Total()) {
    *rows[code].mutable_confirmed() = sum;
  }
  for (const auto& [code, sum] : cost) *rows[code].mutable_cost() = sum;
  for (auto& [code, row] : rows) {
    row.set_currency_code(code);
    *rollup.add_amounts() = std::move(row);
  }
}

void AddFindings(const std::vector<Opportunity>& tree, bool cut,
                 v1::Rollup& rollup) {
  std::map<std::string, std::vector<const Opportunity*>> claims;
  for (const Opportunity& entry : tree) {
    if (!Counts(entry) || !entry.has_primary_indicator()) continue;
    claims[entry.primary_indicator().indicator()].push_back(&entry);
  }
  for (const auto& [indicator, entries] : claims) {
    if (entries.size() < 2) continue;
    std::string names;
    for (const Opportunity* entry : entries) {
      StrAppend(&names, names.empty() ? "" : " and ", Called(*entry));
    }
    common::v1::Finding& finding = *rollup.add_findings();
    finding.set_rule("SHARED_INDICATOR");
    finding.set_severity(common::v1::SEVERITY_WARNING);
    finding.set_place(indicator);
    finding.set_message(StrCat("Entries ", names,
                               " claim a gain of the same indicator; only the "
                               "largest amount is in the sums."));
    finding.set_why(
        "One change of an indicator cannot be the proof of two improvements.");
    finding.set_suggestion("Give them different indicators, or join them.");
  }
  if (!cut) return;
  common::v1::Finding& finding = *rollup.add_findings();
  finding.set_rule("ROLLUP_CUT");
  finding.set_severity(common::v1::SEVERITY_WARNING);
  finding.set_place(rollup.opportunity());
  finding.set_message(StrCat("Only the first ", limits::kRollupPartsMax,
                             " parts are in the sums."));
  finding.set_suggestion("Roll up the programmes below it one by one.");
}

}  // namespace

absl::Status GetRollup(const QueryContext& context,
                       const v1::GetRollupRequest& request, v1::Rollup* reply) {
  ASSIGN_OR_RETURN(const std::string id, IdOf("name", request.name(),
                                              context.tenant, "opportunities"));
  auto head = ReadHead(context.state, context.tenant, id);
  if (!head) return NoSuch("opportunity", request.name());
  bool cut = false;
  const std::vector<Opportunity> tree =
      ReadTree(context, std::move(*head->mutable_opportunity()), cut);
  reply->set_opportunity(request.name());
  reply->set_parts(static_cast<int>(tree.size()) - 1);
  std::map<v1::OpportunityState, uint64_t> states;
  for (size_t i = 1; i < tree.size(); ++i) ++states[tree[i].state()];
  for (const auto& [state, count] : states) {
    v1::BoardColumn& column = *reply->add_columns();
    column.set_state(state);
    column.set_count(count);
  }
  AddAmounts(tree, *reply);
  AddFindings(tree, cut, *reply);
  return absl::OkStatus();
}

}  // namespace csi::registry
