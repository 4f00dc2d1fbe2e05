#include "common/executor/partition_journal.h"

#include "gtest/gtest.h"

namespace csi {
namespace {

TEST(MayPass, AnswersOfBrokersThatChangeAreAskedForAgain) {
  EXPECT_TRUE(MayPass(absl::UnavailableError("an election")));
  EXPECT_TRUE(MayPass(absl::DeadlineExceededError("late")));
  EXPECT_TRUE(MayPass(absl::NotFoundError("not known to this broker yet")));
  EXPECT_TRUE(MayPass(absl::PermissionDeniedError("rights are being set")));
  EXPECT_TRUE(MayPass(absl::InternalError("no thread")));
}

TEST(MayPass, FactsAboutTheJournalStand) {
  EXPECT_FALSE(MayPass(absl::DataLossError("a hole")));
  EXPECT_FALSE(MayPass(absl::OutOfRangeError("it ends before")));
  EXPECT_FALSE(MayPass(absl::FailedPreconditionError("compacted")));
  EXPECT_FALSE(MayPass(absl::InvalidArgumentError("a mistake")));
}

}  // namespace
}  // namespace csi
