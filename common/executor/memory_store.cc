#include "common/executor/memory_store.h"

namespace csi {
namespace {

class CopiedTables : public StoreSnapshot {
 public:
  explicit CopiedTables(MemoryStore::Tables tables)
      : tables_(std::move(tables)) {}
  const KvReader& table(Table table) const override {
    return tables_[static_cast<int>(table)];
  }

 private:
  const MemoryStore::Tables tables_;
};

}  // namespace

std::shared_ptr<const StoreSnapshot> MemoryStore::Snapshot() const {
  return std::make_shared<CopiedTables>(tables_);
}

void MemoryStore::Commit(const WriteSet& writes) {
  for (int i = 0; i < kTableCount; ++i) {
    for (const auto& [key, value] : writes.tables[i]) {
      if (value) {
        tables_[i].Put(key, *value);
      } else {
        tables_[i].Delete(key);
      }
    }
  }
}

void RunToRest(Executor& executor, MemoryStore& store,
               std::vector<std::string>& journal, Instant now) {
  while (std::optional<Action> action = executor.Poll(now)) {
    switch (action->kind) {
      case Action::Kind::kRead: {
        std::vector<std::string> records;
        for (uint64_t i = action->from; i < action->to && i < journal.size();
             ++i) {
          records.push_back(journal[i]);
        }
        executor.OnRecords(action->from, std::move(records));
        break;
      }
      case Action::Kind::kAppend:
        journal.push_back(action->record);
        store.Commit(action->writes);
        executor.OnAppended(AppendOutcome::kCommitted, journal.size() - 1);
        break;
      case Action::Kind::kCommit:
        store.Commit(action->writes);
        break;
      case Action::Kind::kSetAside:
        store.Restore({});
        executor.OnOpened(journal.size());
        break;
      case Action::Kind::kReopen:
        executor.OnOpened(journal.size());
        break;
    }
  }
}

}  // namespace csi
