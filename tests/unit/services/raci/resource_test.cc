#include "services/raci/domain/resource.h"

#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

TEST(ChooseId, TakesAWishOrDrawsOne) {
  IdSource ids("seed");
  EXPECT_EQ(*ChooseId("f", "anna-2", ids), "anna-2");
  EXPECT_EQ(ChooseId("f", "", ids)->size(), 26u);
  EXPECT_REFUSED(ChooseId("f", "Anna", ids), "FIELD_INVALID", "Anna");
}

TEST(ClearOutputOnly, TakesAwayWhatOnlyTheServerSets) {
  v1::Person person;
  person.set_display_name("Anna");
  person.set_uid("mine");
  person.set_revision(9);
  person.add_absences();
  ClearOutputOnly(person);
  v1::Person expected;
  expected.set_display_name("Anna");
  EXPECT_EQ(person.SerializeAsString(), expected.SerializeAsString());
}

TEST(MergeMasked, AnEmptyMaskMeansEveryFieldThatIsSet) {
  v1::Person target;
  target.set_display_name("Anna");
  target.set_email("a@example.com");
  target.add_training_needs("old");
  v1::Person change;
  change.set_name(Name("people", "other"));
  change.set_job_title("Head");
  change.add_training_needs("new");
  ASSERT_ACCEPTED(MergeMasked(change, {}, target));
  EXPECT_EQ(target.display_name(), "Anna");
  EXPECT_EQ(target.job_title(), "Head");
  EXPECT_EQ(target.name(), "");
  ASSERT_EQ(target.training_needs_size(), 1);
  EXPECT_EQ(target.training_needs(0), "new");
}

TEST(MergeMasked, AMaskedFieldThatIsNotSetIsCleared) {
  v1::Person target;
  target.set_email("a@example.com");
  google::protobuf::FieldMask mask;
  mask.add_paths("email");
  ASSERT_ACCEPTED(MergeMasked(v1::Person(), mask, target));
  EXPECT_EQ(target.email(), "");
  mask.add_paths("name");
  EXPECT_REFUSED(MergeMasked(v1::Person(), mask, target), "FIELD_INVALID",
                 "name");
}

}  // namespace
}  // namespace csi::raci
