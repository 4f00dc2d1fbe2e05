#include "services/delivery/sender.h"

#include "gtest/gtest.h"

namespace csi::delivery {
namespace {

using workflow::v1::DeliveryChannel;

TEST(Sender, HostsAreReadAndCompared) {
  EXPECT_EQ(HostOf("https://Hooks.Example.com:8443/a?b"), "hooks.example.com");
  EXPECT_EQ(HostOf("http://[::1]:80/"), "[::1]");
  EXPECT_EQ(HostOf("nonsense"), "");
  EXPECT_TRUE(HostAllowed({}, "any"));
  EXPECT_TRUE(HostAllowed({".example.com"}, "hooks.example.com"));
  EXPECT_FALSE(HostAllowed({".example.com"}, "example.com"));
  EXPECT_FALSE(HostAllowed({".example.com"}, "hooks.example.com.evil"));
  EXPECT_TRUE(HostAllowed({"example.com"}, "example.com"));
}

TEST(Sender, RefusesBeforeAnythingIsSent) {
  SenderOptions options;
  options.hosts = {"example.com"};
  CurlSender sender(options);
  DeliveryChannel channel;
  channel.set_kind(DeliveryChannel::KIND_WEBHOOK);
  channel.set_target("http://127.0.0.1:1/");
  EXPECT_TRUE(absl::IsPermissionDenied(
      sender.Send(channel, "d", "{}", absl::UnixEpoch())));
  channel.set_kind(DeliveryChannel::KIND_SMTP);
  EXPECT_TRUE(absl::IsFailedPrecondition(
      sender.Send(channel, "d", "{}", absl::UnixEpoch())));
}

TEST(Sender, AMissingSecretIsFinalAndNobodyThereIsNot) {
  CurlSender sender({});
  DeliveryChannel channel;
  channel.set_kind(DeliveryChannel::KIND_WEBHOOK);
  channel.set_target("http://127.0.0.1:1/");
  EXPECT_TRUE(
      absl::IsUnavailable(sender.Send(channel, "d", "{}", absl::UnixEpoch())));
  channel.set_secret("desk");
  EXPECT_TRUE(absl::IsFailedPrecondition(
      sender.Send(channel, "d", "{}", absl::UnixEpoch())));
}

}  // namespace
}  // namespace csi::delivery
