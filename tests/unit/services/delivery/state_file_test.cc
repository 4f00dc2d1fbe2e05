#include "services/delivery/state_file.h"

#include <sys/stat.h>

#include <fstream>

#include "gtest/gtest.h"

namespace csi::delivery {
namespace {

const Source kSource = {"", 3};

class StateFile : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const {
    return ::testing::TempDir() + "state_file_test_" + name;
  }
  std::string Write(const std::string& name, const std::string& text,
                    mode_t mode) const {
    std::ofstream(Path(name)) << text;
    chmod(Path(name).c_str(), mode);
    return Path(name);
  }
};

TEST_F(StateFile, ComesBackAsItWas) {
  WorkerState state;
  state.position.emplace().set_journal_id("j");
  state.position->set_offset(7);
  state.position->set_last(true);
  state.digests[{"t", "p"}] = 42;
  state.next_digest_us = 99;
  state.source = kSource;
  for (const char* id : {"d2", "d1"}) {
    Waiting& waiting = state.waiting["desk"].emplace_back();
    waiting.tenant = "t";
    waiting.again = true;
    waiting.delivery.set_name(id);
    waiting.delivery.set_channel("desk");
    waiting.delivery.set_person("p");
    waiting.delivery.set_notification("n");
    waiting.delivery.set_body("{\"a\": 1}");
    waiting.delivery.set_attempts(2);
    waiting.delivery.set_error("HTTP 500");
  }
  ASSERT_TRUE(SaveState(Path("one"), state).ok());
  const auto again = LoadState(Path("one"), kSource);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->position->offset(), 7u);
  EXPECT_TRUE(again->position->last());
  EXPECT_EQ(again->digests, state.digests);
  EXPECT_EQ(again->next_digest_us, 99);
  ASSERT_EQ(again->waiting.at("desk").size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    const Waiting& was = state.waiting["desk"][i];
    const Waiting& is = again->waiting.at("desk")[i];
    EXPECT_EQ(is.tenant, was.tenant);
    EXPECT_TRUE(is.again);
    EXPECT_EQ(is.delivery.SerializeAsString(),
              was.delivery.SerializeAsString());
  }
}

TEST_F(StateFile, OfAnotherPartitionOrTenantIsRefused) {
  WorkerState state;
  state.source = kSource;
  ASSERT_TRUE(SaveState(Path("three"), state).ok());
  for (const Source& other : {Source{"", 2}, Source{"t", 3}}) {
    const absl::Status status = LoadState(Path("three"), other).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
    EXPECT_NE(status.message().find("partition 3"), std::string::npos);
    EXPECT_NE(status.message().find("--state-file"), std::string::npos);
  }
  state.source = {"t", 0};
  ASSERT_TRUE(SaveState(Path("tenant"), state).ok());
  EXPECT_TRUE(LoadState(Path("tenant"), {"t", 0}).ok());
  EXPECT_TRUE(
      absl::IsFailedPrecondition(LoadState(Path("tenant"), {"u", 0}).status()));
}

TEST_F(StateFile, NoneIsEmptyAndADamagedOneIsRefused) {
  const auto none = LoadState(Path("none"), kSource);
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none->position.has_value());
  for (const char* text : {"", "{", "[]", R"({"digests": [1]})"}) {
    EXPECT_TRUE(
        absl::IsDataLoss(LoadState(Write("bad", text, 0600), kSource).status()))
        << text;
  }
}

TEST_F(StateFile, SecretsAreForTheirOwnerOnly) {
  const auto secrets =
      LoadSecrets(Write("secrets", "# desk\ndesk = a=b \n\n", 0600));
  ASSERT_TRUE(secrets.ok()) << secrets.status();
  EXPECT_EQ(secrets->at("desk"), "a=b");
  EXPECT_TRUE(absl::IsPermissionDenied(
      LoadSecrets(Write("open", "desk = x\n", 0644)).status()));
  // As a cluster mounts them: root's, and of the group of the pod.
  EXPECT_EQ(LoadSecrets(Write("group", "desk = x\n", 0640)).ok(),
            geteuid() == 0);
  EXPECT_TRUE(absl::IsPermissionDenied(
      LoadSecrets(Write("writable", "desk = x\n", 0660)).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      LoadSecrets(Write("wrong", "desk\n", 0600)).status()));
  EXPECT_TRUE(absl::IsNotFound(LoadSecrets(Path("absent")).status()));
  EXPECT_TRUE(LoadSecrets("")->empty());
}

}  // namespace
}  // namespace csi::delivery
