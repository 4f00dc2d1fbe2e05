// How a run moves its entry.
#include "common/domain/names.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/registry/domain/decay.h"
#include "services/registry/domain/decide.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/react.h"
#include "services/registry/domain/state_machine.h"

namespace csi::registry {
namespace {

using v1::JournalEvent;
using v1::Opportunity;
using v1::OpportunityRow;

Course CourseOf(const RunNews& news) {
  if (news.type == "StepSentBack") return Course::kSendBack;
  if (news.type == "RunCancelled") return Course::kRunIsOver;
  return Course::kForward;
}

bool EndsRun(const RunNews& news) {
  return news.type == "RunCompleted" || news.type == "RunCancelled";
}

// A change stays implemented until it is backed out; what is final without
// having been implemented never was.
bool IsImplemented(const std::string& status, bool before) {
  if (status == "IMPLEMENTED" || status == "REVIEW" ||
      status == "CLOSED_SUCCESS" || status == "CLOSED_PARTIAL") {
    return true;
  }
  if (status == "BACKED_OUT" || status == "REJECTED" || status == "CANCELLED") {
    return false;
  }
  return before;
}

class RunReaction {
 public:
  RunReaction(const RunNews& news, const Context& context, OpportunityRow row,
              Outcome& outcome)
      : news_(news),
        context_(context),
        row_(std::move(row)),
        outcome_(outcome) {}

  void Run() {
    if (news_.type == "RunStarted") RecordRun();
    // News of a run that is not, or no longer, the entry's.
    if (news_.run != entry().run()) return;
    if (!news_.rfc.rfc().empty()) RecordRfc();
    if (news_.type == "RunHeld") {
      Hold();
    } else if (news_.type == "RunResumed") {
      Resume();
    } else if (!Move() && (EndsRun(news_) || NewReviewDate())) {
      RecordRun();
    }
  }

 private:
  const Opportunity& entry() const { return row_.opportunity(); }

  void Emit(JournalEvent event) {
    EmitEntryEvent(context_, std::move(event), row_, outcome_);
  }

  bool NewReviewDate() const {
    return news_.effect_review_date.year() != 0 &&
           !google::protobuf::util::MessageDifferencer::Equals(
               news_.effect_review_date, entry().effect_review_date());
  }

  void RecordRun() {
    const bool active = !EndsRun(news_);
    if (entry().run() == news_.run && entry().run_active() == active &&
        !NewReviewDate()) {
      return;
    }
    JournalEvent event;
    v1::OpportunityRunRecorded& recorded =
        *event.mutable_opportunity_run_recorded();
    recorded.set_run(news_.run);
    recorded.set_run_active(active);
    recorded.set_matrix_variant(news_.matrix_variant);
    recorded.set_cause_type(news_.full_type);
    recorded.set_cause_id(news_.id);
    if (!news_.grant.person().empty()) *recorded.mutable_grant() = news_.grant;
    if (NewReviewDate()) {
      *recorded.mutable_effect_review_date() = news_.effect_review_date;
    }
    Emit(std::move(event));
  }

  void RecordRfc() {
    const v1::RfcReference* before = nullptr;
    for (const v1::RfcReference& rfc : entry().rfcs()) {
      if (rfc.rfc() == news_.rfc.rfc()) before = &rfc;
    }
    if (before == nullptr && entry().rfcs_size() >= limits::kRfcsMax) return;
    v1::RfcReference after = news_.rfc;
    after.set_implemented(IsImplemented(
        after.status(), before != nullptr && before->implemented()));
    if (before != nullptr &&
        google::protobuf::util::MessageDifferencer::Equals(*before, after)) {
      return;
    }
    JournalEvent event;
    v1::OpportunityRfcRecorded& recorded =
        *event.mutable_opportunity_rfc_recorded();
    *recorded.mutable_rfc() = std::move(after);
    recorded.set_cause_type(news_.full_type);
    recorded.set_cause_id(news_.id);
    Emit(std::move(event));
  }

  void Hold() {
    if (StateOf(news_.entry_state) != v1::OPPORTUNITY_STATE_ON_HOLD ||
        !Allows(Verb::kHold, entry().state())) {
      return;
    }
    JournalEvent event;
    v1::OpportunityHeld& held = *event.mutable_opportunity_held();
    held.set_from_state(entry().state());
    if (!news_.grant.person().empty()) *held.mutable_grant() = news_.grant;
    held.set_reason(news_.reason);
    held.set_run(news_.run);
    Emit(std::move(event));
  }

  void Resume() {
    // A run that goes on takes its entry along, whoever had held it; one that
    // says no entry state only ends its own hold.
    if (entry().state() != v1::OPPORTUNITY_STATE_ON_HOLD ||
        (!row_.held_by_run() && news_.entry_state.empty())) {
      return;
    }
    JournalEvent event;
    v1::OpportunityResumed& resumed = *event.mutable_opportunity_resumed();
    resumed.set_from_state(entry().state());
    if (!news_.grant.person().empty()) *resumed.mutable_grant() = news_.grant;
    resumed.set_reason(news_.reason);
    resumed.set_run(news_.run);
    Emit(std::move(event));
  }

  bool Move() {
    const v1::OpportunityState wanted = StateOf(news_.entry_state);
    const v1::OpportunityState now = ProgressOf(entry());
    if (!Moves(now, wanted, CourseOf(news_))) return false;
    JournalEvent event;
    v1::OpportunityMoved& moved = *event.mutable_opportunity_moved();
    moved.set_from_state(now);
    moved.set_to_state(wanted);
    if (!news_.grant.person().empty()) *moved.mutable_grant() = news_.grant;
    moved.set_reason(news_.reason);
    moved.set_cause_type(news_.full_type);
    moved.set_cause_id(news_.id);
    *moved.mutable_cause_time() = news_.time;
    moved.set_run(news_.run);
    moved.set_run_ended(EndsRun(news_));
    if (wanted == v1::OPPORTUNITY_STATE_CLOSED) {
      if (const auto day =
              DecayCheckDate(*context_.state, context_.tenant, context_.now)) {
        *moved.mutable_decay_check_date() = *day;
      }
    }
    Emit(std::move(event));
    return !NewReviewDate();
  }

  const RunNews& news_;
  const Context& context_;
  OpportunityRow row_;
  Outcome& outcome_;
};

}  // namespace

void ReactToRun(const RunNews& news, const Context& context, Outcome& outcome) {
  const auto id =
      IdOf("opportunity", news.opportunity, context.tenant, "opportunities");
  if (!id.ok()) return;
  auto row = ReadHead(*context.state, context.tenant, *id);
  if (!row) return;
  RunReaction(news, context, *std::move(row), outcome).Run();
}

}  // namespace csi::registry
