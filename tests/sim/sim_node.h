// One copy of one partition: an executor on a store that may crash, writing to
// a journal that may mislead it. It does what the executor asks, badly where
// the seed says so. Not thread-safe.
#ifndef CSI_TESTS_SIM_SIM_NODE_H_
#define CSI_TESTS_SIM_SIM_NODE_H_

#include <memory>
#include <optional>
#include <string>

#include "common/executor/executor.h"
#include "tests/sim/sim_journal.h"
#include "tests/sim/sim_store.h"

namespace csi::sim {

// The input topic that every node reads.
inline constexpr char kSimInput[] = "news/0";

struct SimNodeOptions {
  // Embedded journal: record and rows are one synced write.
  bool atomic = true;
  // One append in this many goes wrong; 0: none does.
  uint64_t trouble_one_in = 6;
};

class SimNode {
 public:
  SimNode(std::string name, const Domain& domain, SimJournal& journal,
          SeededRandom& random, Trace& trace, SimNodeOptions options);
  // What still waits is not answered: its clients may be gone.
  ~SimNode();

  void Open(bool may_lead = true);
  // Loses the executor, what it waited for, and unsynced commits.
  void Crash();
  bool crashing() const { return crashing_; }

  // Asks the executor for one action and performs it; false: nothing to do.
  bool Step(Instant now);
  // Hands over some records that stand behind those the executor has seen.
  bool Follow();
  // Moves the append that is under way one stage on; false: there is none.
  bool Network();
  void StopTrouble() { options_.trouble_one_in = 0; }

  Executor& executor() { return *executor_; }
  const SimStore& store() const { return store_; }
  const std::string& name() const { return name_; }
  uint64_t incarnation() const { return incarnation_; }
  // Offset up to which the stored rows are folded.
  uint64_t stored_position() const;

 private:
  enum class Fate {
    kAcknowledged,
    kUnknownLanded,
    kUnknownLate,
    kUnknownLost,
    kNotWritten
  };
  struct Append {
    std::string record;
    WriteSet writes;
    Fate fate = Fate::kAcknowledged;
    std::optional<uint64_t> landed;
  };

  Fate DrawFate();
  void AppendAtomic(Append append);
  void Read(const Action& action);

  const std::string name_;
  const Domain& domain_;
  SimJournal& journal_;
  SeededRandom& random_;
  Trace& trace_;
  SimNodeOptions options_;
  SimStore store_;
  std::unique_ptr<Executor> executor_;
  std::optional<Append> append_;
  bool crashing_ = false;
  uint64_t incarnation_ = 0;
};

}  // namespace csi::sim

#endif  // CSI_TESTS_SIM_SIM_NODE_H_
