#include "common/kafka/leadership_group.h"

#include <mutex>

#include "tests/integration/kafka/copies.h"
#include "tests/integration/kafka/real_brokers.h"

namespace csi::kafka {
namespace {

// What a member was told last.
struct Told {
  std::mutex mutex;
  std::set<int32_t> partitions;
  int times = 0;

  LeadershipGroup::OnAssigned Listener() {
    return [this](const std::set<int32_t>& named) {
      std::lock_guard lock(mutex);
      partitions = named;
      ++times;
    };
  }
  size_t count() {
    std::lock_guard lock(mutex);
    return partitions.size();
  }
};

class LeadershipGroupTest : public RealBrokersTest {
 protected:
  void SetUp() override {
    RealBrokersTest::SetUp();
    if (IsSkipped()) return;
    cluster_.session_timeout = absl::Seconds(6);
    MakeTopic({}, 4);
  }
  std::unique_ptr<LeadershipGroup> Join(Told& told) {
    auto member = LeadershipGroup::Join(cluster_, StrCat(topic_, ".group"),
                                        topic_, "", told.Listener());
    EXPECT_TRUE(member.ok()) << member.status();
    return *std::move(member);
  }
};

TEST_F(LeadershipGroupTest, SharesOutThePartitionsAndGivesBackWhatALeaverHad) {
  Told one;
  Told two;
  auto first = Join(one);
  EXPECT_TRUE(Copies::Until([&] { return one.count() == 4; }));
  auto second = Join(two);
  EXPECT_TRUE(
      Copies::Until([&] { return one.count() == 2 && two.count() == 2; }));
  second.reset();
  EXPECT_TRUE(Copies::Until([&] { return one.count() == 4; }));
  EXPECT_EQ(two.count(), 2u) << "a leaver is told nothing more";
}

TEST_F(LeadershipGroupTest, NamesACopyThatThenLeads) {
  DeleteTopic();
  MakeTopic();
  Copies copies(cluster_, topic_);
  PartitionHost& a = copies.Start("a", false);
  PartitionHost& b = copies.Start("b", false);
  const auto join = [&](PartitionHost& host) {
    auto member =
        LeadershipGroup::Join(cluster_, StrCat(topic_, ".group"), topic_, "",
                              [&host](const std::set<int32_t>& named) {
                                host.SetMayLead(named.contains(0));
                              });
    EXPECT_TRUE(member.ok()) << member.status();
    return *std::move(member);
  };
  auto first = join(a);
  ASSERT_TRUE(Copies::Leads(a));
  ASSERT_TRUE(copies.Add(a, "r1").status.ok());
  auto second = join(b);
  first.reset();
  ASSERT_TRUE(Copies::Leads(b));
  EXPECT_TRUE(copies.Add(b, "r1").repeated);
}

}  // namespace
}  // namespace csi::kafka
