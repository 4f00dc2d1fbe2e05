// Lists of the CSI register on RocksDB, without the network: how long a page
// of 50 takes in one large tenant. Prints one JSON object with the 50th and
// 99th percentile and the longest page of each list, in milliseconds.
//
//   csi_register_bench --entries 1000000 --data-dir EMPTY_FOLDER [--pages 300]
//
// Entries are folded as from a journal, so their rows are those of a server:
// four of five are finished, words are as frequent as in a language. The folder
// stays; a second run with the same --entries only reads.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "common/executor/store.h"
#include "common/kv/keys.h"
#include "common/rocks/rocks_store.h"
#include "csi/registry/v1/registry_service.pb.h"
#include "services/registry/domain/apply.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/server/queries.h"

namespace csi::registry {
namespace {

using Flags = std::map<std::string, std::string>;

constexpr size_t kCacheBytes = 64 << 20;
constexpr int kBatch = 1000;
constexpr int kPageSize = 50;
constexpr int kOwners = 500;
constexpr int kServices = 300;
constexpr int kWords = 20000;
constexpr int kTitleWords = 5;
constexpr int kDescriptionWords = 20;
constexpr char kTenant[] = "bench";
const absl::Time kBegin = absl::FromUnixSeconds(1600000000);
constexpr absl::Duration kBetween = absl::Minutes(2);

[[noreturn]] void Stop(std::string_view why) {
  std::fprintf(stderr, "csi_register_bench: %s\n", std::string(why).c_str());
  std::exit(1);
}

class BenchEffects : public Effects {
 public:
  explicit BenchEffects(KvWriter& rows) : rows_(rows) {}
  KvWriter& state() override { return rows_; }
  void SetTimer(const Timer&) override {}
  void CancelTimer(const Timer&) override {}
  void Broken(std::string what) override { Stop(what); }

 private:
  KvWriter& rows_;
};

class Entries {
 public:
  // A word by its rank: the n-th is about n times as rare as the first.
  std::string Word() {
    const double share = std::uniform_real_distribution<>(0, 1)(random_);
    return StrCat("word", static_cast<int>(std::pow(kWords, share)));
  }
  int Draw(int below) {
    return static_cast<int>(random_() % static_cast<uint64_t>(below));
  }

  v1::JournalEvent Make(uint64_t number) {
    v1::JournalEvent event;
    v1::Opportunity& entry =
        *event.mutable_opportunity_logged()->mutable_logged();
    entry.set_name(StrCat("tenants/", kTenant, "/opportunities/e", number));
    entry.set_number(number);
    entry.set_title(Text(kTitleWords));
    entry.set_description(Text(kDescriptionWords));
    entry.set_external_number(StrCat("CSI-", number));
    static constexpr v1::OpportunityState kOpen[] = {
        v1::OPPORTUNITY_STATE_NEW, v1::OPPORTUNITY_STATE_ACCEPTED,
        v1::OPPORTUNITY_STATE_ASSESSED, v1::OPPORTUNITY_STATE_IN_PROGRESS};
    entry.set_state(Draw(5) == 0 ? kOpen[Draw(4)]
                                 : v1::OPPORTUNITY_STATE_CLOSED);
    if (entry.state() != v1::OPPORTUNITY_STATE_NEW) {
      entry.set_accountable(
          StrCat("tenants/", kTenant, "/people/p", Draw(kOwners)));
    }
    entry.mutable_scope()->set_service(
        StrCat("tenants/", kTenant, "/services/s", Draw(kServices)));
    entry.set_priority(Draw(6));
    entry.set_score(Draw(100000) / 1000.0);
    entry.mutable_due_date()->set_year(2020 + Draw(10));
    entry.mutable_due_date()->set_month(1 + Draw(12));
    entry.mutable_due_date()->set_day(1 + Draw(28));
    *event.mutable_opportunity_logged()->mutable_opportunity() =
        DigestOf(entry);
    return event;
  }

 private:
  std::string Text(int words) {
    std::string text;
    for (int i = 0; i < words; ++i) StrAppend(&text, Word(), " ");
    return text;
  }

  std::mt19937_64 random_{1};
};

uint64_t EntriesIn(const KvReader& rows) {
  uint64_t number = 0;
  const std::string prefix = IndexPrefix(kTenant, kByNumber);
  rows.ScanReverse(prefix, PrefixEnd(prefix),
                   [&](std::string_view key, std::string_view) {
                     number = FromBigEndian(key.substr(prefix.size()));
                     return false;
                   });
  return number;
}

double Fill(RocksStore& store, uint64_t entries) {
  const absl::Time start = absl::Now();
  Entries source;
  uint64_t number = EntriesIn(store.table(Table::kState));
  while (number < entries) {
    Overlay rows(store.table(Table::kState));
    BenchEffects effects(rows);
    for (int i = 0; i < kBatch && number < entries; ++i) {
      ++number;
      const Fact fact{
          kTenant,  "p1", "",
          "Import", "",   kBegin + kBetween * static_cast<int64_t>(number)};
      ApplyEvent(source.Make(number), fact, effects);
    }
    WriteSet writes;
    writes.at(Table::kState) = rows.TakeWrites();
    if (!store.Commit(writes).ok()) Stop("a commit failed");
  }
  if (!store.Flush().ok()) Stop("the flush failed");
  return absl::ToDoubleSeconds(absl::Now() - start);
}

struct List {
  const char* name;
  std::function<void(Entries&, v1::ListOpportunitiesRequest&)> ask;
};

std::vector<List> Lists() {
  const auto fixed = [](std::string filter, std::string order) {
    return [filter, order](Entries&, v1::ListOpportunitiesRequest& request) {
      request.set_filter(filter);
      request.set_order_by(order);
    };
  };
  const auto day = [](Entries& draw) {
    return absl::StrFormat("20%02d-%02d-01", 20 + draw.Draw(10),
                           1 + draw.Draw(12));
  };
  return {
      {"number", fixed("", "")},
      {"state", fixed("state = NEW", "")},
      {"owner",
       [](Entries& draw, auto& request) {
         request.set_filter(
             StrCat("accountable = p", draw.Draw(kOwners), " AND open = true"));
       }},
      {"service and state",
       [](Entries& draw, auto& request) {
         request.set_filter(StrCat("scope.service = s", draw.Draw(kServices),
                                   " AND state = ACCEPTED"));
       }},
      {"due",
       [day](Entries& draw, auto& request) {
         request.set_filter(StrCat("open = true AND due_date < ", day(draw)));
         request.set_order_by("due_date desc");
       }},
      {"priority", fixed("open = true", "priority")},
      {"score", fixed("open = true", "score desc")},
      {"stale",
       fixed("open = true AND update_time < \"@stale\"", "update_time")},
      {"one word",
       [](Entries& draw, auto& request) {
         request.set_filter(StrCat("text:", draw.Word()));
       }},
      {"two words",
       [](Entries& draw, auto& request) {
         request.set_filter(
             StrCat("text:\"", draw.Word(), " ", draw.Word(), "\""));
       }},
      {"word and open",
       [](Entries& draw, auto& request) {
         request.set_filter(StrCat("text:", draw.Word(), " AND open = true"));
         request.set_order_by("number desc");
       }},
      {"scan (no index)", fixed("title:absent", "")}};
}

void Measure(RocksStore& store, const List& list, int pages, bool last) {
  Entries draw;
  std::vector<double> times;
  uint64_t rows = 0;
  v1::ListOpportunitiesRequest request;
  while (static_cast<int>(times.size()) < pages) {
    if (request.page_token().empty() || times.size() % 4 == 0) {
      request.Clear();
      request.set_parent(StrCat("tenants/", kTenant));
      request.set_page_size(kPageSize);
      list.ask(draw, request);
    }
    const auto start = std::chrono::steady_clock::now();
    const auto snapshot = store.Snapshot();
    const QueryContext context{snapshot->table(Table::kState),
                               snapshot->table(Table::kViews), kTenant, "p1",
                               absl::FromUnixSeconds(1800000000)};
    v1::ListOpportunitiesResponse reply;
    const absl::Status status = ListOpportunities(context, request, &reply);
    if (!status.ok()) Stop(StdView(status.message()));
    times.push_back(std::chrono::duration<double, std::milli>(
                        std::chrono::steady_clock::now() - start)
                        .count());
    rows += static_cast<uint64_t>(reply.opportunities_size());
    request.set_page_token(reply.next_page_token());
  }
  std::sort(times.begin(), times.end());
  std::printf(
      "    {\"list\": \"%s\", \"pages\": %zu, \"rows\": %llu, \"p50_ms\": "
      "%.2f, \"p99_ms\": %.2f, \"max_ms\": %.2f}%s\n",
      list.name, times.size(), static_cast<unsigned long long>(rows),
      times[times.size() / 2], times[times.size() * 99 / 100], times.back(),
      last ? "" : ",");
}

int Run(const Flags& flags) {
  uint64_t entries = 0;
  int pages = 0;
  if (!absl::SimpleAtoi(flags.at("--entries"), &entries) ||
      !absl::SimpleAtoi(flags.at("--pages"), &pages) || pages < 1) {
    Stop("--entries and --pages take numbers.");
  }
  RocksShared shared(kCacheBytes, kCacheBytes);
  auto store = RocksStore::Open({flags.at("--data-dir")}, shared);
  if (!store.ok()) Stop(StdView(store.status().message()));
  const double seconds = Fill(**store, entries);
  std::printf("{\"entries\": %llu, \"fold_seconds\": %.1f, \"lists\": [\n",
              static_cast<unsigned long long>(
                  EntriesIn((*store)->table(Table::kState))),
              seconds);
  const std::vector<List> lists = Lists();
  for (size_t i = 0; i < lists.size(); ++i) {
    Measure(**store, lists[i], pages, i + 1 == lists.size());
  }
  std::printf("  ]}\n");
  return 0;
}

}  // namespace
}  // namespace csi::registry

int main(int argc, char** argv) {
  csi::registry::Flags flags{
      {"--entries", "100000"}, {"--pages", "300"}, {"--data-dir", ""}};
  for (int i = 1; i + 1 < argc; i += 2) flags[argv[i]] = argv[i + 1];
  if (flags["--data-dir"].empty() || flags.size() != 3 || argc % 2 == 0) {
    std::fprintf(stderr,
                 "csi_register_bench --data-dir FOLDER [--entries N] "
                 "[--pages N]\n");
    return 2;
  }
  return csi::registry::Run(flags);
}
