// Where notifications are sent: whose channel it is, and which addresses pass.
#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons
using Channel = v1::DeliveryChannel;

class Channels : public ::testing::Test {
 protected:
  Channels() {
    channel.set_parent("tenants/acme");
    channel.set_channel_id("desk");
    channel.mutable_channel()->set_kind(Channel::KIND_WEBHOOK);
    channel.mutable_channel()->set_target("http://localhost:1/hook");
    channel.mutable_channel()->set_person(Name("people", "ines"));
  }
  absl::StatusOr<Channel> Set(std::string_view as) {
    return office.Call<Channel>(as, "SetDeliveryChannel", channel);
  }
  PeopleOffice office;
  v1::SetDeliveryChannelRequest channel;
};

TEST_F(Channels, AChannelIsOnesOwnOrTheOffices) {
  EXPECT_EQ(Reason(Set("omar")), ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(Set("ines").ok());
  ASSERT_TRUE(Set("cora").ok());
  channel.mutable_channel()->clear_person();
  EXPECT_EQ(Reason(Set("ines")), ERROR_REASON_NOT_AUTHORIZED);
  // Nobody takes another's channel by naming it their own.
  channel.mutable_channel()->set_person(Name("people", "omar"));
  EXPECT_EQ(Reason(Set("omar")), ERROR_REASON_NOT_AUTHORIZED);
  v1::DeleteDeliveryChannelRequest request;
  request.set_name(Name("deliveryChannels", "desk"));
  EXPECT_EQ(
      Reason(office.Call<Channel>("omar", "DeleteDeliveryChannel", request)),
      ERROR_REASON_NOT_AUTHORIZED);
  ASSERT_TRUE(
      office.Call<Channel>("ines", "DeleteDeliveryChannel", request).ok());
  EXPECT_EQ(
      Reason(office.Call<Channel>("ines", "DeleteDeliveryChannel", request)),
      ERROR_REASON_NOT_FOUND);
}

TEST_F(Channels, OnlyTheOfficeHasAChannelSigned) {
  channel.mutable_channel()->set_secret("desk");
  EXPECT_EQ(Reason(Set("ines")), ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_TRUE(Set("cora").ok());
}

TEST_F(Channels, AddressesAreChecked) {
  for (const char* bad : {"", "ftp://host", "https://",
                          "http://user:word@host/", "http://host/\r\nX: 1"}) {
    channel.mutable_channel()->set_target(bad);
    EXPECT_EQ(Reason(Set("ines")), ERROR_REASON_FIELD_INVALID) << bad;
  }
  channel.mutable_channel()->set_kind(Channel::KIND_SMTP);
  for (const char* bad :
       {"nobody", "@host", "a@", "a@b,c@d", "a@b\nBcc: c@d", "<a@b>"}) {
    channel.mutable_channel()->set_target(bad);
    EXPECT_EQ(Reason(Set("ines")), ERROR_REASON_FIELD_INVALID) << bad;
  }
  channel.mutable_channel()->set_target("ines@example.com");
  EXPECT_TRUE(Set("ines").ok());
  channel.mutable_channel()->set_secret(std::string(64, 's'));
  EXPECT_EQ(Reason(Set("ines")), ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace csi::workflow
