#include "tests/sim/sim_node.h"

#include <utility>
#include <vector>

#include "common/kv/keys.h"
#include "csi/common/v1/engine_state.pb.h"

namespace csi::sim {
namespace {

constexpr size_t kBatchCommandsMax = 8;
constexpr size_t kReplayRecordsMax = 7;

}  // namespace

SimNode::SimNode(std::string name, const Domain& domain, SimJournal& journal,
                 SeededRandom& random, Trace& trace, SimNodeOptions options)
    : name_(std::move(name)),
      domain_(domain),
      journal_(journal),
      random_(random),
      trace_(trace),
      options_(options) {}

SimNode::~SimNode() {
  crashing_ = true;
  executor_.reset();
}

void SimNode::Open(bool may_lead) {
  ExecutorOptions options;
  options.atomic_append = options_.atomic;
  options.may_lead = may_lead;
  options.address = name_;
  options.inputs = {kSimInput};
  // Small, so that a short run meets the bounds often.
  options.batch_commands_max = kBatchCommandsMax;
  options.replay_records_max = kReplayRecordsMax;
  ++incarnation_;
  executor_ = std::make_unique<Executor>(domain_, store_, random_, options);
  executor_->OnOpened(journal_.end());
}

void SimNode::Crash() {
  trace_.Add("crash");
  crashing_ = true;
  executor_.reset();
  crashing_ = false;
  if (append_ && !append_->landed && random_.OneIn(2)) {
    journal_.LandLater(std::move(append_->record));
  }
  append_.reset();
  store_.Crash(random_);
}

uint64_t SimNode::stored_position() const {
  const auto row = GetRow<common::v1::PartitionState>(
      store_.table(Table::kMeta), kPartitionStateKey);
  return row ? row->next_offset() : 0;
}

SimNode::Fate SimNode::DrawFate() {
  if (options_.trouble_one_in == 0 || !random_.OneIn(options_.trouble_one_in)) {
    return Fate::kAcknowledged;
  }
  constexpr Fate kTroubles[] = {Fate::kUnknownLanded, Fate::kUnknownLate,
                                Fate::kUnknownLost, Fate::kNotWritten};
  return kTroubles[random_.Below(4)];
}

bool SimNode::Follow() {
  const std::optional<uint64_t> from = executor_->FollowFrom();
  if (options_.atomic || !from || *from >= journal_.end()) return false;
  const uint64_t many = 1 + random_.Below(journal_.end() - *from);
  std::vector<std::string> records(
      journal_.records().begin() + static_cast<int64_t>(*from),
      journal_.records().begin() + static_cast<int64_t>(*from + many));
  executor_->OnFollowed(*from, records);
  return true;
}

bool SimNode::Step(Instant now) {
  if (append_) return false;
  if (random_.OneIn(4)) Follow();
  std::optional<Action> action = executor_->Poll(now);
  if (!action) return false;
  trace_.Add(name_);
  trace_.Add(static_cast<uint64_t>(action->kind));
  switch (action->kind) {
    case Action::Kind::kRead:
      Read(*action);
      break;
    case Action::Kind::kAppend: {
      trace_.Add(action->record);
      Append append{std::move(action->record), std::move(action->writes),
                    DrawFate(), std::nullopt};
      if (options_.atomic) {
        AppendAtomic(std::move(append));
      } else {
        append_ = std::move(append);
      }
      break;
    }
    case Action::Kind::kCommit:
      store_.Commit(action->writes);
      break;
    case Action::Kind::kSetAside:
      trace_.Add(action->why);
      store_.Clear();
      executor_->OnOpened(journal_.end());
      break;
    case Action::Kind::kReopen:
      executor_->OnOpened(journal_.end());
      break;
  }
  return true;
}

void SimNode::Read(const Action& action) {
  std::vector<std::string> records;
  const uint64_t end = std::min<uint64_t>(action.to, journal_.end());
  for (uint64_t at = action.from; at < end; ++at) {
    records.push_back(journal_.records()[at]);
    // A broker may hand out less than was asked for.
    if (random_.OneIn(8)) break;
  }
  executor_->OnRecords(action.from, std::move(records));
}

void SimNode::AppendAtomic(Append append) {
  const bool landed =
      append.fate == Fate::kAcknowledged || append.fate == Fate::kUnknownLanded;
  uint64_t offset = 0;
  if (landed) {
    offset = journal_.Land(append.record);
    store_.Commit(append.writes);
    store_.Sync();
  }
  if (append.fate == Fate::kAcknowledged) {
    journal_.Acknowledge(offset);
    executor_->OnAppended(AppendOutcome::kCommitted, offset);
  } else {
    executor_->OnAppended(AppendOutcome::kUnknown, 0);
  }
}

bool SimNode::Network() {
  if (!append_) return false;
  Append& append = *append_;
  const bool lands =
      append.fate == Fate::kAcknowledged || append.fate == Fate::kUnknownLanded;
  if (lands && !append.landed) {
    append.landed = journal_.Land(append.record);
    if (options_.trouble_one_in != 0 && random_.OneIn(12)) {
      journal_.LandLater(append.record);  // the producer's duplicate
    }
    return true;
  }
  if (append.fate == Fate::kUnknownLate) journal_.LandLater(append.record);
  const Append done = *std::exchange(append_, std::nullopt);
  trace_.Add(static_cast<uint64_t>(done.fate));
  if (done.fate == Fate::kAcknowledged) {
    journal_.Acknowledge(*done.landed);
    executor_->OnAppended(AppendOutcome::kCommitted, *done.landed);
  } else {
    executor_->OnAppended(done.fate == Fate::kNotWritten
                              ? AppendOutcome::kNotWritten
                              : AppendOutcome::kUnknown,
                          0);
  }
  return true;
}

}  // namespace csi::sim
