// Acknowledging, and preferences.
#include "gtest/gtest.h"
#include "services/workflow/domain/people_resources.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

using namespace common::v1;  // NOLINT: reasons

class InboxVerbs : public ::testing::Test {
 protected:
  InboxVerbs() {
    office.Accept("o");
    EXPECT_TRUE(office.Start("cora", "r1", "o").ok());
  }
  std::string FirstNote() const { return office.Told("ines")[0].fact().id(); }
  PeopleOffice office;
};

TEST_F(InboxVerbs, OneItemIsReadOnceByItsPerson) {
  ASSERT_EQ(office.CountOf("ines").unread(), 2u);
  const auto read = office.Read("ines", "ines", FirstNote());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->unread_count(), 1u);
  EXPECT_EQ(office.Count("InboxAcknowledged"), 1);
  ASSERT_TRUE(office.Read("ines", "ines", FirstNote()).ok());
  EXPECT_EQ(office.Count("InboxAcknowledged"), 1);
}

TEST_F(InboxVerbs, ReadWorkStays) {
  const auto read = office.Read("sven", "sven", "r1-01-w");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(office.Waits("sven"), "r1/1 WORK");
  EXPECT_EQ(UnreadCount(office.runner.state("workflow"), "acme", "sven"),
            office.CountOf("sven").unread());
}

TEST_F(InboxVerbs, AllAtOnce) {
  const auto read = office.ReadAll("ines", "ines");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->unread_count(), 0u);
  EXPECT_EQ(office.CountOf("ines").told(), 2u);
  const int before = office.EventCount();
  ASSERT_TRUE(office.ReadAll("ines", "ines").ok());
  EXPECT_EQ(office.EventCount(), before);
}

TEST_F(InboxVerbs, NobodyReadsForAnother) {
  EXPECT_EQ(Reason(office.Read("cora", "ines", FirstNote())),
            ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(office.ReadAll("cora", "ines")),
            ERROR_REASON_NOT_AUTHORIZED);
  EXPECT_EQ(Reason(office.Read("", "ines", FirstNote())),
            ERROR_REASON_NO_ACTOR);
  EXPECT_EQ(Reason(office.Read("ines", "ines", "none")),
            ERROR_REASON_NOT_FOUND);
}

TEST_F(InboxVerbs, PreferencesAreOnesOwnAndMayNotSilenceWhatMustReach) {
  v1::SetNotificationPreferencesRequest request;
  request.set_parent(Name("people", "ines"));
  v1::RulePreference& one = *request.mutable_preferences()->add_rules();
  one.set_rule("N5");
  one.set_mode(v1::NOTIFICATION_MODE_NONE);
  const auto set = [&](std::string_view as) {
    return office.Call<v1::NotificationPreferences>(
        as, "SetNotificationPreferences", request);
  };
  EXPECT_EQ(Reason(set("ines")), ERROR_REASON_RULE_VIOLATED);
  one.set_rule("N99");
  EXPECT_EQ(Reason(set("ines")), ERROR_REASON_FIELD_INVALID);
  one.set_rule("N1");
  EXPECT_EQ(Reason(set("cora")), ERROR_REASON_NOT_AUTHORIZED);
  const auto done = set("ines");
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->rules(0).mode(), v1::NOTIFICATION_MODE_NONE);
  request.set_etag("\"r0\"");
  EXPECT_EQ(Reason(set("ines")), ERROR_REASON_ETAG_MISMATCH);
}

}  // namespace
}  // namespace csi::workflow
