// The domain as the engine sees it.
#include "services/reporting/domain/reporting_domain.h"

#include "google/protobuf/descriptor.h"
#include "tests/unit/services/reporting/domain/world.h"

namespace csi::reporting {
namespace {

TEST(ReportingDomain, FoldsThePeopleTheRegisterAndTheRuns) {
  const auto domain = MakeReportingDomain();
  EXPECT_EQ(domain->service(), "reporting");
  EXPECT_EQ(domain->views(),
            (std::vector<std::string>{"raci", "registry", "workflow"}));
  EXPECT_EQ(domain->NewEvent()->GetTypeName(), "csi.reporting.v1.JournalEvent");
}

class EveryCall : public ReportingWorld {};

// Queries change nothing and have no decision; every other call has one.
TEST_F(EveryCall, ThatChangesSomethingIsDecidedAndRefusesAStranger) {
  const auto* service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
          "csi.reporting.v1.ReportingService");
  ASSERT_NE(service, nullptr);
  int decided = 0;
  for (int i = 0; i < service->method_count(); ++i) {
    const auto* method = service->method(i);
    if (method->client_streaming() ||
        method->input_type()->FindFieldByName("request_id") == nullptr) {
      continue;
    }
    const std::unique_ptr<google::protobuf::Message> request(
        google::protobuf::MessageFactory::generated_factory()
            ->GetPrototype(method->input_type())
            ->New());
    runner.ActAs("");
    const auto reply = runner.CallBytes("reporting", method->name(), *request);
    EXPECT_FALSE(reply.ok()) << method->name();
    EXPECT_EQ(ReasonOf(reply.status()), common::v1::ERROR_REASON_NO_ACTOR)
        << method->name() << ": " << reply.status();
    ++decided;
  }
  EXPECT_GE(decided, 15);
}

}  // namespace
}  // namespace csi::reporting
