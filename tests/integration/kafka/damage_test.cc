// Damaged files of a copy whose journal is in Kafka: its state is folded anew.
#include <fstream>
#include <vector>

#include "tests/integration/kafka/copies.h"
#include "tests/unit/common/kafka/mock_brokers.h"

namespace csi::kafka {
namespace {

namespace fs = std::filesystem;

class DamageTest : public ::testing::Test {
 protected:
  static constexpr int kRows = 300;

  void SetUp() override {
    brokers_.MakeTopic("journal");
    copies_ = std::make_unique<Copies>(brokers_.options(absl::Seconds(1)),
                                       "journal", false);
  }
  void Fill(PartitionHost& host) {
    ASSERT_TRUE(Copies::Leads(host));
    for (int i = 0; i < kRows; ++i) {
      ASSERT_TRUE(
          copies_->Add(host, StrCat("r", i), StrCat("key", i)).status.ok());
    }
    ASSERT_TRUE(host.store().Flush().ok());
  }
  fs::path State() const { return copies_->Folder("a") / "raci" / "0"; }
  // Every block of every table file.
  void DamageTables() {
    int files = 0;
    for (const auto& entry : fs::directory_iterator(State())) {
      if (entry.path().extension() != ".sst") continue;
      ++files;
      Damage(entry.path());
    }
    ASSERT_GT(files, 0);
  }
  static void Damage(const fs::path& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    for (uint64_t at = 0; at < fs::file_size(path) / 2; at += 40) {
      file.seekp(static_cast<std::streamoff>(at));
      file.put('\x5a');
    }
  }
  static bool Whole(PartitionHost& host) {
    return Copies::Until([&] {
      if (host.report().phase != Executor::Phase::kLead) return false;
      for (int i = 0; i < kRows; ++i) {
        if (Copies::Value(host, StrCat("key", i)) != 1) return false;
      }
      return true;
    });
  }

  MockBrokers brokers_;
  std::unique_ptr<Copies> copies_;
};

TEST_F(DamageTest, ALeaderWhoseTablesAreDamagedFoldsThemAnewAndLeadsOn) {
  Fill(copies_->Start("a", true));
  // Nothing of it is in a cache.
  copies_->Stop("a");
  PartitionHost& a = copies_->Start("a", true);
  ASSERT_TRUE(Copies::Leads(a));
  DamageTables();
  for (int i = 0; i < kRows; ++i) Copies::Value(a, StrCat("key", i));
  EXPECT_TRUE(Whole(a)) << a.report().halt_reason;
  EXPECT_TRUE(fs::exists(State().string() + ".aside"));
  EXPECT_TRUE(copies_->Add(a, "r0", "key0").repeated);
}

TEST_F(DamageTest, AFolderThatCannotBeOpenedIsFoldedAnew) {
  Fill(copies_->Start("a", true));
  copies_->Stop("a");
  DamageTables();
  for (const auto& entry : fs::directory_iterator(State())) {
    if (entry.path().filename().string().starts_with("MANIFEST")) {
      Damage(entry.path());
    }
  }
  PartitionHost& a = copies_->Start("a", true);
  EXPECT_TRUE(Whole(a)) << a.report().halt_reason;
  EXPECT_TRUE(fs::exists(State().string() + ".aside"));
}

}  // namespace
}  // namespace csi::kafka
