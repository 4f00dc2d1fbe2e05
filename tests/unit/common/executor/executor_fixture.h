// One executor on memory, driven by hand: what the executor's tests share.
#ifndef CSI_TESTS_UNIT_COMMON_EXECUTOR_EXECUTOR_FIXTURE_H_
#define CSI_TESTS_UNIT_COMMON_EXECUTOR_EXECUTOR_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "common/base/sha256.h"
#include "common/executor/executor.h"
#include "common/executor/memory_store.h"
#include "common/testing/ledger_domain.h"
#include "gtest/gtest.h"

namespace csi::testing {

class ExecutorTest : public ::testing::Test {
 protected:
  void Open(ExecutorOptions options = {}) {
    executor_.reset();
    options.inputs = inputs_;
    executor_ = std::make_unique<Executor>(*domain_, store_, random_, options);
    executor_->OnOpened(journal_.size());
  }
  void Run() { RunToRest(*executor_, store_, journal_, now_); }
  void Submit(std::vector<std::string> words, std::string id,
              std::string tenant = "acme") {
    Call call;
    call.command = LedgerCommand(std::move(words), id, tenant);
    if (!id.empty()) {
      call.content_hash = Sha256(call.command.request->SerializeAsString());
    }
    call.queued_at = now_.steady;
    call.done = [this](CallResult result) {
      results_.push_back(std::move(result));
    };
    executor_->Submit(std::move(call));
  }
  void AskWhetherItLeads() {
    Call call;
    call.command.tenant = "acme";
    call.proves_lead = true;
    call.queued_at = now_.steady;
    call.done = [this](CallResult result) {
      results_.push_back(std::move(result));
    };
    executor_->Submit(std::move(call));
  }
  int64_t Value(std::string_view name) {
    return LedgerValue(store_.table(Table::kState), name);
  }
  // All tables but the views, folded from the journal alone.
  MemoryStore::Tables Refold() {
    MemoryStore fresh;
    SeededRandom random(1);
    ExecutorOptions options;
    options.may_lead = false;
    Executor reader(*domain_, fresh, random, options);
    reader.OnOpened(journal_.size());
    std::vector<std::string> copy = journal_;
    RunToRest(reader, fresh, copy, now_);
    return fresh.tables();
  }

  std::unique_ptr<Domain> domain_ = MakeLedgerDomain();
  MemoryStore store_;
  std::vector<std::string> journal_;
  SeededRandom random_{7};
  Instant now_{absl::FromUnixSeconds(1000), absl::Seconds(10)};
  std::vector<std::string> inputs_;  // input topics with partition
  std::vector<CallResult> results_;
  // After what its answers go to: it answers open calls when it ends.
  std::unique_ptr<Executor> executor_;
};

}  // namespace csi::testing

#endif  // CSI_TESTS_UNIT_COMMON_EXECUTOR_EXECUTOR_FIXTURE_H_
