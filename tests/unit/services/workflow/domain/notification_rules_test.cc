#include "services/workflow/domain/notification_rules.h"

#include <set>

#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"

namespace csi::workflow {
namespace {

TEST(NotificationRules, EveryRowHasAnAudienceAndAMode) {
  std::set<std::string> ids;
  for (const v1::NotificationRule& rule : NotificationRules()) {
    ids.insert(rule.id());
    EXPECT_FALSE(rule.title().empty()) << rule.id();
    EXPECT_NE(rule.mode(), v1::NOTIFICATION_MODE_UNSPECIFIED) << rule.id();
    if (rule.events().empty()) continue;  // work: whoever it waits for
    EXPECT_GT(rule.letters_size() + rule.roles_size() + rule.people_size(), 0)
        << rule.id();
  }
  for (const char* id :
       {"N1", "N2", "N4", "N5", "N6", "N8", "N9", "N10", "N11", "N12"}) {
    EXPECT_TRUE(ids.contains(id)) << id;
  }
}

TEST(NotificationRules, PreferencesCountWhereTheRuleAllows) {
  const v1::NotificationRule& digest = *FindRule("N1");
  const v1::NotificationRule& must = *FindRule("N5");
  v1::NotificationPreferences none;
  EXPECT_EQ(ModeFor(digest, none), v1::NOTIFICATION_MODE_DIGEST);
  none.set_mode(v1::NOTIFICATION_MODE_NONE);
  EXPECT_EQ(ModeFor(digest, none), v1::NOTIFICATION_MODE_NONE);
  EXPECT_EQ(ModeFor(must, none), v1::NOTIFICATION_MODE_AT_ONCE);
  v1::RulePreference& one = *none.add_rules();
  one.set_rule("N1");
  one.set_mode(v1::NOTIFICATION_MODE_AT_ONCE);
  EXPECT_EQ(ModeFor(digest, none), v1::NOTIFICATION_MODE_AT_ONCE);
}

TEST(NotificationRules, AnEventMayHaveSeveralAudiences) {
  EXPECT_EQ(RulesFor("ImplementationStarted").size(), 3u);
  EXPECT_TRUE(RulesFor("NoSuchEvent").empty());
  EXPECT_EQ(FindRule("N99"), nullptr);
}

}  // namespace
}  // namespace csi::workflow
