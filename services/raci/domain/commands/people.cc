// CreatePerson, UpdatePerson, RecordAbsence.
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/commands.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

namespace limits = authority::limits;

absl::Status CheckSkills(const v1::Person& person) {
  for (int i = 0; i < person.skills_size(); ++i) {
    const v1::Skill& skill = person.skills(i);
    const std::string field = StrCat("person.skills[", i, "]");
    RETURN_IF_ERROR(CheckDisplayName(StrCat(field, ".skill"), skill.skill()));
    if (skill.level() < 1 || skill.level() > 7) {
      return FieldError(StrCat(field, ".level"), "it must be 1 to 7.");
    }
    RETURN_IF_ERROR(CheckText(StrCat(field, ".evidence"), skill.evidence(),
                              limits::kTextBytesMax));
  }
  return absl::OkStatus();
}

absl::Status CheckPerson(const Context& context, const v1::Person& person,
                         const v1::Person*) {
  RETURN_IF_ERROR(
      CheckDisplayName("person.display_name", person.display_name()));
  RETURN_IF_ERROR(CheckText("person.email", person.email(), 400));
  if (!person.email().empty() &&
      person.email().find('@') == std::string::npos) {
    return FieldError("person.email",
                      StrCat("\"", person.email(), "\" has no '@'."));
  }
  RETURN_IF_ERROR(CheckText("person.job_title", person.job_title(),
                            limits::kDisplayNameBytesMax));
  RETURN_IF_ERROR(CheckReference(context, "person.unit", person.unit(), "units",
                                 authority::kUnitTag, "ListUnits"));
  RETURN_IF_ERROR(CheckCount("person.identities", person.identities_size(),
                             limits::kIdentitiesMax));
  RETURN_IF_ERROR(
      CheckCount("person.skills", person.skills_size(), limits::kListItemsMax));
  RETURN_IF_ERROR(CheckCount("person.qualifications",
                             person.qualifications_size(),
                             limits::kListItemsMax));
  RETURN_IF_ERROR(CheckCount("person.training_needs",
                             person.training_needs_size(),
                             limits::kListItemsMax));
  return CheckSkills(person);
}

void EmitPerson(const v1::Person& person, const Context&, bool created,
                Outcome& outcome) {
  auto& event = outcome.Emit<v1::JournalEvent>();
  if (created) {
    *event.mutable_person_registered()->mutable_person() = person;
  } else {
    *event.mutable_person_changed()->mutable_person() = person;
  }
}

constexpr Kind<v1::Person> kPerson = {
    "people",   authority::kPersonTag,       "person",     "ListPeople",
    kMayPeople, "register or change people", &CheckPerson, &EmitPerson};

// The actor is this person.
bool IsSelf(const Context& context, std::string_view name) {
  return !context.actor.empty() &&
         name == ResourceName(context.tenant, "people", context.actor);
}

absl::Status CheckAbsence(const Context& context, const v1::Person& person,
                          const v1::Absence& absence) {
  const auto& interval = absence.interval();
  if (!interval.has_start_time() || !interval.has_end_time()) {
    return FieldError("absence.interval",
                      "an absence has a start and an end; who does not come "
                      "back is registered by RegisterLeaver.");
  }
  const absl::Time end = authority::TimeOf(interval.end_time());
  if (authority::TimeOf(interval.start_time()) >= end) {
    return FieldError("absence.interval", "it ends before it starts.");
  }
  if (end <= context.now) {
    return FieldError("absence.interval.end_time",
                      "the absence is over; only a present or future one "
                      "changes who may act.");
  }
  RETURN_IF_ERROR(
      CheckText("absence.comment", absence.comment(), limits::kTextBytesMax));
  RETURN_IF_ERROR(CheckReference(context, "absence.deputy", absence.deputy(),
                                 "people", authority::kPersonTag,
                                 "ListPeople"));
  if (absence.deputy() == person.name()) {
    return FieldError("absence.deputy", "nobody is the own deputy.");
  }
  return CheckCount("person.absences", person.absences_size() + 1,
                    limits::kAbsencesMax);
}

}  // namespace

absl::Status DecideCreatePerson(const v1::CreatePersonRequest& request,
                                const Context& context, Outcome& outcome) {
  return DecideCreate(kPerson, request, context, outcome);
}

absl::Status DecideUpdatePerson(const v1::UpdatePersonRequest& request,
                                const Context& context, Outcome& outcome) {
  return DecideUpdate(kPerson, request, context,
                      IsSelf(context, request.person().name()), outcome);
}

absl::Status DecideRecordAbsence(const v1::RecordAbsenceRequest& request,
                                 const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(
      v1::Person person,
      Load<v1::Person>(*context.state, context.tenant, "name", request.name(),
                       "people", authority::kPersonTag, "ListPeople"));
  RETURN_IF_ERROR(CheckEtag(request.etag(), person.revision(), person.name()));
  ASSIGN_OR_RETURN(const std::string actor, ActorOf(context));
  if (actor != person.name()) {
    RETURN_IF_ERROR(
        RequireAuthority(context, kMayPeople, "record the absence of others")
            .status());
  }
  if (!authority::Covers(person.active_interval(), context.now)) {
    return Refusal(common::v1::ERROR_REASON_WRONG_STATE,
                   StrCat(person.display_name(),
                          " has left; only people who are there are absent."),
                   {{"person", person.name()}});
  }
  RETURN_IF_ERROR(CheckAbsence(context, person, request.absence()));
  const authority::Directory directory(*context.state, context.tenant);
  if (!request.absence().deputy().empty() &&
      !directory.PersonExists(request.absence().deputy(), context.now)) {
    return Refusal(
        common::v1::ERROR_REASON_WRONG_STATE,
        StrCat(directory.DisplayName(request.absence().deputy()),
               " has left and cannot be a deputy. Name somebody who is there."),
        {{"person", request.absence().deputy()}});
  }
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_absence_recorded();
  event.set_person(person.name());
  *event.mutable_absence() = request.absence();
  event.set_revision(person.revision() + 1);
  StampChanged(context, person);
  *person.add_absences() = request.absence();
  outcome.ReplyWith(WithEtag(person));
  return absl::OkStatus();
}

}  // namespace csi::raci
