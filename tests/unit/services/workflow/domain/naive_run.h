// The rules of a seven-step run in the plainest words, written without looking
// at the service: letters for phases and states, and a reason for each refusal.
// sven is R (and raises RFCs), rita is R, cora is A and may override, carl
// coordinates, omar is nobody. There is a baseline from the beginning.
#ifndef CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_NAIVE_RUN_H_
#define CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_NAIVE_RUN_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "csi/common/v1/error_reasons.pb.h"
#include "tests/unit/services/workflow/domain/moves.h"

namespace csi::workflow {

class NaiveRun {
 public:
  // The reason of the refusal, UNSPECIFIED if the move is made.
  common::v1::ErrorReason Do(const Action& action);

  // Running, Change awaited, Effect awaited, on Hold, Done, cancelled (X).
  char state() const { return state_; }
  uint32_t step() const { return step_; }
  // '.' not started, w working, s submitted, a approved, b sent back, k left
  // out; [0] unused.
  const std::string& phases() const { return phases_; }
  v1::Rfc::Status StatusOf(int rfc) const;

 private:
  using Reason = common::v1::ErrorReason;
  struct Change {
    uint64_t revision = 0;
    v1::Rfc::Status status = v1::Rfc::STATUS_DRAFT;
    bool settled = false;
  };
  struct News {
    uint64_t revision;
    v1::Rfc::Status status;
  };

  bool Ended() const { return state_ == 'D' || state_ == 'X'; }
  bool Moving() const { return !Ended() && state_ != 'H'; }
  bool Worked() const { return phases_[step_] == 'w' || phases_[step_] == 'b'; }
  bool AnyOpen() const;

  Reason Submit(const Action& action);
  Reason Approve(const Action& action);
  Reason SendBack(const Action& action);
  Reason Skip(const Action& action);
  Reason Override(const Action& action);
  Reason Raise(const Action& action);
  Reason Cancel(const Action& action);
  Reason Waive(const Action& action);
  void Hear(int rfc, const News& news);
  void Verdict();

  void Finish(char phase);
  void Begin(uint32_t step, char phase);
  void Back(uint32_t to, bool failed = false);
  // What the changes of the run call for now.
  void Judge(char before);

  char state_ = 'R';
  char held_ = 'R';
  uint32_t step_ = 1;
  std::string phases_ = "xw......";
  bool asked_ = false;    // in this round of the step
  bool waiting_ = false;  // for an opinion that blocks
  bool decided_ = false;
  // The decision of an earlier round, and the steps whose artefacts it rested
  // on: everybody records the same values, but a step may be left out first
  // and worked later.
  bool stands_ = false;
  std::set<uint32_t> recorded_;
  std::set<uint32_t> decided_on_;
  bool reviewed_ = false;
  bool noted_ = false;
  std::map<int, Change> changes_;
  std::map<int, std::vector<News>> parked_;
  std::set<std::string> heard_;
};

}  // namespace csi::workflow

#endif  // CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_NAIVE_RUN_H_
