#include "common/rpc/remote_source.h"
#include "csi/common/v1/event_service.pb.h"
#include "gtest/gtest.h"

namespace csi::rpc {
namespace {

void Add(common::v1::WatchEventsResponse& response, uint64_t offset,
         uint32_t index, bool last) {
  auto& position = *response.add_events()->mutable_position();
  position.set_offset(offset);
  position.set_index(index);
  position.set_last(last);
}

class RecordAssemblerTest : public ::testing::Test {
 protected:
  void Take(const common::v1::WatchEventsResponse& response) {
    assembler_.Take(response, records_, next_);
  }

  RecordAssembler assembler_;
  std::vector<ForeignRecord> records_;
  uint64_t next_ = 0;
};

TEST_F(RecordAssemblerTest, ARecordIsCompleteWithItsLastEvent) {
  common::v1::WatchEventsResponse first;
  Add(first, 7, 0, false);
  Take(first);
  EXPECT_TRUE(records_.empty());
  EXPECT_EQ(next_, 0u);
  common::v1::WatchEventsResponse second;
  Add(second, 7, 1, true);
  Add(second, 9, 0, true);
  Take(second);
  ASSERT_EQ(records_.size(), 2u);
  EXPECT_EQ(records_[0].offset, 7u);
  EXPECT_EQ(records_[0].events.size(), 2u);
  EXPECT_EQ(records_[1].offset, 9u);
  EXPECT_EQ(next_, 10u);
}

TEST_F(RecordAssemblerTest, APositionMovesOverRecordsWithoutEvents) {
  common::v1::WatchEventsResponse response;
  response.mutable_position()->set_offset(4);
  response.mutable_position()->set_last(true);
  Take(response);
  EXPECT_TRUE(records_.empty());
  EXPECT_EQ(next_, 5u);
}

TEST_F(RecordAssemblerTest, APositionInsideAnOpenRecordDoesNotCloseIt) {
  common::v1::WatchEventsResponse response;
  Add(response, 7, 0, false);
  response.mutable_position()->set_offset(7);
  response.mutable_position()->set_last(true);
  Take(response);
  EXPECT_TRUE(records_.empty());
  EXPECT_EQ(next_, 0u);
}

}  // namespace
}  // namespace csi::rpc
