// The domain as the engine sees it.
#include "services/workflow/domain/workflow_domain.h"

#include "common/status/status.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

TEST(WorkflowDomain, FoldsTheServicesThatItReactsTo) {
  const auto domain = MakeWorkflowDomain();
  EXPECT_EQ(domain->service(), "workflow");
  EXPECT_EQ(domain->views(),
            (std::vector<std::string>{"raci", "registry", "reporting"}));
  for (const char* type :
       {"csi.registry.v1.OpportunityCancelled",
        "csi.registry.v1.OpportunityHeld", "csi.registry.v1.OpportunityResumed",
        "csi.registry.v1.OpportunityUpdated",
        "csi.reporting.v1.VerdictAccepted"}) {
    common::v1::CloudEvent event;
    event.set_type(type);
    EXPECT_TRUE(domain->ReactsTo(event)) << type;
    EXPECT_NE(google::protobuf::DescriptorPool::generated_pool()
                  ->FindMessageTypeByName(type),
              nullptr)
        << type;
  }
  common::v1::CloudEvent logged;
  logged.set_type("csi.registry.v1.OpportunityLogged");
  EXPECT_FALSE(domain->ReactsTo(logged));
}

// Queries change nothing and have no decision; every other call has one.
TEST(WorkflowDomain, DecidesEveryCallThatChangesSomething) {
  Office office;
  const auto* service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          "csi.workflow.v1.WorkflowService");
  ASSERT_NE(service, nullptr);
  int decided = 0;
  for (int i = 0; i < service->method_count(); ++i) {
    const auto* method = service->method(i);
    if (method->input_type()->FindFieldByName("request_id") == nullptr) {
      continue;
    }
    const std::unique_ptr<google::protobuf::Message> request(
        google::protobuf::MessageFactory::generated_factory()
            ->GetPrototype(method->input_type())
            ->New());
    const auto reply =
        office.runner.CallBytes("workflow", method->name(), *request);
    // Refused for its emptiness, not for lack of a decider.
    EXPECT_FALSE(reply.ok()) << method->name();
    EXPECT_NE(ReasonOf(reply.status()), common::v1::ERROR_REASON_UNSPECIFIED)
        << method->name() << ": " << reply.status();
    ++decided;
  }
  EXPECT_GE(decided, 18);
}

}  // namespace
}  // namespace csi::workflow
