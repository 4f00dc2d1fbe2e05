// The mapping of a migration names steps of both revisions, each once.
#include "services/workflow/domain/migration.h"

#include "gtest/gtest.h"
#include "tests/unit/services/workflow/domain/office.h"

namespace csi::workflow {
namespace {

TEST(Migration, MappingIsCheckedAgainstBothRevisions) {
  const Definition& seven = *FindPackDefinition("seven-step", 0);
  Definition to = seven;
  to.mutable_steps(0)->set_key("vision");
  MigrationRules rules;
  EXPECT_TRUE(CheckMapping(seven, to, rules).ok());
  rules.mapping = {{"strategy", "vision"}};
  EXPECT_TRUE(CheckMapping(seven, to, rules).ok());
  rules.mapping = {{"nothing", "vision"}};
  EXPECT_EQ(Reason(CheckMapping(seven, to, rules)),
            common::v1::ERROR_REASON_FIELD_INVALID);
  rules.mapping = {{"strategy", "vision"}, {"measures", "vision"}};
  EXPECT_EQ(Reason(CheckMapping(seven, to, rules)),
            common::v1::ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace csi::workflow
