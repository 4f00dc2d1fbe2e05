#include "services/reporting/domain/report/report_record.h"

#include <algorithm>
#include <map>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/points/limits.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

// Events as people would say them; others keep their type name.
std::string ActWords(const std::string& type) {
  static const auto* words = new std::map<std::string, std::string>{
      {"OpportunityAccepted", "accepted the opportunity"},
      {"OpportunityRejected", "rejected the opportunity"},
      {"OpportunityDeferred", "deferred the opportunity"},
      {"OpportunityHeld", "put the opportunity on hold"},
      {"OpportunityResumed", "resumed the opportunity"},
      {"OpportunityCancelled", "cancelled the opportunity"},
      {"OpportunityClosed", "closed the opportunity"},
      {"OpportunityReopened", "reopened the opportunity"},
      {"OpportunityUpdated", "changed the opportunity"},
      {"OpportunityMoved", "moved the opportunity"},
      {"OpportunityLogged", "logged the opportunity"},
      {"OpportunityRunRecorded", "took the opportunity into the run"},
      {"OpportunityVerdictRecorded", "had the verdict entered"},
      {"RunStarted", "started the run"},
      {"StepStarted", "started the step"},
      {"ArtefactRecorded", "recorded the artefact"},
      {"StepSubmitted", "submitted the step"},
      {"StepApproved", "approved the step"},
      {"StepSentBack", "sent the step back"},
      {"StepSkipped", "skipped the step"},
      {"StepExtended", "gave the step more time"},
      {"ConsultationAsked", "asked for an opinion"},
      {"ConsultationAnswered", "recorded an answer"},
      {"ConsultationWaived", "waived an answer"},
      {"RfcRequested", "raised the RFC"},
      {"ImplementationStarted", "started the implementation"},
      {"RunHeld", "put the run on hold"},
      {"RunResumed", "resumed the run"},
      {"RunCancelled", "cancelled the run"},
      {"RunCompleted", "completed the run"},
      {"AuthorityOverridden", "overrode the step"}};
  const auto found = words->find(type);
  return found == words->end() ? type : found->second;
}

std::string LetterOf(common::v1::Letter letter) {
  switch (letter) {
    case common::v1::LETTER_RESPONSIBLE:
      return "R";
    case common::v1::LETTER_ACCOUNTABLE:
      return "A";
    case common::v1::LETTER_CONSULTED:
      return "C";
    case common::v1::LETTER_INFORMED:
      return "I";
    default:
      return "";
  }
}

render::Act ActOf(const ReportSource& source,
                  const common::v1::AuthorityGrant& grant, absl::Time time,
                  std::string act) {
  render::Act out;
  out.time = time;
  out.person = source.Person(grant.person());
  out.act = std::move(act);
  out.letter = LetterOf(grant.letter());
  if (!grant.role().empty()) out.role = std::string(LastPart(grant.role()));
  if (!grant.matrix().empty()) {
    out.matrix = std::string(LastPart(grant.matrix()));
  }
  out.exceptions = {grant.exceptions().begin(), grant.exceptions().end()};
  return out;
}

void AddOwnActs(const ReportSource& source, const EntrySource& entry,
                std::vector<render::Act>& acts) {
  if (entry.baseline) {
    const v1::Baseline& baseline = *entry.baseline;
    if (baseline.has_frozen_by() && baseline.has_freeze_time()) {
      acts.push_back(ActOf(source, baseline.frozen_by(),
                           TimeOf(baseline.freeze_time()),
                           "froze the baseline"));
    }
    if (baseline.has_accepted_by()) {
      acts.push_back(ActOf(source, baseline.accepted_by(),
                           TimeOf(baseline.accept_time()),
                           "accepted the baseline"));
      acts.back().note = baseline.accept_comment();
    }
  }
  if (!entry.comparison) return;
  const v1::Comparison& comparison = *entry.comparison;
  acts.push_back(ActOf(source, comparison.computed_by(),
                       TimeOf(comparison.create_time()),
                       "compared before and after"));
  if (comparison.has_accepted_by()) {
    acts.push_back(ActOf(source, comparison.accepted_by(),
                         TimeOf(comparison.accept_time()),
                         "accepted the verdict"));
    acts.back().note = comparison.accept_reason();
  }
}

void FillActs(const ReportSource& source, const EntrySource& entry,
              render::Improvement& improvement) {
  const std::string definition = entry.run ? entry.run->definition() : "";
  for (const v1::ActView& view :
       ActsOf(source.views, source.tenant, entry.entry.opportunity(),
              limits::kReportActsMax)) {
    render::Act act =
        ActOf(source, view.grant(), TimeOf(view.time()), ActWords(view.act()));
    act.step = StepTitle(definition, view.step(), view.step_key());
    act.note = view.comment();
    improvement.acts.push_back(std::move(act));
  }
  AddOwnActs(source, entry, improvement.acts);
  std::stable_sort(improvement.acts.begin(), improvement.acts.end(),
                   [](const render::Act& a, const render::Act& b) {
                     return a.time < b.time;
                   });
}

void FillRfcs(const ReportSource& source, const EntrySource& entry,
              render::Improvement& improvement) {
  for (const v1::RfcView& view : entry.rfcs) {
    render::Rfc rfc;
    rfc.id = RfcLabel(view);
    rfc.title = view.title();
    rfc.status = view.status();
    rfc.raised_by = source.Person(view.raised_by());
    if (view.has_actual_start_time()) {
      rfc.actual_start = TimeOf(view.actual_start_time());
    }
    if (view.has_actual_end_time()) {
      rfc.actual_end = TimeOf(view.actual_end_time());
    }
    for (const v1::RfcNews& news : view.news()) {
      render::RfcEvent event;
      event.status = news.status();
      event.raw_status = news.raw_status();
      if (news.has_occurred_time()) {
        event.occurred_time = TimeOf(news.occurred_time());
      }
      event.received_time = TimeOf(news.received_time());
      event.out_of_order = !news.took_effect();
      event.took_effect = news.took_effect();
      rfc.history.push_back(std::move(event));
    }
    improvement.rfcs.push_back(std::move(rfc));
  }
}

std::string OutcomeWords(const std::string& outcome) {
  if (outcome == "ANSWERED") return "answered";
  if (outcome == "LAPSED") return "lapsed: no opinion given";
  if (outcome == "WAIVED") return "waived";
  if (outcome == "ESCALATED") return "escalated";
  return "open";
}

void FillConsultations(const ReportSource& source, const EntrySource& entry,
                       render::Improvement& improvement) {
  const std::string definition = entry.run ? entry.run->definition() : "";
  for (const v1::ConsultationView& view : ConsultationsOf(
           source.views, source.tenant, entry.entry.opportunity())) {
    render::Consultation out;
    out.person = source.Person(view.person());
    out.role = std::string(LastPart(view.role()));
    out.step = StepTitle(definition, view.step(), "");
    out.blocking = view.blocking();
    out.asked_time = TimeOf(view.ask_time());
    if (view.has_due_time()) out.due = DayOf(view.due_time());
    out.outcome = OutcomeWords(view.outcome());
    if (view.has_outcome_time()) {
      out.outcome_time = TimeOf(view.outcome_time());
    }
    out.answer = view.answer();
    improvement.consultations.push_back(std::move(out));
  }
}

}  // namespace

void FillRecord(const ReportSource& source, const EntrySource& entry,
                render::Improvement& improvement) {
  FillActs(source, entry, improvement);
  FillRfcs(source, entry, improvement);
  FillConsultations(source, entry, improvement);
}

}  // namespace csi::reporting
