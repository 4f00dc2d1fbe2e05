#include "tests/bench/follow_bench.h"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "common/base/strings.h"
#include "common/executor/foreign_feeds.h"
#include "common/publisher/projection.h"
#include "common/rocks/rocks_store.h"
#include "services/reporting/domain/reporting_domain.h"
#include "services/workflow/domain/workflow_domain.h"

namespace csi {
namespace {

constexpr size_t kCacheBytes = 32 << 20;

double CpuSeconds() {
  timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + used.tv_nsec * 1e-9;
}

int Failed(const absl::Status& why) {
  std::fprintf(stderr, "csi_engine_bench: %s\n",
               std::string(why.message()).c_str());
  return 1;
}

}  // namespace

int BenchFollow(const std::string& data_dir, const std::string& scratch,
                size_t records_at_once) {
  RocksShared shared(kCacheBytes, kCacheBytes);
  auto journal =
      RocksStore::Open({StrCat(data_dir, "/workflow/0"), true}, shared);
  if (!journal.ok()) return Failed(journal.status());
  std::filesystem::create_directories(scratch);
  auto store = RocksStore::Open({scratch}, shared);
  if (!store.ok()) return Failed(store.status());
  const auto workflow = MakeWorkflowDomain();
  const auto reporting = MakeReportingDomain();
  const EventOrigin origin{"bench", "workflow", 0, std::string(16, 'j')};
  ForeignFeeds feeds(**store, *reporting);
  feeds.Reset({});
  uint64_t events = 0, rows = 0;
  double projecting = 0, folding = 0;
  const uint64_t end = (*journal)->journal_end();
  for (uint64_t from = 0; from < end; from += records_at_once) {
    auto records = (*journal)->ReadJournal(
        from, std::min<uint64_t>(end, from + records_at_once));
    if (!records.ok()) return Failed(records.status());
    ForeignBatch batch;
    batch.source = "workflow";
    batch.journal_id = origin.journal_id;
    const double before = CpuSeconds();
    for (size_t i = 0; i < records->size(); ++i) {
      EventList list(ProjectRecord(*workflow, origin, from + i, (*records)[i]));
      events += list.size();
      batch.records.push_back({from + i, std::move(list)});
    }
    batch.next_offset = from + records->size();
    const double projected = CpuSeconds();
    if (auto refused = feeds.Offer(std::move(batch), absl::ZeroDuration())) {
      return Failed(absl::InternalError(*refused));
    }
    const WriteSet writes = feeds.FoldOffers();
    rows += writes.at(Table::kViews).size();
    if (!(*store)->Commit(writes).ok()) return 1;
    projecting += projected - before;
    folding += CpuSeconds() - projected;
  }
  std::printf(
      "{\"what\":\"follow\",\"events\":%llu,\"rows\":%llu,"
      "\"project_us_each\":%.2f,\"fold_us_each\":%.2f}\n",
      static_cast<unsigned long long>(events),
      static_cast<unsigned long long>(rows), projecting * 1e6 / events,
      folding * 1e6 / events);
  return 0;
}

}  // namespace csi
