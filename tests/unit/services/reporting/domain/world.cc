#include "tests/unit/services/reporting/domain/world.h"

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "services/reporting/domain/reporting_domain.h"
#include "tests/unit/common/authority/world.h"

namespace csi::reporting {
namespace {

namespace registry = ::csi::registry::v1;
namespace workflow = ::csi::workflow::v1;
namespace raci = ::csi::raci::v1;

void FillDirectory(bool with_line, MemoryKv& views) {
  authority::World world;
  if (with_line) {
    world.Person("hugo", "Hugo");
    world.Assign("a6", "it-director", "hugo", {});
    world.Line("csi-manager", "it-director", 1);
  }
  for (const char* role :
       {"service-level-manager", "practitioner", "seven-step-owner"}) {
    world.Role(role, raci::ROLE_BINDING_UNSPECIFIED);
  }
  world.Person("gina", "Gina");
  world.Assign("a1", "csi-manager", "anna", {});
  world.Assign("a2", "service-level-manager", "bob", {});
  world.Assign("a3", "analyst", "carol", {});
  world.Assign("a4", "practitioner", "dave", {});
  world.Assign("a5", "seven-step-owner", "erin", {});
  world.Person("ivan", "Ivan");
  common::v1::Scope till;
  till.set_service(ResourceName("acme", "services", "till"));
  world.Assign("a7", "practitioner", "ivan", till);
  std::vector<std::string> cells = {
      "step-2 service-level-manager R",
      "step-3 practitioner R",
      "step-4 analyst R",
      "step-5 analyst R",
      "step-6 csi-manager R",
      "step-7 csi-manager R",
      "define-monitoring service-level-manager AR",
      "define-monitoring csi-manager R",
      "freeze-baseline csi-manager A",
      "freeze-baseline analyst R",
      "csi-report csi-manager A",
      "csi-report analyst R"};
  for (int step = 2; step <= 7; ++step) {
    cells.push_back(StrCat("step-", step, " seven-step-owner A"));
  }
  world.Deploy(world.Matrix("all", "central", cells), 0);
  for (const auto& [key, value] : world.rows.rows()) views.Put(key, value);
}

}  // namespace

google::protobuf::Timestamp Day(int year, int month, int day) {
  return TimestampOf(
      absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone()));
}

std::string Name(std::string_view collection, std::string_view id) {
  return ResourceName("acme", collection, id);
}

ReportingWorld::ReportingWorld() {
  runner.Add(MakeReportingDomain());
  FillDirectory(false, runner.views("reporting"));
  runner.Advance(absl::Hours(2));
}

void ReportingWorld::AddLineAboveCsiManager() {
  FillDirectory(true, runner.views("reporting"));
}

v1::CreateIndicatorRequest ReportingWorld::Bypass(std::string_view id) {
  v1::CreateIndicatorRequest request;
  request.set_parent("tenants/acme");
  request.set_indicator_id(std::string(id));
  v1::Indicator& indicator = *request.mutable_indicator();
  indicator.set_title("Releases that bypass the process");
  indicator.set_unit("%");
  indicator.set_direction(v1::IMPROVEMENT_DIRECTION_LOWER);
  indicator.set_kind(v1::INDICATOR_KIND_PROCESS);
  indicator.set_source("release calendar");
  indicator.set_frequency(v1::FREQUENCY_MONTH);
  indicator.set_aggregation(v1::AGGREGATION_PERCENTAGE);
  indicator.set_lower_bound(0);
  indicator.set_upper_bound(100);
  return request;
}

v1::Indicator ReportingWorld::MakeBypass(std::string_view id) {
  EXPECT_TRUE(As<v1::Indicator>("bob", "CreateIndicator", Bypass(id)).ok());
  v1::ApproveIndicatorRequest approve;
  approve.set_name(Name("indicators", id));
  EXPECT_TRUE(As<v1::Indicator>("bob", "ApproveIndicator", approve).ok());
  auto approved = As<v1::Indicator>("anna", "ApproveIndicator", approve);
  EXPECT_TRUE(approved.ok()) << approved.status();
  return approved.value_or(v1::Indicator());
}

v1::RecordPointsRequest ReportingWorld::Months(
    std::string_view indicator, int year, int month,
    const std::vector<double>& values) {
  v1::RecordPointsRequest request;
  request.set_name(Name("indicators", indicator));
  absl::CivilMonth at(year, month);
  for (double value : values) {
    v1::Point& point = *request.add_points();
    *point.mutable_period_start_time() =
        TimestampOf(absl::FromCivil(at, absl::UTCTimeZone()));
    point.set_numerator(value);
    point.set_denominator(100);
    ++at;
  }
  return request;
}

void ReportingWorld::Record(const v1::RecordPointsRequest& request) {
  const auto recorded =
      As<v1::RecordPointsResponse>("dave", "RecordPoints", request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->recorded_count(), request.points_size());
}

registry::OpportunityDigest ReportingWorld::Entry(std::string_view id,
                                                  std::string_view indicator) {
  registry::OpportunityDigest digest;
  digest.set_name(Name("opportunities", id));
  digest.set_number(1);
  digest.set_title("Fewer releases around the process");
  digest.set_state(registry::OPPORTUNITY_STATE_IN_PROGRESS);
  digest.set_accountable(Name("people", "erin"));
  if (!indicator.empty()) {
    digest.mutable_primary_indicator()->set_indicator(
        Name("indicators", indicator));
  }
  return digest;
}

void ReportingWorld::Deliver(const registry::OpportunityDigest& entry) {
  registry::OpportunityUpdated event;
  *event.mutable_opportunity() = entry;
  Deliver("registry", event);
}

void ReportingWorld::Deliver(std::string_view service,
                             const google::protobuf::Message& event) {
  runner.Deliver(service, event, "");
}

void ReportingWorld::DeliverChange(std::string_view entry, std::string_view rfc,
                                   const google::protobuf::Timestamp& start,
                                   const google::protobuf::Timestamp& end) {
  workflow::RunStarted started;
  workflow::RunContext& run = *started.mutable_context();
  run.set_run(Name("runs", StrCat("run-", entry)));
  run.set_opportunity(Name("opportunities", entry));
  run.set_definition(Name("definitions", "seven-step"));
  run.set_step(7);
  run.set_step_key("implement");
  run.set_state(workflow::Run::STATE_RUNNING);
  started.set_matrix_variant("central");
  Deliver("workflow", started);
  workflow::RfcStatusChanged changed;
  *changed.mutable_context() = run;
  workflow::Rfc& change = *changed.mutable_rfc();
  change.set_name(StrCat(run.run(), "/rfcs/", rfc));
  change.set_external_id(std::string(rfc));
  change.set_status(workflow::Rfc::STATUS_CLOSED_SUCCESS);
  *change.mutable_actual_start_time() = start;
  *change.mutable_actual_end_time() = end;
  Deliver("workflow", changed);
}

v1::FreezeBaselineRequest ReportingWorld::Freeze(std::string_view id,
                                                 std::string_view entry) {
  v1::FreezeBaselineRequest request;
  request.set_parent("tenants/acme");
  request.set_baseline_id(std::string(id));
  request.mutable_baseline()->set_opportunity(Name("opportunities", entry));
  request.mutable_baseline()->set_kind(v1::BASELINE_KIND_SERIES);
  return request;
}

}  // namespace csi::reporting
