// The flags that answer a refusal.
#include "tools/csictl/flag_help.h"

#include "csi/registry/v1/registry_service.pb.h"
#include "csi/reporting/v1/reporting_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::tools {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(FlagsFor, AResourceThatWasLeftOutNeedsItsNeededFields) {
  const std::string text = FlagsFor(
      *reporting::v1::SetServiceNodeRequest::descriptor(), "service_node");
  EXPECT_THAT(text, HasSubstr("--title TEXT"));
  EXPECT_THAT(text, HasSubstr("--kind component|"));
  EXPECT_THAT(text, Not(HasSubstr("--summary")));
  EXPECT_EQ(FlagsFor(*registry::v1::CreateOpportunityRequest::descriptor(),
                     "opportunity"),
            "  --title TEXT\n");
}

TEST(FlagsFor, AFieldOfTheResourceHasItsFlag) {
  const auto& request = *registry::v1::CreateOpportunityRequest::descriptor();
  EXPECT_EQ(FlagsFor(request, "opportunity.title"), "  --title TEXT\n");
  EXPECT_EQ(FlagsFor(request, "opportunity.scope.service"),
            "  --service SERVICE\n");
  EXPECT_THAT(FlagsFor(request, "opportunity.framework_clauses[3]"),
              HasSubstr("--framework-clauses"));
}

TEST(FlagsFor, WhatNoFlagGivesHasNone) {
  const auto& request = *registry::v1::CreateOpportunityRequest::descriptor();
  EXPECT_EQ(FlagsFor(request, ""), "");
  EXPECT_EQ(FlagsFor(request, "parent"), "");
  EXPECT_EQ(FlagsFor(request, "opportunity.nothing.of.it"), "");
}

}  // namespace
}  // namespace csi::tools
