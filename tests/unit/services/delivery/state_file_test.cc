#include "services/delivery/state_file.h"

#include <sys/stat.h>

#include <fstream>

#include "gtest/gtest.h"

namespace csi::delivery {
namespace {

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
  ASSERT_TRUE(SaveState(Path("one"), state).ok());
  const auto again = LoadState(Path("one"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->position->offset(), 7u);
  EXPECT_TRUE(again->position->last());
  EXPECT_EQ(again->digests, state.digests);
  EXPECT_EQ(again->next_digest_us, 99);
}

TEST_F(StateFile, NoneIsEmptyAndADamagedOneIsRefused) {
  const auto none = LoadState(Path("none"));
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none->position.has_value());
  for (const char* text : {"", "{", "[]", R"({"digests": [1]})"}) {
    EXPECT_TRUE(absl::IsDataLoss(LoadState(Write("bad", text, 0600)).status()))
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
  EXPECT_TRUE(absl::IsInvalidArgument(
      LoadSecrets(Write("wrong", "desk\n", 0600)).status()));
  EXPECT_TRUE(absl::IsNotFound(LoadSecrets(Path("absent")).status()));
  EXPECT_TRUE(LoadSecrets("")->empty());
}

}  // namespace
}  // namespace csi::delivery
