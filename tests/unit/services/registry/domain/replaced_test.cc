#include "services/registry/domain/replaced.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace csi::registry {
namespace {

using ::testing::ElementsAre;

v1::Opportunity Entry() {
  v1::Opportunity entry;
  entry.set_name("tenants/acme/opportunities/one");
  entry.set_title("Slow mail");
  entry.set_revision(3);
  entry.set_priority(2);
  entry.mutable_scope()->set_service("tenants/acme/services/mail");
  entry.add_followers("anna");
  entry.add_followers("bob");
  return entry;
}

TEST(Replaced, NamesWhatChangedAndKeepsTheOldValues) {
  const v1::Opportunity before = Entry();
  v1::Opportunity after = before;
  after.set_title("Slow mail at night");
  after.clear_priority();
  after.mutable_due_date()->set_day(9);
  after.set_revision(4);
  const v1::ReplacedValues replaced = ReplacedBy(before, after);
  EXPECT_THAT(replaced.fields(), ElementsAre("title", "priority", "due_date"));
  EXPECT_EQ(replaced.values().title(), "Slow mail");
  EXPECT_EQ(replaced.values().priority(), 2);
  EXPECT_FALSE(replaced.values().has_due_date());
  EXPECT_EQ(replaced.values().revision(), 3u) << "kept, though no news";
  EXPECT_TRUE(replaced.values().name().empty()) << "what did not change";
}

TEST(Replaced, AListThatGrewKeepsNoItemTwice) {
  const v1::Opportunity before = Entry();
  v1::Opportunity after = before;
  after.add_followers("carol");
  v1::ReplacedValues replaced = ReplacedBy(before, after);
  EXPECT_THAT(replaced.fields(), ElementsAre("followers"));
  EXPECT_EQ(replaced.values().followers_size(), 0);
  ASSERT_EQ(replaced.grown_size(), 1);
  EXPECT_EQ(replaced.grown(0).items(), 2u);
  after.set_followers(0, "dave");
  replaced = ReplacedBy(before, after);
  EXPECT_EQ(replaced.grown_size(), 0);
  EXPECT_THAT(replaced.values().followers(), ElementsAre("anna", "bob"));
}

TEST(Replaced, NothingChangedIsNothing) {
  EXPECT_EQ(ReplacedBy(Entry(), Entry()).fields_size(), 0);
}

// Changes of every kind at random; a list may grow, shrink or be another.
void Mutate(std::mt19937_64& random, v1::Opportunity& entry) {
  const auto text = [&] { return std::string(1, 'a' + random() % 4); };
  switch (random() % 9) {
    case 0:
      entry.set_title(random() % 3 == 0 ? "" : text());
      break;
    case 1:
      entry.set_priority(static_cast<int>(random() % 3));
      break;
    case 2:
      if (random() % 2 == 0) {
        entry.clear_due_date();
      } else {
        entry.mutable_due_date()->set_day(1 + random() % 5);
      }
      break;
    case 3:
      entry.add_followers(text());
      break;
    case 4:
      entry.clear_followers();
      break;
    case 5:
      entry.add_links()->set_target(text());
      break;
    case 6:
      if (entry.links_size() > 0) entry.mutable_links(0)->set_target(text());
      break;
    case 7:
      if (entry.links_size() > 0) entry.mutable_links()->RemoveLast();
      break;
    default:
      entry.mutable_scope()->set_service(text());
  }
}

TEST(Replaced, PutBackIsTheInverse) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 3000; ++round) {
    v1::Opportunity before = Entry();
    for (size_t i = random() % 8; i > 0; --i) Mutate(random, before);
    v1::Opportunity after = before;
    for (size_t i = random() % 5; i > 0; --i) Mutate(random, after);
    v1::Opportunity back = after;
    PutBack(ReplacedBy(before, after), back);
    ASSERT_EQ(back.ShortDebugString(), before.ShortDebugString())
        << after.ShortDebugString();
  }
}

}  // namespace
}  // namespace csi::registry
