#include "services/reporting/domain/report/report_acts.h"

#include <algorithm>
#include <map>
#include <string>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/points/limits.h"

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
      {"OpportunityLinked", "linked the opportunity"},
      {"OpportunityLogged", "logged the opportunity"},
      {"OpportunityRunRecorded", "took the opportunity into the run"},
      {"OpportunityVerdictRecorded", "had the verdict entered"},
      {"VoteCast", "voted in the prioritisation"},
      {"PrioritizationConcluded", "concluded the prioritisation"},
      {"ObjectionRaised", "objected"},
      {"ObjectionAnswered", "answered the objection"},
      {"ObjectionPromoted", "made the objection a request for change"},
      {"RunStarted", "started the run"},
      {"StepStarted", "started the step"},
      {"ArtefactRecorded", "recorded the artefact"},
      {"StepSubmitted", "submitted the step"},
      {"StepApproved", "approved the step"},
      {"StepSentBack", "sent the step back"},
      {"StepSkipped", "skipped the step"},
      {"StepExtended", "gave the step more time"},
      {"ConsultationAsked", "asked for an opinion"},
      {"ConsultationAnswered", "gave an opinion"},
      {"ConsultationWaived", "waived an opinion"},
      {"RfcRequested", "raised the RFC"},
      {"ImplementationStarted", "started the implementation"},
      {"EffectReviewMoved", "moved the effect review date"},
      {"RunHeld", "put the run on hold"},
      {"RunResumed", "resumed the run"},
      {"RunCancelled", "cancelled the run"},
      {"RunCompleted", "completed the run"},
      {"NextCycleStarted", "started the next cycle"},
      {"AuthorityOverridden", "overrode the step"}};
  const auto found = words->find(type);
  return found == words->end() ? type : found->second;
}

// The act with what the view kept beside it.
std::string WordsOf(const ReportSource& source, const v1::ActView& view) {
  const std::string words = ActWords(view.act());
  const std::string& detail = view.detail();
  if (detail.empty()) return words;
  if (view.act() == "ConsultationAsked") {
    return StrCat("asked ", source.Holder(detail), " for an opinion");
  }
  if (view.act() == "VoteCast") {
    return StrCat("gave ", detail, " in the prioritisation");
  }
  if (view.act() == "RfcRequested") return StrCat("raised ", detail);
  if (view.act() == "StepSentBack") return StrCat(words, " to step ", detail);
  if (view.act() == "OpportunityAccepted") {
    return StrCat(words, "; accountable: ", source.Person(detail));
  }
  return StrCat(words, ": ", detail);
}

// What followed from an act without anybody doing it; empty for acts.
std::string Consequence(const v1::ActView& view, const std::string& step) {
  if (view.act() == "StepStarted") return StrCat("step ", step, " began");
  if (view.act() == "ImplementationStarted") return "the implementation began";
  if (!view.cause_id().empty() && !view.to_state().empty()) {
    return StrCat("the entry is now ", Humanized(view.to_state()));
  }
  return "";
}

// "accepted the opportunity" needs no word about what it became.
bool NamesItsState(std::string_view act) {
  return act == "OpportunityAccepted" || act == "OpportunityRejected" ||
         act == "OpportunityDeferred" || act == "OpportunityHeld" ||
         act == "OpportunityCancelled" || act == "OpportunityClosed";
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

std::string RoleWords(const ReportSource& source,
                      const common::v1::AuthorityGrant& grant,
                      std::string_view act) {
  if (!grant.role().empty()) return source.Role(grant.role());
  if (grant.letter() != common::v1::LETTER_UNSPECIFIED) {
    return "accountable person of the entry";
  }
  if (act == "OpportunityLogged" || act == "ObjectionRaised") {
    return "open to everybody";
  }
  if (act == "OpportunityUpdated" || act == "OpportunityLinked") {
    return "raiser, coordinator or accountable person";
  }
  return "";
}

render::Act ActOf(const ReportSource& source,
                  const common::v1::AuthorityGrant& grant, absl::Time time,
                  std::string act, std::string_view type = "") {
  render::Act out;
  out.time = time;
  out.person = source.Person(grant.person());
  out.act = std::move(act);
  out.letter = LetterOf(grant.letter());
  out.role = RoleWords(source, grant, type);
  if (!grant.matrix().empty()) out.matrix = source.Matrix(grant.matrix());
  out.exceptions = {grant.exceptions().begin(), grant.exceptions().end()};
  return out;
}

// Rows being made. Events of one record by one person under one authority
// are one act; an effect in another service joins the row of its cause.
class ActRows {
 public:
  explicit ActRows(const ReportSource& source, std::string definition)
      : source_(source), definition_(std::move(definition)) {}

  void Add(const v1::ActView& view) {
    const std::string step =
        StepTitle(definition_, view.step(), view.step_key());
    const std::string follows = Consequence(view, step);
    render::Act act = ActOf(source_, view.grant(), TimeOf(view.time()),
                            WordsOf(source_, view), view.act());
    act.step = step;
    act.note = view.comment();
    if (render::Act* row = RowOf(view, act)) {
      Join(std::move(act), follows, *row);
    } else {
      record_ = RecordOf(view);
      if (view.cause_id().empty() && !view.to_state().empty() &&
          !NamesItsState(view.act())) {
        act.consequences.push_back(
            StrCat("the entry is now ", Humanized(view.to_state())));
      }
      if (!view.cause_id().empty() && !follows.empty()) act.act = follows;
      rows_.push_back(std::move(act));
    }
    row_of_event_[view.event_id()] = rows_.size() - 1;
  }

  std::vector<render::Act> Take() { return std::move(rows_); }

 private:
  static std::string RecordOf(const v1::ActView& view) {
    return view.event_id().substr(0, view.event_id().rfind('-'));
  }

  render::Act* RowOf(const v1::ActView& view, const render::Act& act) {
    if (!view.cause_id().empty()) {
      const auto cause = row_of_event_.find(view.cause_id());
      if (cause != row_of_event_.end()) return &rows_[cause->second];
      return nullptr;
    }
    if (rows_.empty() || record_ != RecordOf(view)) return nullptr;
    render::Act& last = rows_.back();
    const bool same = last.time == act.time && last.person == act.person &&
                      last.letter == act.letter && last.role == act.role &&
                      last.matrix == act.matrix &&
                      last.exceptions == act.exceptions;
    return same && !view.run().empty() ? &last : nullptr;
  }

  static void Join(render::Act act, const std::string& follows,
                   render::Act& row) {
    if (!follows.empty()) {
      row.consequences.push_back(follows);
    } else if (act.step == row.step || row.step.empty()) {
      StrAppend(&row.act, ", ", act.act);
      row.step = act.step;
    } else {
      row.consequences.push_back(act.act + " (" + act.step + ")");
    }
    if (row.note.empty()) row.note = std::move(act.note);
  }

  const ReportSource& source_;
  const std::string definition_;
  std::vector<render::Act> rows_;
  std::string record_;  // of the last row that is no effect
  std::map<std::string, size_t> row_of_event_;
};

void AddIndicatorActs(const ReportSource& source, const EntrySource& entry,
                      std::vector<render::Act>& acts) {
  if (!entry.indicator) return;
  for (const v1::Approval& approval : entry.indicator->approvals()) {
    acts.push_back(ActOf(source, approval.grant(),
                         TimeOf(approval.approve_time()),
                         "approved the definition of the KPI"));
  }
}

void AddOwnActs(const ReportSource& source, const EntrySource& entry,
                std::vector<render::Act>& acts) {
  AddIndicatorActs(source, entry, acts);
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

}  // namespace

std::vector<render::Act> BuildActs(const ReportSource& source,
                                   const EntrySource& entry) {
  std::vector<v1::ActView> views =
      ActsOf(source.views, source.tenant, entry.entry.opportunity(),
             limits::kReportActsMax);
  ActRows rows(source, entry.run ? entry.run->definition() : "");
  for (const v1::ActView& view : views) {
    if (view.cause_id().empty()) rows.Add(view);
  }
  // Effects after their causes, whatever the journals' order was.
  for (const v1::ActView& view : views) {
    if (!view.cause_id().empty()) rows.Add(view);
  }
  std::vector<render::Act> acts = rows.Take();
  AddOwnActs(source, entry, acts);
  std::stable_sort(acts.begin(), acts.end(),
                   [](const render::Act& a, const render::Act& b) {
                     return a.time < b.time;
                   });
  return acts;
}

}  // namespace csi::reporting
