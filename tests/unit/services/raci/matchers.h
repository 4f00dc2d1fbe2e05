// Refusals in tests: EXPECT_THAT(result, Refused(ERROR_REASON_X, "words")).
#ifndef CSI_TESTS_UNIT_SERVICES_RACI_MATCHERS_H_
#define CSI_TESTS_UNIT_SERVICES_RACI_MATCHERS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/statusor.h"
#include "common/status/status.h"

namespace csi::raci {

inline absl::Status StatusOf(const absl::Status& status) { return status; }
template <class Value>
absl::Status StatusOf(const absl::StatusOr<Value>& result) {
  return result.status();
}

// The reason of a refusal, OK as UNSPECIFIED.
#define EXPECT_REFUSED(result, reason, words)                                  \
  do {                                                                         \
    const absl::Status refused_ = ::csi::raci::StatusOf(result);               \
    EXPECT_FALSE(refused_.ok());                                               \
    EXPECT_EQ(::csi::ReasonName(::csi::ReasonOf(refused_)), reason)            \
        << refused_;                                                           \
    EXPECT_THAT(std::string(refused_.message()), ::testing::HasSubstr(words)); \
  } while (false)

#define ASSERT_ACCEPTED(result)                                   \
  do {                                                            \
    const absl::Status accepted_ = ::csi::raci::StatusOf(result); \
    ASSERT_TRUE(accepted_.ok()) << accepted_;                     \
  } while (false)

}  // namespace csi::raci

#endif  // CSI_TESTS_UNIT_SERVICES_RACI_MATCHERS_H_
