#include "services/workflow/domain/tell_news.h"

#include <map>
#include <string_view>

#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci_events.pb.h"
#include "csi/registry/v1/registry_events.pb.h"
#include "csi/registry/v1/registry_plan_events.pb.h"
#include "csi/reporting/v1/reporting_events.pb.h"
#include "csi/reporting/v1/reporting_subscription_events.pb.h"
#include "csi/reporting/v1/reporting_threshold_events.pb.h"
#include "services/workflow/domain/ids.h"
#include "services/workflow/domain/people_keys.h"
#include "services/workflow/domain/people_limits.h"
#include "services/workflow/domain/tell.h"
#include "services/workflow/domain/views.h"

namespace csi::workflow {
namespace {

using common::v1::CloudEvent;
// What the tellers of one type are given.
using Teller = void (*)(const CloudEvent&, const Context&, Outcome&);

// Scope and people of the entry that something is about.
void AddEntry(const std::string& opportunity, const Context& context,
              News& news) {
  auto entry =
      FindOpportunity(*context.views, context.tenant, IdPart(opportunity));
  if (!entry) return;
  news.scope = entry->scope();
  news.people.push_back({"accountable", entry->accountable()});
  news.people.push_back({"coordinator", entry->coordinator()});
}

template <class Event>
void TellVacancy(const CloudEvent& cloud, const Context& context,
                 Outcome& outcome) {
  Event event;
  event.ParseFromString(cloud.data());
  const bool filled = event.GetDescriptor()->name() == "RoleFilled";
  const raci::v1::Vacancy& vacancy = event.vacancy();
  const authority::Directory directory(*context.views, context.tenant);
  News news;
  news.cause = filled ? "RoleFilled" : "RoleVacated";
  news.about = vacancy.role();
  news.scope = vacancy.scope();
  news.what = StrCat("The role ", directory.RoleTitle(vacancy.role()),
                     filled ? " is filled again" : " is vacant");
  if (!vacancy.scope().service().empty()) {
    StrAppend(&news.what, " for service ", IdPart(vacancy.scope().service()));
  }
  if (!vacancy.scope().process().empty()) {
    StrAppend(&news.what, " for process ", IdPart(vacancy.scope().process()));
  }
  if (!filled && !vacancy.last_holder().empty()) {
    StrAppend(&news.what, "; ", directory.DisplayName(vacancy.last_holder()),
              " held it last");
  }
  news.what += ".";
  Tell(news, context, outcome);
}

void TellMatrix(const CloudEvent& cloud, const Context& context,
                Outcome& outcome) {
  raci::v1::MatrixDeployed event;
  event.ParseFromString(cloud.data());
  const raci::v1::Matrix& matrix = event.matrix();
  News news;
  news.cause = "MatrixDeployed";
  news.about = matrix.name();
  news.scope = matrix.scope();
  news.what =
      StrCat("Matrix ", IdPart(matrix.name()), ", version ", matrix.version(),
             ", says from now on who does what; your role has letters in it.");
  for (const raci::v1::MatrixColumn& column : matrix.columns()) {
    if (!column.role().empty()) news.columns.push_back(IdPart(column.role()));
  }
  Tell(news, context, outcome);
}

void TellPlan(const CloudEvent& cloud, const Context& context,
              Outcome& outcome) {
  // Both events have the recommendation as field 1; the step up and the plan
  // stand elsewhere.
  News news;
  registry::v1::PlanEscalation step;
  registry::v1::PlanEscalated escalated;
  escalated.ParseFromString(cloud.data());
  if (cloud.type() == "csi.registry.v1.PlanApprovalExpired") {
    registry::v1::PlanApprovalExpired expired;
    expired.ParseFromString(cloud.data());
    news.cause = "PlanApprovalExpired";
    step = expired.escalation();
    news.about = expired.recommendation().name();
  } else {
    news.cause = "PlanEscalated";
    step = escalated.escalation();
    news.about = escalated.has_plan() ? escalated.plan().name()
                                      : escalated.recommendation().name();
  }
  news.what = StrCat(news.cause == "PlanEscalated"
                         ? "The line above is asked for help with "
                         : "Nobody decided in time on ",
                     IdPart(news.about),
                     step.reason().empty() ? "" : StrCat(": ", step.reason()),
                     step.reason().empty() ? "." : "");
  for (const std::string& person : step.to_persons()) {
    news.people.push_back({"escalation", person});
  }
  Tell(news, context, outcome);
}

template <class Event>
void TellObjection(const CloudEvent& cloud, const Context& context,
                   Outcome& outcome) {
  Event event;
  event.ParseFromString(cloud.data());
  const registry::v1::Objection& objection = event.objection();
  News news;
  news.cause = event.GetDescriptor()->name();
  news.about = objection.name();
  AddEntry(objection.subject(), context, news);
  news.people.push_back({"raiser", objection.raised_by()});
  const authority::Directory directory(*context.views, context.tenant);
  const std::string to = StrCat(" to ", IdPart(objection.subject()));
  if (news.cause == "ObjectionRaised") {
    news.what = StrCat(directory.DisplayName(objection.raised_by()), " objects",
                       to, "; it waits for an answer.");
  } else if (news.cause == "ObjectionAnswered") {
    news.what = StrCat("The objection", to, " was answered.");
  } else {
    news.what =
        StrCat("The objection", to, " became a draft of a request for change.");
  }
  Tell(news, context, outcome);
}

void TellQuality(const CloudEvent& cloud, const Context& context,
                 Outcome& outcome) {
  reporting::v1::DataQualityDegraded event;
  event.ParseFromString(cloud.data());
  News news;
  news.cause = "DataQualityDegraded";
  news.about = event.subject();
  news.what =
      StrCat("Figures of ", IdPart(event.subject()),
             " are refused or missing: ", event.refused_rows(), " rows.");
  Tell(news, context, outcome);
}

void TellAlert(const CloudEvent& cloud, const Context& context,
               Outcome& outcome) {
  reporting::v1::AlertOpened event;
  event.ParseFromString(cloud.data());
  News news;
  news.cause = "AlertOpened";
  news.about = event.alert().name();
  news.scope = event.alert().scope();
  news.what = event.alert().sentence();
  for (const std::string& person : event.people()) {
    news.people.push_back({"informed", person});
  }
  for (const std::string& role : event.roles()) {
    news.columns.push_back(IdPart(role));
  }
  Tell(news, context, outcome);
}

void TellReport(const CloudEvent& cloud, const Context& context,
                Outcome& outcome) {
  reporting::v1::ReportPublished event;
  event.ParseFromString(cloud.data());
  News news;
  news.cause = "ReportPublished";
  news.about = event.report();
  news.what = StrCat(
      "Your report is ready: ",
      event.title().empty() ? IdPart(event.report()) : event.title(), ".");
  news.people.push_back({"subscriber", event.person()});
  Tell(news, context, outcome);
}

// Sets, moves or takes back the reminder before a date.
void Remind(const std::string& about, int64_t date_us, const std::string& what,
            const std::string& opportunity, const Context& context,
            Outcome& outcome) {
  auto before = GetRow<v1::ReminderFact>(*context.state,
                                         ReminderKey(context.tenant, about));
  const int64_t at_us = date_us - absl::ToInt64Microseconds(
                                      absl::Hours(24) * limits::kReminderDays);
  // A date that is closer than that is known to who set it.
  const bool wanted = at_us > absl::ToUnixMicros(context.now);
  if (!wanted && !before) return;
  if (wanted && before && before->at_us() == at_us) return;
  v1::ReminderFact& fact =
      *outcome.Emit<v1::JournalEvent>().mutable_people()->mutable_reminder();
  fact.set_about(about);
  if (!wanted) return;
  fact.set_at_us(at_us);
  fact.set_what(what);
  fact.set_opportunity(opportunity);
}

void RemindOfTarget(const CloudEvent& cloud, const Context& context,
                    Outcome& outcome) {
  reporting::v1::TargetSet event;
  event.ParseFromString(cloud.data());
  const reporting::v1::Target& target = event.target();
  const int64_t date_us =
      target.has_target_time() ? MicrosOf(target.target_time()) : 0;
  Remind(target.name(), date_us,
         StrCat("The target of indicator ", IdPart(target.indicator()),
                " is due on ", TimeText(date_us), "."),
         IdPart(target.opportunity()), context, outcome);
}

void RemindOfBaseline(const CloudEvent& cloud, const Context& context,
                      Outcome& outcome) {
  reporting::v1::BaselineOpened event;  // the digest is field 1 in all of them
  event.ParseFromString(cloud.data());
  const reporting::v1::BaselineDigest& digest = event.baseline();
  const bool open = cloud.type() == "csi.reporting.v1.BaselineOpened" &&
                    digest.window().has_end_time();
  const int64_t date_us = open ? MicrosOf(digest.window().end_time()) : 0;
  Remind(digest.baseline(), date_us,
         StrCat("The window of baseline ", IdPart(digest.baseline()),
                " ends on ", TimeText(date_us), "; freeze it then."),
         IdPart(digest.opportunity()), context, outcome);
}

const std::map<std::string_view, Teller>& Tellers() {
  static const auto* const tellers = new std::map<std::string_view, Teller>{
      {"csi.raci.v1.RoleVacated", &TellVacancy<raci::v1::RoleVacated>},
      {"csi.raci.v1.RoleFilled", &TellVacancy<raci::v1::RoleFilled>},
      {"csi.raci.v1.MatrixDeployed", &TellMatrix},
      {"csi.registry.v1.PlanEscalated", &TellPlan},
      {"csi.registry.v1.PlanApprovalExpired", &TellPlan},
      {"csi.registry.v1.ObjectionRaised",
       &TellObjection<registry::v1::ObjectionRaised>},
      {"csi.registry.v1.ObjectionAnswered",
       &TellObjection<registry::v1::ObjectionAnswered>},
      {"csi.registry.v1.ObjectionPromoted",
       &TellObjection<registry::v1::ObjectionPromoted>},
      {"csi.reporting.v1.DataQualityDegraded", &TellQuality},
      {"csi.reporting.v1.AlertOpened", &TellAlert},
      {"csi.reporting.v1.ReportPublished", &TellReport},
      {"csi.reporting.v1.TargetSet", &RemindOfTarget},
      {"csi.reporting.v1.BaselineOpened", &RemindOfBaseline},
      {"csi.reporting.v1.BaselineFrozen", &RemindOfBaseline},
  };
  return *tellers;
}

}  // namespace

bool IsNewsForPeople(const CloudEvent& event) {
  return Tellers().count(event.type()) > 0;
}

void TellOfNews(const CloudEvent& event, const Context& context,
                Outcome& outcome) {
  Tellers().at(event.type())(event, context, outcome);
}

void TellOfReminder(const std::string& about, const Context& context,
                    Outcome& outcome) {
  auto reminder = GetRow<v1::ReminderFact>(*context.state,
                                           ReminderKey(context.tenant, about));
  if (!reminder || reminder->at_us() > absl::ToUnixMicros(context.now)) return;
  outcome.Emit<v1::JournalEvent>()
      .mutable_people()
      ->mutable_reminder()
      ->set_about(about);
  News news;
  news.cause = about.find("/baselines/") != std::string::npos
                   ? "BaselineDueSoon"
                   : "TargetDueSoon";
  news.about = about;
  news.what = reminder->what();
  AddEntry(reminder->opportunity(), context, news);
  Tell(news, context, outcome);
}

}  // namespace csi::workflow
