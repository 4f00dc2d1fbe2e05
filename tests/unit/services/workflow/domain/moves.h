// Random or exhaustive moves of one run "r1" of opportunity "o", as data: what
// a test can do to it, in one list.
#ifndef CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_MOVES_H_
#define CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_MOVES_H_

#include <string>

#include "csi/workflow/v1/workflow.pb.h"
#include "tests/unit/services/workflow/domain/sandbox.h"

namespace csi::workflow {

enum class Verb {
  kSubmit,
  kApprove,
  kSendBack,
  kSkip,
  kOverride,
  kHold,
  kResume,
  kCancel,
  kRaise,
  kNews,
  kVerdict,
  kFire,
  kWaive,
  kEntryCancelled,
};

struct Action {
  Verb verb = Verb::kSubmit;
  uint32_t step = 0;     // of the move; send-back: the current one
  uint32_t to_step = 0;  // send-back
  int rfc = 0;           // news: which change, from 1
  uint64_t revision = 0;
  v1::Rfc::Status status = v1::Rfc::STATUS_UNSPECIFIED;
  std::string who = "";  // person id; empty: the one who may

  std::string Text() const;
};

// Starts r1; the views must have an ACCEPTED opportunity o.
absl::Status StartR1(Sandbox& sandbox, const std::string& definition);
// kFire with nothing to fire is OK and changes nothing.
absl::Status Do(Sandbox& sandbox, const Action& action,
                const std::string& definition);

// Rows of r1 as the tests look at them.
v1::RunRow HeadOf(const KvReader& state);
v1::StepRow StepRowAt(const KvReader& state, uint32_t step);
std::vector<std::pair<uint32_t, v1::ConsultationRow>> QuestionsOf(
    const KvReader& state, uint32_t step);

// Stuck runs of tenant acme counted over all rows, without the index.
uint64_t StuckByHand(const KvReader& state);

}  // namespace csi::workflow

#endif  // CSI_TESTS_UNIT_SERVICES_WORKFLOW_DOMAIN_MOVES_H_
