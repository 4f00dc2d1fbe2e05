// Deliveries that failed: reported, retried, discarded.
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons
using Channel = v1::DeliveryChannel;
using Delivery = v1::Delivery;

class Deliveries : public ::testing::Test {
 protected:
  Deliveries() {
    channel.set_parent("tenants/acme");
    channel.set_channel_id("desk");
    channel.mutable_channel()->set_kind(Channel::KIND_WEBHOOK);
    channel.mutable_channel()->set_target("http://localhost:1/hook");
    channel.mutable_channel()->set_person(Name("people", "ines"));
    office.Role("delivery-agent");
    office.Person("post");
    office.Assign("a-post", "delivery-agent", "post");
    EXPECT_TRUE(Set("ines").ok());
    report.set_parent("tenants/acme");
    report.mutable_delivery()->set_channel(Name("deliveryChannels", "desk"));
    report.mutable_delivery()->set_name(Name("deliveries", "d1"));
    report.mutable_delivery()->set_state(Delivery::STATE_DEAD);
    report.mutable_delivery()->set_person(Name("people", "ines"));
    report.mutable_delivery()->set_error("HTTP 500");
    report.mutable_delivery()->set_body("{}");
  }
  absl::StatusOr<Channel> Set(std::string_view as) {
    return office.Call<Channel>(as, "SetDeliveryChannel", channel);
  }
  absl::StatusOr<Delivery> Report(std::string_view as = "post") {
    return office.Call<Delivery>(as, "ReportDelivery", report);
  }
  absl::StatusOr<Delivery> Retry(std::string_view as) {
    v1::RetryDeliveryRequest request;
    request.set_name(Name("deliveries", "d1"));
    return office.Call<Delivery>(as, "RetryDelivery", request);
  }
  PeopleOffice office;
  v1::SetDeliveryChannelRequest channel;
  v1::ReportDeliveryRequest report;
};

// Else anybody could have a text of their own sent under another's signature.
TEST_F(Deliveries, NobodyPlantsAMessageOnAnothersChannel) {
  EXPECT_EQ(Reason(Report("omar")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(Report("")), ERROR_REASON_NO_ACTOR);
  report.mutable_delivery()->set_person(Name("people", "omar"));
  ASSERT_TRUE(Report().ok());
  EXPECT_EQ(Reason(Retry("omar")), ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(Retry("ines").ok());
}

TEST_F(Deliveries, ADeadOneIsRetriedAndThenDelivered) {
  ASSERT_TRUE(Report().ok());
  ASSERT_TRUE(Report().ok());  // told twice after a restart
  EXPECT_EQ(office.Count("DeliveryFailed"), 1);
  EXPECT_EQ(Reason(Retry("omar")), ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(Retry("ines").ok());
  EXPECT_EQ(office.Last<v1::DeliveryRetried>().delivery().body(), "{}");
  EXPECT_EQ(Reason(Retry("ines")), ERROR_REASON_WRONG_STATE);
  report.mutable_delivery()->set_state(Delivery::STATE_DELIVERED);
  const auto done = Report();
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->state(), Delivery::STATE_DELIVERED);
  EXPECT_EQ(done->body(), "");
  EXPECT_EQ(office.Count("DeliveryRecovered"), 1);
}

TEST_F(Deliveries, ARoundThatFailsAgainIsDeadAgain) {
  ASSERT_TRUE(Report().ok());
  ASSERT_TRUE(Retry("cora").ok());
  report.mutable_delivery()->set_attempts(10);
  ASSERT_TRUE(Report().ok());
  EXPECT_EQ(office.Count("DeliveryFailed"), 2);
  ASSERT_TRUE(Retry("cora").ok());
}

TEST_F(Deliveries, DiscardNeedsAReasonAndIsFinal) {
  ASSERT_TRUE(Report().ok());
  v1::DiscardDeliveryRequest request;
  request.set_name(Name("deliveries", "d1"));
  const auto discard = [&] {
    return office.Call<Delivery>("cora", "DiscardDelivery", request);
  };
  EXPECT_EQ(Reason(discard()), ERROR_REASON_FIELD_INVALID);
  request.set_reason("the desk is closed");
  ASSERT_TRUE(discard().ok());
  EXPECT_EQ(Reason(discard()), ERROR_REASON_WRONG_STATE);
  ASSERT_TRUE(Report().ok());
  EXPECT_EQ(office.Count("DeliveryFailed"), 1);
}

TEST_F(Deliveries, ReportsAreBounded) {
  report.mutable_delivery()->set_body(std::string(20001, 'x'));
  EXPECT_EQ(Reason(Report()), ERROR_REASON_TOO_LARGE);
  report.mutable_delivery()->set_body("");
  report.mutable_delivery()->set_state(Delivery::STATE_RETRYING);
  EXPECT_EQ(Reason(Report()), ERROR_REASON_FIELD_INVALID);
  report.mutable_delivery()->set_state(Delivery::STATE_DELIVERED);
  EXPECT_EQ(Reason(Report()), ERROR_REASON_NOT_FOUND);
}

}  // namespace
}  // namespace csi::workflow
