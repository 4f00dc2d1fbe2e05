// RecordPoints and CorrectPoints.
#include <map>

#include "common/base/limits.h"
#include "services/reporting/domain/commands/commands.h"
#include "services/reporting/domain/commands/point_rights.h"
#include "services/reporting/domain/point_intake.h"
#include "services/reporting/points/keys.h"

namespace csi::reporting {
namespace {

// The first refused row refuses the call: all or none.
absl::Status FirstRefusal(const PointIntake& intake) {
  const v1::RefusedRow& row = intake.refused().front();
  const bool absent = row.reason() == "NOT_FOUND";
  const bool conflict = row.reason() == "CONFLICT";
  const common::v1::ErrorReason reason =
      absent     ? common::v1::ERROR_REASON_NOT_FOUND
      : conflict ? common::v1::ERROR_REASON_ALREADY_EXISTS
                 : common::v1::ERROR_REASON_FIELD_INVALID;
  return Refusal(reason,
                 StrCat("points[", row.line(), "]: ", row.message(), " (",
                        intake.refused().size(),
                        " of the points refused, "
                        "none recorded)"),
                 {{"field", StrCat("points[", row.line(), "]")},
                  {"row_reason", row.reason()}});
}

template <class Response>
void AddAlerts(const PointIntake& intake, Response& response) {
  for (const std::string& name : intake.changed_alerts()) {
    response.add_changed_alerts(name);
  }
  response.set_unjudged_count(intake.unjudged());
}

void EmitTurnedAway(const PointIntake& intake, Outcome& outcome) {
  if (intake.refused().empty()) return;
  v1::RowsTurnedAway& event =
      *outcome.Emit<v1::JournalEvent>().mutable_rows_turned_away();
  event.set_indicator(intake.indicator().name());
  event.set_refused(static_cast<int64_t>(intake.refused().size()));
  std::map<std::string, int64_t> reasons;
  for (const v1::RefusedRow& row : intake.refused()) ++reasons[row.reason()];
  for (const auto& [reason, count] : reasons) {
    event.add_reasons(StrCat(reason, "=", count));
  }
}

}  // namespace

absl::Status CheckPointCount(std::string_view field, int count) {
  if (count == 0) {
    return FieldError(field, "at least one is needed.");
  }
  if (count <= limits::kPointsPerCallMax) return absl::OkStatus();
  return Refusal(common::v1::ERROR_REASON_TOO_LARGE,
                 StrCat(field, " has ", count, " entries; at most ",
                        limits::kPointsPerCallMax,
                        " fit into one call. Send them in several, or import "
                        "them as a job."),
                 {{"field", std::string(field)},
                  {"limit", StrCat(limits::kPointsPerCallMax)}});
}

absl::Status AuthorizePoints(const Context& context,
                             const v1::Indicator& indicator) {
  const std::vector<common::v1::Letter> responsible = {
      common::v1::LETTER_RESPONSIBLE};
  return Authorize(context, StrCat("record points of ", indicator.title()),
                   {{kGatherData, responsible}, {kProcessData, responsible}},
                   {indicator.scope(), "", ""})
      .status();
}

namespace {

absl::Status RecordThem(const v1::RecordPointsRequest& request,
                        v1::Indicator indicator, const Context& context,
                        Outcome& outcome) {
  RETURN_IF_ERROR(CheckPointCount("points", request.points_size()));
  PointIntake intake(context, std::move(indicator),
                     std::string(LastPart(request.name())), {});
  for (int i = 0; i < request.points_size(); ++i) {
    intake.Add(request.first_line() + i, request.points(i));
  }
  if (!intake.refused().empty() && !request.skip_refused()) {
    return FirstRefusal(intake);
  }
  v1::RecordPointsResponse response;
  for (std::string& name : intake.Emit("", outcome)) {
    response.add_contradicted_baselines(std::move(name));
  }
  EmitTurnedAway(intake, outcome);
  AddAlerts(intake, response);
  response.set_recorded_count(intake.recorded());
  response.set_duplicate_count(intake.duplicates());
  for (const v1::RefusedRow& row : intake.refused()) {
    *response.add_refused_rows() = row;
  }
  outcome.ReplyWith(std::move(response));
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideRecordPoints(const v1::RecordPointsRequest& request,
                                const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::Indicator indicator,
                   Load<v1::Indicator>(context, kIndicatorTag, "name",
                                       request.name(), "indicators"));
  RETURN_IF_ERROR(AuthorizePoints(context, indicator));
  return RecordThem(request, std::move(indicator), context, outcome);
}

absl::Status TakePoints(const v1::RecordPointsRequest& request,
                        const Context& context, Outcome& outcome) {
  ASSIGN_OR_RETURN(v1::Indicator indicator,
                   Load<v1::Indicator>(context, kIndicatorTag, "name",
                                       request.name(), "indicators"));
  return RecordThem(request, std::move(indicator), context, outcome);
}

absl::Status DecideCorrectPoints(const v1::CorrectPointsRequest& request,
                                 const Context& context, Outcome& outcome) {
  RETURN_IF_ERROR(RequireActor(context));
  ASSIGN_OR_RETURN(v1::Indicator indicator,
                   Load<v1::Indicator>(context, kIndicatorTag, "name",
                                       request.name(), "indicators"));
  RETURN_IF_ERROR(AuthorizePoints(context, indicator));
  RETURN_IF_ERROR(CheckPointCount("points", request.points_size()));
  if (request.reason().empty()) {
    return FieldError("reason", "say why the old figures were wrong.");
  }
  RETURN_IF_ERROR(
      CheckLength("reason", request.reason(), csi::limits::kShortTextBytesMax));
  IntakeOptions options;
  options.corrections_only = true;
  options.correction_reason = request.reason();
  PointIntake intake(context, std::move(indicator),
                     std::string(LastPart(request.name())), options);
  for (int i = 0; i < request.points_size(); ++i) {
    intake.Add(i, request.points(i));
  }
  if (!intake.refused().empty()) return FirstRefusal(intake);
  v1::CorrectPointsResponse response;
  for (std::string& name : intake.Emit("", outcome)) {
    response.add_contradicted_baselines(std::move(name));
  }
  AddAlerts(intake, response);
  response.set_corrected_count(intake.corrected());
  response.set_unchanged_count(intake.duplicates());
  outcome.ReplyWith(std::move(response));
  return absl::OkStatus();
}

}  // namespace csi::reporting
