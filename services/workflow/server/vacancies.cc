#include "services/workflow/server/vacancies.h"

#include <optional>

#include "common/authority/rows.h"
#include "common/authority/scopes.h"
#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "csi/raci/v1/raci.pb.h"
#include "services/workflow/domain/ids.h"

namespace csi::workflow {
namespace {

using raci::v1::Vacancy;

// The vacancy of the role whose scope holds the run's, the latest of them.
std::optional<Vacancy> FindVacancy(const Work& work, const std::string& role) {
  const Context& context = work.context();
  const authority::ScopeParts scope = authority::PartsOf(work.scope());
  std::optional<Vacancy> latest;
  context.views->ScanPrefix(
      authority::VacancyPrefix(context.tenant, role),
      [&](std::string_view, std::string_view value) {
        Vacancy vacancy;
        if (!vacancy.ParseFromString(std::string(value)) ||
            !authority::Contains(authority::PartsOf(vacancy.scope()), scope)) {
          return true;
        }
        if (!latest ||
            MicrosOf(latest->since_time()) < MicrosOf(vacancy.since_time())) {
          latest = std::move(vacancy);
        }
        return true;
      });
  return latest;
}

std::string WordsOf(const Work& work, const Vacancy& vacancy) {
  std::string words =
      StrCat(work.directory().RoleTitle(vacancy.role()), " is vacant since ",
             TimeText(MicrosOf(vacancy.since_time())));
  if (vacancy.last_holder().empty()) return words;
  const bool left = vacancy.cause() == Vacancy::CAUSE_LEAVER;
  StrAppend(&words, " (", work.directory().DisplayName(vacancy.last_holder()),
            left ? " left)" : "'s assignment ended)");
  return words;
}

v1::Blocker BlockerOf(const Work& work, std::string what, int64_t since_us,
                      const std::vector<std::string>& roles) {
  v1::Blocker blocker;
  for (const std::string& name : roles) {
    const std::string role = IdPart(name);
    if (const auto vacancy = FindVacancy(work, role)) {
      StrAppend(&what, " ", WordsOf(work, *vacancy), ".");
      since_us = MicrosOf(vacancy->since_time());
    } else {
      StrAppend(&what, " ", work.directory().RoleTitle(role),
                " has no holder.");
    }
    for (const authority::Holder& holder :
         work.directory().ActingFor(role, work.scope(), work.context().now)) {
      blocker.add_who(holder.person);
    }
  }
  blocker.set_kind("VACANT");
  blocker.set_what(std::move(what));
  if (since_us != 0) SetTime(since_us, blocker.mutable_since_time());
  blocker.set_remedy(
      blocker.who().empty()
          ? "Appoint a holder (csictl assignment create)."
          : "Appoint a holder (csictl assignment create); until then "
            "the line of accountability may act, marked "
            "ACTING.");
  return blocker;
}

}  // namespace

std::vector<v1::Blocker> VacantRoles(const Work& work,
                                     const authority::Resolution& resolution,
                                     const v1::StepRow& row) {
  std::vector<v1::Blocker> blockers;
  const absl::Status accountable =
      work.RequireAccountable(work.current().activity());
  if (!accountable.ok()) {
    blockers.push_back(BlockerOf(work, std::string(accountable.message()),
                                 row.start_us(),
                                 resolution.accountable.vacant_roles));
  }
  const bool worked = row.phase() == v1::Step::PHASE_IN_PROGRESS ||
                      row.phase() == v1::Step::PHASE_SENT_BACK;
  if (worked && resolution.responsible.holders.empty()) {
    blockers.push_back(
        BlockerOf(work,
                  StrCat("Nobody is responsible for step ", work.run().step(),
                         " (", work.current().title(), ")."),
                  row.start_us(), resolution.responsible.vacant_roles));
  }
  return blockers;
}

}  // namespace csi::workflow
