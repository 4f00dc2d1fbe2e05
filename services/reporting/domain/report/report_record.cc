#include "services/reporting/domain/report/report_record.h"

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/domain/report/report_acts.h"
#include "services/reporting/views/view_rows.h"

namespace csi::reporting {
namespace {

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
    // Whoever spoke for the role, else who was asked.
    out.person = source.Person(view.answered_by().empty() ? view.person()
                                                          : view.answered_by());
    if (!view.role().empty()) out.role = source.Role(view.role());
    if (!view.recorded_by().empty()) {
      out.recorded_by = source.Person(view.recorded_by());
    }
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
  improvement.acts = BuildActs(source, entry);
  FillRfcs(source, entry, improvement);
  FillConsultations(source, entry, improvement);
}

}  // namespace csi::reporting
