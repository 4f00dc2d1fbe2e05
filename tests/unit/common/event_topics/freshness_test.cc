#include "common/event_topics/freshness.h"

#include "gtest/gtest.h"

namespace csi {
namespace {

constexpr absl::Duration kStart = absl::Seconds(1000);

TEST(Freshness, ATopicThatNeverSpokeIsNotFresh) {
  EXPECT_FALSE(Freshness().Fresh(kStart));
}

TEST(Freshness, ARecordOfLongAgoDoesNotMakeItFresh) {
  Freshness topic;
  topic.HeardOld(kStart, absl::Hours(1));
  EXPECT_FALSE(topic.Fresh(kStart));
  topic.HeardOld(kStart, absl::Seconds(5));
  EXPECT_TRUE(topic.Fresh(kStart + absl::Seconds(9)));
  EXPECT_FALSE(topic.Fresh(kStart + absl::Seconds(10)));
}

TEST(Freshness, AWriterWhoseClockIsAheadIsBelievedNoLongerThanAnother) {
  Freshness topic;
  topic.HeardOld(kStart, -absl::Hours(1));
  EXPECT_TRUE(topic.Fresh(kStart));
  EXPECT_FALSE(topic.Fresh(kStart + Freshness::kSilenceMax));
}

TEST(Freshness, ALiveRecordCountsWhateverItsWritersClockSays) {
  Freshness topic;
  topic.HeardOld(kStart, absl::Hours(1));
  topic.HeardLive(kStart + absl::Seconds(1));
  EXPECT_TRUE(topic.Fresh(kStart + absl::Seconds(15)));
  EXPECT_FALSE(topic.Fresh(kStart + absl::Seconds(16)));
}

}  // namespace
}  // namespace csi
