// The workflow's events as rows of runs, acts and changes.
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/workflow/v1/workflow_events.pb.h"
#include "services/reporting/points/keys.h"
#include "services/reporting/points/periods.h"
#include "services/reporting/views/fold.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

namespace workflow = ::csi::workflow::v1;
using google::protobuf::Message;

// News kept of one RFC; more than this is noise of a change system.
constexpr int kRfcNewsMax = 50;

template <class Event>
const Event* As(const Message& message) {
  return message.GetDescriptor() == Event::descriptor()
             ? static_cast<const Event*>(&message)
             : nullptr;
}

class Fold {
 public:
  Fold(const common::v1::CloudEvent& event, const Message& message,
       const workflow::RunContext& run, KvWriter& views)
      : event_(event),
        message_(message),
        run_(run),
        opportunity_(LastPart(run.opportunity())),
        views_(views) {}

  void Run() {
    PutRun();
    if (const auto* asked = As<workflow::RfcRequested>(message_)) {
      PutRfc(asked->rfc(), nullptr);
    }
    if (const auto* changed = As<workflow::RfcStatusChanged>(message_)) {
      v1::RfcNews news = NewsOf(changed->rfc(), changed->rfc().status());
      news.set_took_effect(true);
      PutRfc(changed->rfc(), &news);
    }
    if (const auto* old = As<workflow::ChangeSuperseded>(message_)) {
      v1::RfcNews news = NewsOf(old->rfc(), old->status());
      // The RFC's own time and word are those of the newer news.
      news.set_raw_status(old->raw_status());
      news.clear_occurred_time();
      if (old->has_changed_time()) {
        *news.mutable_occurred_time() = old->changed_time();
      }
      PutRfc(old->rfc(), &news);
    }
    PutConsultation();
    PutItsAct();
  }

 private:
  // Whether the event tells nothing of the run that its row does not say: most
  // events of a step are about something else.
  bool Known(const v1::RunView& row) const {
    return As<workflow::RunStarted>(message_) == nullptr &&
           As<workflow::StepSentBack>(message_) == nullptr &&
           As<workflow::EffectAwaited>(message_) == nullptr &&
           row.run() == run_.run() && row.opportunity() == run_.opportunity() &&
           row.definition() == run_.definition() &&
           row.state() == WithoutPrefix(workflow::Run::State_Name(run_.state()),
                                        "STATE_") &&
           (run_.step() == 0 ||
            (row.step() == run_.step() && row.step_key() == run_.step_key())) &&
           row.cycle() == run_.cycle() && row.has_scope() &&
           ToBytes(row.scope()) == ToBytes(run_.scope());
  }

  void PutRun() {
    const std::string key =
        Key(kRunViewTag, {event_.tenant(), LastPart(run_.run())});
    const auto kept = ReadRow<v1::RunView>(views_, key);
    if (kept && Known(*kept)) return;
    v1::RunView row = GetRow<v1::RunView>(views_, key).value_or(v1::RunView());
    row.set_run(run_.run());
    row.set_opportunity(run_.opportunity());
    row.set_definition(run_.definition());
    row.set_state(
        WithoutPrefix(workflow::Run::State_Name(run_.state()), "STATE_"));
    if (run_.step() > 0) {
      row.set_step(run_.step());
      row.set_step_key(run_.step_key());
    }
    *row.mutable_scope() = run_.scope();
    row.set_cycle(run_.cycle());
    if (const auto* started = As<workflow::RunStarted>(message_)) {
      row.set_variant(started->matrix_variant());
      row.set_accountable(started->accountable());
      *row.mutable_start_time() = event_.time();
      views_.Put(Key(kRunOfOpportunityTag, {event_.tenant(), opportunity_}),
                 run_.run());
    }
    if (const auto* back = As<workflow::StepSentBack>(message_)) {
      row.set_step(back->to_step());
      row.set_step_key(back->to_step_key());
    }
    if (const auto* awaited = As<workflow::EffectAwaited>(message_)) {
      *row.mutable_effect_review_time() = awaited->effect_review_time();
    }
    PutRow(views_, key, std::move(row));
  }

  v1::RfcNews NewsOf(const workflow::Rfc& rfc, workflow::Rfc::Status status) {
    v1::RfcNews news;
    news.set_status(
        WithoutPrefix(workflow::Rfc::Status_Name(status), "STATUS_"));
    news.set_raw_status(rfc.raw_status());
    *news.mutable_occurred_time() = rfc.changed_time();
    *news.mutable_received_time() = event_.time();
    return news;
  }

  void PutRfc(const workflow::Rfc& rfc, const v1::RfcNews* news) {
    const std::string key =
        Key(kRfcViewTag, {event_.tenant(), opportunity_, LastPart(run_.run()),
                          LastPart(rfc.name())});
    v1::RfcView row = GetRow<v1::RfcView>(views_, key).value_or(v1::RfcView());
    row.set_rfc(rfc.name());
    row.set_external_id(rfc.external_id());
    row.set_title(rfc.title());
    row.set_status(
        WithoutPrefix(workflow::Rfc::Status_Name(rfc.status()), "STATUS_"));
    if (rfc.has_actual_start_time()) {
      *row.mutable_actual_start_time() = rfc.actual_start_time();
    }
    if (rfc.has_actual_end_time()) {
      *row.mutable_actual_end_time() = rfc.actual_end_time();
    }
    row.set_opportunity(run_.opportunity());
    *row.mutable_scope() = run_.scope();
    if (news == nullptr) row.set_raised_by(run_.grant().person());
    if (news != nullptr && row.news_size() < kRfcNewsMax &&
        !HasNews(row, *news)) {
      *row.add_news() = *news;
    }
    PutRow(views_, key, std::move(row));
  }

  // The same event folded twice must not show twice.
  static bool HasNews(const v1::RfcView& row, const v1::RfcNews& news) {
    for (const v1::RfcNews& each : row.news()) {
      if (ToBytes(each) == ToBytes(news)) return true;
    }
    return false;
  }

  void PutConsultation() {
    if (const auto* asked = As<workflow::ConsultationAsked>(message_)) {
      v1::ConsultationView row;
      row.set_consultation(asked->consultation());
      row.set_role(asked->role());
      row.set_person(asked->person());
      row.set_step(run_.step());
      row.set_blocking(asked->mode() == workflow::Consultation::MODE_BLOCKING);
      *row.mutable_ask_time() = event_.time();
      *row.mutable_due_time() = asked->due_time();
      PutRow(views_, ConsultationKey(asked->consultation()), std::move(row));
    }
    if (const auto* given = As<workflow::ConsultationAnswered>(message_)) {
      EndConsultation(given->consultation(), "ANSWERED", given->answer(),
                      given);
    }
    if (const auto* lapsed = As<workflow::ConsultationLapsed>(message_)) {
      EndConsultation(lapsed->consultation(), "LAPSED", "");
    }
    if (const auto* late = As<workflow::ConsultationEscalated>(message_)) {
      EndConsultation(late->consultation(), "ESCALATED", "");
    }
    if (const auto* waived = As<workflow::ConsultationWaived>(message_)) {
      EndConsultation(waived->consultation(), "WAIVED", run_.reason());
    }
  }

  std::string ConsultationKey(std::string_view consultation) {
    return Key(kConsultationViewTag,
               {event_.tenant(), opportunity_, LastPart(consultation)});
  }

  void EndConsultation(std::string_view consultation, std::string_view outcome,
                       std::string_view answer,
                       const workflow::ConsultationAnswered* given = nullptr) {
    const std::string key = ConsultationKey(consultation);
    v1::ConsultationView row = GetRow<v1::ConsultationView>(views_, key)
                                   .value_or(v1::ConsultationView());
    row.set_outcome(std::string(outcome));
    row.set_answer(std::string(answer));
    if (given != nullptr) {
      row.set_answered_by(given->answered_by());
      if (given->recorded_by() != given->answered_by()) {
        row.set_recorded_by(given->recorded_by());
      }
    }
    *row.mutable_outcome_time() = event_.time();
    PutRow(views_, key, std::move(row));
  }

  void PutItsAct() {
    if (run_.grant().person().empty()) return;
    v1::ActView act;
    act.set_step(run_.step());
    act.set_step_key(run_.step_key());
    *act.mutable_grant() = run_.grant();
    act.set_comment(run_.reason());
    act.set_run(run_.run());
    act.set_detail(DetailOfAct());
    PutAct(event_, run_.opportunity(), std::move(act), views_);
  }

  // Whom a question went to, which change was raised: names stay names here.
  std::string DetailOfAct() const {
    if (const auto* asked = As<workflow::ConsultationAsked>(message_)) {
      return asked->person().empty() ? asked->role() : asked->person();
    }
    if (const auto* requested = As<workflow::RfcRequested>(message_)) {
      const workflow::Rfc& rfc = requested->rfc();
      return rfc.external_id().empty() ? std::string(LastPart(rfc.name()))
                                       : rfc.external_id();
    }
    if (const auto* back = As<workflow::StepSentBack>(message_)) {
      return StrCat(back->to_step());
    }
    return "";
  }

  const common::v1::CloudEvent& event_;
  const Message& message_;
  const workflow::RunContext& run_;
  std::string_view opportunity_;
  KvWriter& views_;
};

}  // namespace

void FoldWorkflowEvent(const common::v1::CloudEvent& event, KvWriter& views) {
  const std::unique_ptr<Message> message = MessageOf(event);
  if (!message) return;
  const auto* context =
      FieldOf(*message, "context", workflow::RunContext::descriptor());
  if (context == nullptr) return;
  const auto& run = static_cast<const workflow::RunContext&>(*context);
  if (run.run().empty() || run.opportunity().empty()) return;
  Fold(event, *message, run, views).Run();
}

}  // namespace csi::reporting
