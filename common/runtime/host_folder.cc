// A partition's folder at the start: which kind of journal it belongs to, and
// what becomes of it when it is damaged.
#include <filesystem>
#include <fstream>

#include "common/base/strings.h"
#include "common/runtime/host_pace.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace csi {
namespace {

// Beside the folder of a state whose journal is elsewhere: what a damaged one
// was, nobody could tell.
constexpr char kMark[] = ".journal-elsewhere";

}  // namespace

bool IsDamage(const absl::Status& status) {
  return ReasonOf(status) == common::v1::ERROR_REASON_JOURNAL_DAMAGED;
}

absl::StatusOr<std::unique_ptr<RocksStore>> OpenFolder(
    const RocksOptions& options, RocksShared& shared) {
  const std::string mark = StrCat(options.path, kMark);
  auto store = RocksStore::Open(options, shared);
  std::error_code error;
  if (!store.ok() && options.journal_elsewhere && IsDamage(store.status()) &&
      std::filesystem::exists(mark, error)) {
    Log(Severity::kError, "state set aside, to be rebuilt from the journal",
        {{"why", std::string(store.status().message())}});
    RETURN_IF_ERROR(RocksStore::MoveAside(options.path));
    store = RocksStore::Open(options, shared);
  }
  if (store.ok() && options.journal_elsewhere && (*store)->journal_end() == 0) {
    std::ofstream(mark).put('\n');
  }
  return store;
}

}  // namespace csi
