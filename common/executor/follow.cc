// A journal that several copies share: following it behind another's lead,
// noticing another's claim while leading, and when to claim.
#include <algorithm>
#include <utility>

#include "common/base/mutants.h"
#include "common/base/strings.h"
#include "common/executor/executor.h"
#include "common/status/status.h"

namespace csi {
namespace {

// The pause doubles this often at most.
constexpr uint32_t kPauseDoublingsMax = 6;

bool IsClaimOf(const std::string& bytes, uint64_t epoch) {
  common::v1::JournalRecord record;
  return record.ParseFromString(bytes) && record.has_claim() &&
         record.claim().epoch() == epoch;
}

}  // namespace

absl::Status NotLeader(const std::string& leader) {
  return Refusal(common::v1::ERROR_REASON_NOT_LEADER,
                 StrCat("This copy does not lead the partition. Send the call "
                        "to ",
                        leader.empty() ? "the copy that does" : leader,
                        " with the same request id."),
                 {{"leader", leader}});
}

std::optional<uint64_t> Executor::FollowFrom() const {
  if (options_.atomic_append || in_flight_ || pending_ || reading_ ||
      committing_) {
    return std::nullopt;
  }
  const uint64_t next = staged_.partition().next_offset();
  if (phase_ == Phase::kClaim) return next;
  if (phase_ == Phase::kGenesis && !may_lead_) return next;
  if (phase_ == Phase::kLead) return std::max(next, followed_to_);
  return std::nullopt;
}

void Executor::OnFollowed(uint64_t from,
                          const std::vector<std::string>& records) {
  if (FollowFrom() != from || records.empty()) return;
  if (phase_ != Phase::kLead || mutants::kLeaderFoldsUnacked) {
    phase_ = Phase::kReplay;
    verified_ = true;
    replay_to_ = from + records.size();
    FoldRecords(from, records);
    return;
  }
  // Nothing is folded here: what is seen beyond the last own acknowledgement
  // may be cut off again, and the next append would expect a wrong offset.
  followed_to_ = from + records.size();
  const uint64_t next_epoch = staged_.partition().epoch() + 1;
  if (std::any_of(records.begin(), records.end(), [&](const auto& record) {
        return IsClaimOf(record, next_epoch);
      })) {
    StepDown();
  }
}

std::optional<Action> Executor::FollowViews() {
  if (std::exchange(feeds_full_, false)) feeds_.Reset(staged_.partition());
  if (!feeds_.has_offers()) return std::nullopt;
  Action commit;
  commit.kind = Action::Kind::kCommit;
  commit.writes = feeds_.FoldOffers();
  // The leader reacts; what it has not journaled is read again when this copy
  // leads. A full queue would hold up the views.
  for (const std::string& source : domain_.views()) {
    if (feeds_.Wanted(source)) continue;
    feeds_full_ = true;
  }
  return commit;
}

void Executor::StepDown() {
  ++stats_.step_downs;
  inputs_.Reset(staged_.partition());  // nobody here takes what waits
  writer_.clear();
  phase_ = Phase::kReplay;
  verified_ = true;
  replay_to_ = followed_to_;
  PauseClaims();
  if (may_lead_) return;
  // Whoever leads next answers them; the address is known when it is folded.
  Drain(NotLeader(""));
}

void Executor::Recheck() {
  if (phase_ != Phase::kClaim || !FollowFrom()) return;
  phase_ = Phase::kReplay;
  verified_ = false;
  compared_ = 0;
  replay_to_ = staged_.partition().next_offset();
}

void Executor::SetMayLead(bool may_lead) {
  if (may_lead && !may_lead_) {
    claims_lost_ = 0;
    claim_after_ = -absl::InfiniteDuration();
  }
  may_lead_ = may_lead;
  if (SendsElsewhere()) {
    Drain(NotLeader(staged_.partition().leader_address()));
  }
}

void Executor::Yield(absl::Duration until) {
  if (!leading()) return;
  yield_until_ = until;
  // Nobody has looked at them: their callers find whoever leads next.
  if (Yields()) Drain(NotLeader(""));
}

bool Executor::SendsElsewhere() const {
  return Yields() || (!may_lead_ && led_elsewhere());
}

bool Executor::led_elsewhere() const {
  return writer_.empty() && !unresolved_ &&
         (phase_ == Phase::kClaim || phase_ == Phase::kReplay ||
          phase_ == Phase::kGenesis);
}

void Executor::PauseClaims() {
  // Uniform in the second half of the pause, so that two duellists part.
  const uint32_t doublings = std::min(claims_lost_++, kPauseDoublingsMax);
  const std::string bytes = random_.Bytes(2);
  const uint32_t drawn =
      static_cast<uint8_t>(bytes[0]) * 256u + static_cast<uint8_t>(bytes[1]);
  const absl::Duration pause = options_.claim_pause * (1u << doublings);
  claim_after_ = polled_at_ + pause / 2 + pause * drawn / 65536;
}

std::optional<absl::Duration> Executor::NextClaim() const {
  if (phase_ != Phase::kClaim || in_flight_ || (!may_lead_ && !unresolved_)) {
    return std::nullopt;
  }
  return claim_after_;
}

}  // namespace csi
