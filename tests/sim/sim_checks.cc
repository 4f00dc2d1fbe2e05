#include "tests/sim/sim_checks.h"

#include <map>
#include <set>
#include <vector>

#include "common/base/strings.h"
#include "common/executor/memory_store.h"
#include "common/kv/keys.h"
#include "common/random/random.h"

namespace csi::sim {
namespace {

constexpr char kReactionsCounter[] = "reactions";

}  // namespace

std::string CheckFold(const Service& service, SimNode& node, Instant now) {
  const uint64_t position = node.stored_position();
  MemoryStore fresh;
  SeededRandom random(1);
  ExecutorOptions options;
  options.may_lead = false;
  Executor reader(*service.domain, fresh, random, options);
  reader.OnOpened(position);
  std::vector<std::string> journal(
      service.journal.records().begin(),
      service.journal.records().begin() + static_cast<int64_t>(position));
  if (position > 0) RunToRest(reader, fresh, journal, now);
  constexpr Table kFolded[] = {Table::kState, Table::kDedupe, Table::kTimers,
                               Table::kMeta};
  for (Table table : kFolded) {
    const size_t i = static_cast<size_t>(table);
    if (fresh.tables()[i] == node.store().tables()[i]) continue;
    return StrCat(node.name(), ": table ", i, " differs from the fold of ",
                  position, " records");
  }
  LedgerModel model;
  if (!model.Fold(journal, position)) return model.why();
  std::map<std::string, std::string> counters;
  node.store()
      .table(Table::kState)
      .Scan("", "", [&](std::string_view key, std::string_view value) {
        counters.emplace(KeyParts(key)[0], value);
        return true;
      });
  if (counters != model.counters()) {
    return StrCat(node.name(), ": counters differ from the model's");
  }
  std::set<std::string> timers;
  node.store()
      .table(Table::kTimers)
      .Scan("", "", [&](std::string_view key, std::string_view) {
        timers.emplace(key);
        return true;
      });
  if (timers != model.timers()) {
    return StrCat(node.name(), ": timers differ from the model's");
  }
  return "";
}

std::string CheckViews(const Service& source, const Service& reader) {
  const LedgerModel& events = source.clients->model();
  for (const auto& [seen, position] : reader.clients->model().views_seen()) {
    const uint64_t there = events.PublicBefore(position);
    if (static_cast<uint64_t>(seen) != there) {
      return StrCat("a decision saw ", seen,
                    " foreign events, its view "
                    "position ",
                    position, " means ", there);
    }
  }
  return "";
}

std::string CheckInputs(const Service& service) {
  const auto& counters = service.clients->model().counters();
  const auto found = counters.find(SimInputs::kCounter);
  const std::string got = found == counters.end() ? "0" : found->second;
  if (got != service.inputs->Expected()) {
    return StrCat(service.domain->service(), ": inputs had ", got,
                  " effects instead of ", service.inputs->Expected());
  }
  return "";
}

std::string CheckReactions(const Service& source, const Service& reader) {
  const auto& counters = reader.clients->model().counters();
  const auto found = counters.find(kReactionsCounter);
  const uint64_t sent =
      source.clients->model().PublicBefore(source.journal.end());
  const std::string got = found == counters.end() ? "0" : found->second;
  if (got == StrCat(sent)) return "";
  return StrCat(sent, " foreign events, but ", got, " reactions");
}

}  // namespace csi::sim
