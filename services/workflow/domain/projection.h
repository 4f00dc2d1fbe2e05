// One journal event on its way out: what its public events share, and the
// helpers that expand ids to resource names. Private to project.cc.
#ifndef CSI_SERVICES_WORKFLOW_DOMAIN_PROJECTION_H_
#define CSI_SERVICES_WORKFLOW_DOMAIN_PROJECTION_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/domain/domain.h"
#include "common/domain/names.h"
#include "csi/workflow/v1/workflow_events.pb.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/resources.h"

namespace csi::workflow {

// One journal event with what its public events share.
class Projection {
 public:
  Projection(const v1::JournalEvent& event, const Fact& fact,
             std::vector<PublicEvent>& out)
      : origin_(event.origin()), fact_(fact), out_(out) {
    context_.set_run(ResourceName(fact.tenant, "runs", origin_.run()));
    context_.set_opportunity(
        ResourceName(fact.tenant, "opportunities", origin_.opportunity()));
    if (origin_.has_scope()) {
      *context_.mutable_scope() = ExpandScope(origin_.scope(), fact.tenant);
    }
    context_.set_definition(
        ResourceName(fact.tenant, "definitions", origin_.definition()));
    context_.set_definition_revision(origin_.definition_revision());
    context_.set_step(origin_.step());
    context_.set_step_key(origin_.step_key());
    if (origin_.has_grant()) {
      *context_.mutable_grant() =
          ExpandGrant(origin_.grant(), fact.tenant, fact.actor);
    }
    context_.set_entry_state(origin_.entry_state());
    context_.set_reason(origin_.reason());
    context_.set_state(origin_.state());
    context_.set_cycle(origin_.cycle() == 0 ? 1 : origin_.cycle());
  }

  const std::string& tenant() const { return fact_.tenant; }
  const std::string& run() const { return origin_.run(); }

  template <class Event>
  Event& Add() {
    auto event = std::make_unique<Event>();
    Event& added = *event;
    *added.mutable_context() = context_;
    out_.push_back({context_.run(), std::move(event)});
    return added;
  }

  // The start of a step: a consequence, so it has neither reason nor effect
  // on the register.
  void AddStart(const v1::StepStart& start) {
    if (start.number() == 0) return;
    auto& event = Add<v1::StepStarted>();
    event.mutable_context()->set_step(start.number());
    event.mutable_context()->set_step_key(start.key());
    event.mutable_context()->clear_entry_state();
    event.mutable_context()->clear_reason();
    SetTime(start.due_us(), event.mutable_due_time());
  }

  std::string Person(const std::string& id) const {
    return NameOrEmpty(tenant(), "people", id);
  }
  std::string Role(const std::string& id) const {
    return NameOrEmpty(tenant(), "roles", id);
  }
  std::string ConsultationName(uint32_t number) const {
    return ResourceName(tenant(), "consultations",
                        ConsultationId(run(), origin_.step(), number));
  }

  void Question(const v1::Question& question) {
    auto& asked = Add<v1::ConsultationAsked>();
    asked.mutable_context()->clear_entry_state();
    asked.set_consultation(ConsultationName(question.number()));
    asked.set_mode(question.mode());
    asked.set_role(Role(question.role()));
    asked.set_person(Person(question.person()));
    asked.set_question(question.question());
    SetTime(question.due_us(), asked.mutable_due_time());
    if (!question.vacant()) return;
    auto& waived = Add<v1::ConsultationWaived>();
    waived.mutable_context()->clear_entry_state();
    waived.mutable_context()->clear_grant();
    waived.mutable_context()->set_reason(
        "Nobody holds the role; waived by the system.");
    waived.set_consultation(asked.consultation());
    waived.set_role(asked.role());
  }

  void ConsultationEnded(const v1::ConsultationEndedFact& fact) {
    switch (fact.state()) {
      case v1::Consultation::STATE_ANSWERED: {
        auto& event = Add<v1::ConsultationAnswered>();
        event.set_consultation(ConsultationName(fact.number()));
        event.set_role(Role(fact.role()));
        event.set_answered_by(Person(fact.answered_by()));
        event.set_recorded_by(Person(fact.recorded_by()));
        event.set_answer(fact.answer());
        return;
      }
      case v1::Consultation::STATE_LAPSED: {
        auto& event = Add<v1::ConsultationLapsed>();
        event.set_consultation(ConsultationName(fact.number()));
        event.set_role(Role(fact.role()));
        return;
      }
      default: {
        auto& event = Add<v1::ConsultationWaived>();
        event.set_consultation(ConsultationName(fact.number()));
        event.set_role(Role(fact.role()));
        return;
      }
    }
  }

  void News(const v1::RfcNews& fact) {
    const v1::Rfc rfc = Rfc(fact.rfc(), fact.after());
    if (fact.superseded()) {
      auto& event = Add<v1::ChangeSuperseded>();
      *event.mutable_rfc() = rfc;
      event.set_status(fact.status());
      event.set_source(fact.source());
      event.set_event_id(fact.event_id());
      if (fact.changed_us() != 0) {
        SetTime(fact.changed_us(), event.mutable_changed_time());
      }
      event.set_raw_status(fact.raw_status());
      return;
    }
    auto& event = Add<v1::RfcStatusChanged>();
    *event.mutable_rfc() = rfc;
    event.set_previous_status(fact.previous_status());
    event.set_source(fact.source());
    event.set_event_id(fact.event_id());
  }

  v1::Rfc Rfc(const std::string& id, const v1::RfcRow& row) const {
    v1::Rfc rfc = ToRfc(tenant(), run(), id, row);
    // The counters and times of the row are not part of events.
    rfc.clear_etag();
    rfc.clear_revision();
    rfc.clear_create_time();
    rfc.clear_update_time();
    return rfc;
  }

 private:
  const v1::Origin& origin_;
  const Fact& fact_;
  std::vector<PublicEvent>& out_;
  v1::RunContext context_;
};

}  // namespace csi::workflow

#endif  // CSI_SERVICES_WORKFLOW_DOMAIN_PROJECTION_H_
