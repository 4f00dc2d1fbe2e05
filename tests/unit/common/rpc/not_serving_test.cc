#include "common/rpc/not_serving.h"

#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::rpc {
namespace {

using ::testing::HasSubstr;

std::string Sentence(const HostReport& report) {
  return std::string(NotServing(report).message());
}

TEST(NotServing, AFullDiskIsNotCalledAStart) {
  HostReport report;
  report.phase = Executor::Phase::kReplay;
  report.halt_reason = "/data/raci/0: IO error: No space left on device.";
  EXPECT_EQ(ReasonOf(NotServing(report)), common::v1::ERROR_REASON_NOT_SERVING);
  EXPECT_THAT(Sentence(report), HasSubstr("No space left on device. Repeat"));
  EXPECT_THAT(Sentence(report), ::testing::Not(HasSubstr("starting")));
}

TEST(NotServing, ACopyThatFoldsAnewSaysSo) {
  HostReport report;
  report.phase = Executor::Phase::kReplay;
  report.rebuilding = true;
  EXPECT_THAT(Sentence(report), HasSubstr("anew"));
}

TEST(NotServing, AStartAndAHaltAreToldApart) {
  HostReport report;
  report.phase = Executor::Phase::kReplay;
  EXPECT_THAT(Sentence(report), HasSubstr("starting"));
  report.phase = Executor::Phase::kHalted;
  report.halt_reason = "record at offset 7";
  EXPECT_EQ(ReasonOf(NotServing(report)),
            common::v1::ERROR_REASON_PARTITION_HALTED);
  EXPECT_THAT(Sentence(report), HasSubstr("record at offset 7"));
}

}  // namespace
}  // namespace csi::rpc
