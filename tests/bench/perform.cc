#include "tests/bench/perform.h"

#include <utility>

namespace csi {

absl::Status Perform(Action action, RocksStore& store, Executor& executor) {
  switch (action.kind) {
    case Action::Kind::kRead: {
      auto records = store.ReadJournal(action.from, action.to);
      if (!records.ok()) return records.status();
      executor.OnRecords(action.from, *std::move(records));
      return absl::OkStatus();
    }
    case Action::Kind::kAppend: {
      uint64_t offset = 0;
      const AppendOutcome outcome =
          store.Append(action.record, action.writes, &offset);
      executor.OnAppended(outcome, offset);
      return absl::OkStatus();
    }
    case Action::Kind::kCommit:
      return store.Commit(action.writes);
    default:
      return absl::InternalError(action.why);
  }
}

}  // namespace csi
