// Differences are named by their place and their values.
#include "services/workflow/definitions/definition_diff.h"

#include "gtest/gtest.h"
#include "services/workflow/definitions/definition.h"

namespace csi::workflow {
namespace {

std::string Text(const DefinitionChanges& changes) {
  std::string text;
  for (const v1::DefinitionChange& change : changes) {
    text += v1::DefinitionChange::Kind_Name(change.kind()).substr(5) + " " +
            change.place() + ": " + change.before() + " -> " + change.after() +
            "\n";
  }
  return text;
}

TEST(DefinitionDiff, TheSameHasNoDifference) {
  const Definition& seven = *FindPackDefinition("seven-step", 0);
  Definition renamed = seven;
  renamed.set_revision(7);
  renamed.set_etag("x");
  EXPECT_TRUE(DiffDefinitions(seven, renamed).empty());
}

TEST(DefinitionDiff, NamesAddedRemovedMovedAndChanged) {
  const Definition& seven = *FindPackDefinition("seven-step", 0);
  Definition after = seven;
  after.mutable_steps(0)->set_due_days(21);
  after.mutable_steps(0)->mutable_fields(0)->set_required(false);
  after.mutable_steps()->DeleteSubrange(3, 1);
  for (int i = 3; i < after.steps_size(); ++i) {
    after.mutable_steps(i)->set_number(i + 1);
  }
  v1::FieldDefinition& field = *after.mutable_steps(1)->add_fields();
  field.set_key("owner");
  field.set_title("Owner");
  EXPECT_EQ(Text(DiffDefinitions(seven, after)),
            "CHANGED step strategy / due_days: 14 -> 21\n"
            "CHANGED step strategy / field vision / required: true -> false\n"
            "ADDED step measures / field owner:  -> Owner\n"
            "MOVED step analyse: 5 -> 4\n"
            "MOVED step decide: 6 -> 5\n"
            "MOVED step implement: 7 -> 6\n"
            "REMOVED step process: Process the data -> \n");
}

}  // namespace
}  // namespace csi::workflow
