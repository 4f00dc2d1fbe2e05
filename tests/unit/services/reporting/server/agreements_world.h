// A tenant with a web service: two servers in parallel, a database in series;
// an SLA on the whole and an OLA on the database, London office hours.
#ifndef CSI_TESTS_UNIT_SERVICES_REPORTING_SERVER_AGREEMENTS_WORLD_H_
#define CSI_TESTS_UNIT_SERVICES_REPORTING_SERVER_AGREEMENTS_WORLD_H_

#include <string>
#include <string_view>
#include <vector>

#include "services/reporting/server/agreement_queries.h"
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {

class AgreementsWorld : public ReportingWorld {
 protected:
  AgreementsWorld() {
    absl::LoadTimeZone("Europe/London", &london_);
    runner.AdvanceTo(At(2026, 3, 2, 9));
    Node("web1", v1::SERVICE_NODE_KIND_COMPONENT, {});
    Node("web2", v1::SERVICE_NODE_KIND_COMPONENT, {});
    Node("database", v1::SERVICE_NODE_KIND_COMPONENT, {});
    Node("web", v1::SERVICE_NODE_KIND_PARALLEL, {"web1", "web2"});
    Node("shop", v1::SERVICE_NODE_KIND_SERIES, {"web", "database"});
  }

  absl::Time At(int year, int month, int day, int hour, int minute = 0) const {
    return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, 0),
                           london_);
  }

  v1::SetServiceNodeRequest NodeRequest(std::string_view id,
                                        v1::ServiceNodeKind kind,
                                        const std::vector<std::string>& parts) {
    v1::SetServiceNodeRequest request;
    request.set_parent("tenants/acme");
    request.set_service_node_id(std::string(id));
    v1::ServiceNode& node = *request.mutable_service_node();
    node.set_title(std::string(id));
    node.set_kind(kind);
    node.set_effective_month("2025-06");
    for (const std::string& part : parts) {
      node.add_parts(Name("serviceNodes", part));
    }
    return request;
  }
  absl::StatusOr<v1::ServiceNode> Put(const v1::SetServiceNodeRequest& request,
                                      std::string person = "bob") {
    return As<v1::ServiceNode>(person, "SetServiceNode", request);
  }
  void Node(std::string_view id, v1::ServiceNodeKind kind,
            const std::vector<std::string>& parts) {
    const auto made = Put(NodeRequest(id, kind, parts));
    ASSERT_TRUE(made.ok()) << made.status();
  }

  // Office hours, 99.5 %.
  v1::SetAgreementRequest Sla(std::string_view id = "sla",
                              std::string_view node = "shop") {
    v1::SetAgreementRequest request;
    request.set_parent("tenants/acme");
    request.set_agreement_id(std::string(id));
    v1::Agreement& agreement = *request.mutable_agreement();
    agreement.set_title(std::string(id));
    agreement.set_kind(v1::AGREEMENT_KIND_SLA);
    agreement.set_node(Name("serviceNodes", node));
    agreement.mutable_hours()->set_time_zone("Europe/London");
    for (int day = 1; day <= 5; ++day) {
      v1::DayHours& hours = *agreement.mutable_hours()->add_hours();
      hours.set_day_of_week(day);
      hours.set_start_minute(8 * 60);
      hours.set_end_minute(18 * 60);
    }
    agreement.set_availability_target(99.5);
    agreement.set_effective_month("2026-01");
    return request;
  }
  absl::StatusOr<v1::Agreement> Put(const v1::SetAgreementRequest& request,
                                    std::string person = "bob") {
    return As<v1::Agreement>(person, "SetAgreement", request);
  }
  void Agree(const v1::SetAgreementRequest& request) {
    const auto made = Put(request);
    ASSERT_TRUE(made.ok()) << made.status();
  }

  v1::RecordOutageRequest Down(std::string_view node, std::string_view id,
                               absl::Time start) {
    v1::RecordOutageRequest request;
    request.set_parent("tenants/acme");
    v1::Outage& outage = *request.mutable_outage();
    outage.set_node(Name("serviceNodes", node));
    outage.set_source("monitor");
    outage.set_source_id(std::string(id));
    *outage.mutable_start_time() = TimestampOf(start);
    return request;
  }
  v1::RecordOutageRequest Down(std::string_view node, std::string_view id,
                               absl::Time start, absl::Time end) {
    v1::RecordOutageRequest request = Down(node, id, start);
    *request.mutable_outage()->mutable_end_time() = TimestampOf(end);
    return request;
  }
  absl::StatusOr<v1::Outage> Try(const v1::RecordOutageRequest& request,
                                 std::string person = "dave") {
    return As<v1::Outage>(person, "RecordOutage", request);
  }
  absl::StatusOr<v1::Outage> Try(const v1::CorrectOutageRequest& request,
                                 std::string person = "dave") {
    return As<v1::Outage>(person, "CorrectOutage", request);
  }
  v1::Outage Tell(const v1::RecordOutageRequest& request) {
    const auto told = Try(request);
    EXPECT_TRUE(told.ok()) << told.status();
    return told.value_or(v1::Outage());
  }

  v1::AgreementReport Report(std::string_view month,
                             std::string_view id = "sla") {
    v1::ReportAgreementRequest request;
    request.set_name(Name("agreements", id));
    request.set_month(std::string(month));
    v1::AgreementReport report;
    const absl::Status status =
        ReportAgreement(runner.Query("reporting"), request, &report);
    EXPECT_TRUE(status.ok()) << status;
    return report;
  }
  int Count(std::string_view type) {
    return runner.CountEvents("reporting", type);
  }

  absl::TimeZone london_;
};

}  // namespace csi::reporting

#endif  // CSI_TESTS_UNIT_SERVICES_REPORTING_SERVER_AGREEMENTS_WORLD_H_
