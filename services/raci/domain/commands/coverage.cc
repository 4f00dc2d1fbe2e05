// SetCoverage. ORDER: form of the fields, exists, etag, actor and authority.
#include "absl/time/civil_time.h"
#include "common/authority/limits.h"
#include "csi/raci/v1/raci_journal.pb.h"
#include "services/raci/domain/commands/governance_commands.h"
#include "services/raci/domain/dates.h"
#include "services/raci/domain/fields.h"
#include "services/raci/domain/keys.h"
#include "services/raci/domain/resource.h"

namespace csi::raci {
namespace {

// The process or service of a statement as a scope; it exists.
absl::StatusOr<common::v1::Scope> SubjectOf(const Context& context,
                                            const std::string& subject) {
  common::v1::Scope scope;
  if (subject.empty()) return FieldError("name", "it is missing.");
  if (subject.find("/services/") != std::string::npos) {
    RETURN_IF_ERROR(CheckReference(context, "name", subject, "services",
                                   authority::kServiceTag, "ListServices"));
    scope.set_service(subject);
  } else {
    RETURN_IF_ERROR(CheckReference(context, "name", subject, "processes",
                                   authority::kProcessTag, "ListProcesses"));
    scope.set_process(subject);
  }
  return scope;
}

absl::StatusOr<google::type::Date> DateOf(const v1::SetCoverageRequest& request,
                                          const Context& context) {
  const absl::CivilDay today =
      absl::ToCivilDay(context.now, absl::UTCTimeZone());
  if (!request.has_date()) return DateOfDay(today);
  RETURN_IF_ERROR(CheckDate("date", request.date()));
  if (DayOf(request.date()) > today) {
    return FieldError("date",
                      "it is in the future; state what is there now, and a "
                      "gap as a gap.");
  }
  return request.date();
}

absl::StatusOr<std::string> RequireOwner(const Context& context,
                                         const common::v1::Scope& scope) {
  ASSIGN_OR_RETURN(const std::string actor, ActorOf(context));
  const std::string_view role = scope.service().empty()
                                    ? authority::kProcessOwner
                                    : authority::kServiceOwner;
  const authority::Directory directory(*context.state, context.tenant);
  if (directory.Holding(actor, role, scope, context.now)) return actor;
  RETURN_IF_ERROR(RequireAuthority(context, kMayCatalogue,
                                   "state what covers it without owning it")
                      .status());
  return actor;
}

void Put(v1::CoverageStatement statement, v1::Coverage& coverage) {
  for (v1::CoverageStatement& known : *coverage.mutable_statements()) {
    if (known.aspect() != statement.aspect()) continue;
    known = std::move(statement);
    return;
  }
  *coverage.add_statements() = std::move(statement);
}

}  // namespace

absl::Status DecideSetCoverage(const v1::SetCoverageRequest& request,
                               const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(const common::v1::Scope scope,
                   SubjectOf(context, request.name()));
  if (request.aspect() != v1::COVERAGE_ASPECT_MEASURED &&
      request.aspect() != v1::COVERAGE_ASPECT_REPORTED &&
      request.aspect() != v1::COVERAGE_ASPECT_BASELINE) {
    return FieldError("aspect",
                      "it must be MEASURED, REPORTED or BASELINE; CSI "
                      "activities follow from the matrices in force.");
  }
  RETURN_IF_ERROR(CheckText("evidence", request.evidence(),
                            authority::limits::kTextBytesMax));
  if (request.covered() && request.evidence().empty()) {
    return FieldError("evidence",
                      "it is empty; say where it shows, for example the name "
                      "of the report.");
  }
  ASSIGN_OR_RETURN(const google::type::Date date, DateOf(request, context));
  v1::Coverage coverage;
  if (auto old = GetRow<v1::Coverage>(
          *context.state, CoverageKey(context.tenant, request.name()))) {
    coverage = *std::move(old);
  }
  coverage.set_subject(request.name());
  RETURN_IF_ERROR(
      CheckEtag(request.etag(), coverage.revision(), request.name()));
  ASSIGN_OR_RETURN(const std::string actor, RequireOwner(context, scope));
  v1::CoverageStatement statement;
  statement.set_aspect(request.aspect());
  statement.set_covered(request.covered());
  statement.set_evidence(request.evidence());
  *statement.mutable_date() = date;
  statement.set_stated_by(actor);
  *statement.mutable_state_time() = authority::TimestampOf(context.now);
  Put(std::move(statement), coverage);
  coverage.set_revision(coverage.revision() + 1);
  auto& event = *outcome.Emit<v1::JournalEvent>().mutable_coverage_stated();
  *event.mutable_coverage() = coverage;
  event.set_aspect(request.aspect());
  outcome.ReplyWith(WithEtag(coverage));
  return absl::OkStatus();
}

}  // namespace csi::raci
