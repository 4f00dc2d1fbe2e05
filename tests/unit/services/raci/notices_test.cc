#include "services/raci/server/queries.h"
#include "tests/unit/services/raci/matchers.h"
#include "tests/unit/services/raci/raci_world.h"

namespace csi::raci {
namespace {

// root may bootstrap until frank is CSI manager; bob owns process release.
class NoticesTest : public ::testing::Test {
 protected:
  NoticesTest() {
    EXPECT_TRUE(
        world_.Appoint("po", "process-owner", "bob", Scoped("", "release"))
            .ok());
    EXPECT_TRUE(world_.Appoint("m", "csi-manager", "frank").ok());
    world_.runner.ActAs("frank");
  }

  static v1::PublishNoticeRequest Wanted(std::string_view id) {
    v1::PublishNoticeRequest request;
    request.set_parent("tenants/acme");
    request.set_notice_id(std::string(id));
    v1::Notice& notice = *request.mutable_notice();
    notice.set_kind(v1::NOTICE_KIND_VISION);
    notice.set_title("Better every week");
    notice.set_text("We measure before we change.");
    notice.mutable_audience()->set_everyone(true);
    return request;
  }
  absl::StatusOr<v1::Notice> Publish(const v1::PublishNoticeRequest& request) {
    return world_.Call<v1::Notice>("PublishNotice", request);
  }
  absl::StatusOr<v1::Notice> Acknowledge(const std::string& as,
                                         std::string_view id) {
    world_.runner.ActAs(as);
    v1::AcknowledgeNoticeRequest request;
    request.set_name(Name("notices", id));
    return world_.Call<v1::Notice>("AcknowledgeNotice", request);
  }
  v1::ListNoticeReceiptsResponse Receipts(std::string_view id) {
    v1::ListNoticeReceiptsRequest request;
    request.set_name(Name("notices", id));
    v1::ListNoticeReceiptsResponse reply;
    EXPECT_TRUE(
        ListNoticeReceipts(world_.runner.Query("raci"), request, &reply).ok());
    return reply;
  }
  std::vector<std::string> UnreadOf(const std::string& person) {
    world_.runner.ActAs(person);
    v1::ListNoticesRequest request;
    request.set_parent("tenants/acme");
    request.set_filter("unread = true");
    v1::ListNoticesResponse reply;
    EXPECT_TRUE(ListNotices(world_.runner.Query("raci"), request, &reply).ok());
    std::vector<std::string> names;
    for (const auto& notice : reply.notices()) names.push_back(notice.name());
    return names;
  }

  RaciWorld world_;
};

TEST_F(NoticesTest, AreAcknowledgedOnceByWhoTheyAreFor) {
  auto request = Wanted("vision");
  request.mutable_notice()->mutable_audience()->set_everyone(false);
  for (const char* person : {"anna", "carol"}) {
    request.mutable_notice()->mutable_audience()->add_people(
        Name("people", person));
  }
  ASSERT_ACCEPTED(Publish(request));
  EXPECT_EQ(UnreadOf("anna").size(), 1u);
  EXPECT_TRUE(UnreadOf("bob").empty());
  ASSERT_ACCEPTED(Acknowledge("anna", "vision"));
  ASSERT_ACCEPTED(Acknowledge("anna", "vision"));  // read once is read
  EXPECT_EQ(world_.runner.CountEvents("raci", "NoticeAcknowledged"), 1);
  EXPECT_TRUE(UnreadOf("anna").empty());
  EXPECT_REFUSED(Acknowledge("bob", "vision"), "NOT_AUTHORIZED",
                 "not in the audience");
  const auto receipts = Receipts("vision");
  EXPECT_EQ(receipts.audience(), 2);
  EXPECT_EQ(receipts.acknowledged(), 1);
  EXPECT_DOUBLE_EQ(receipts.percent(), 50);
  ASSERT_EQ(receipts.receipts_size(), 2);
  EXPECT_EQ(receipts.receipts(0).display_name(), "Anna");
  EXPECT_TRUE(receipts.receipts(0).has_acknowledge_time());
  EXPECT_FALSE(receipts.receipts(1).has_acknowledge_time());
}

TEST_F(NoticesTest, WhoJoinsLaterReadsThemToo) {
  ASSERT_ACCEPTED(Publish(Wanted("vision")));
  const int before = Receipts("vision").audience();
  ASSERT_ACCEPTED(world_.AddPerson("gina", "Gina"));
  EXPECT_EQ(Receipts("vision").audience(), before + 1);
  EXPECT_EQ(UnreadOf("gina").size(), 1u);
}

TEST_F(NoticesTest, AnOwnerTellsOfTheOwnProcessOnly) {
  auto request = Wanted("change");
  request.mutable_notice()->set_kind(v1::NOTICE_KIND_PROCESS_CHANGE);
  world_.runner.ActAs("bob");
  EXPECT_REFUSED(Publish(request), "NOT_AUTHORIZED", "Frank");
  request.mutable_notice()->set_subject(Name("processes", "release"));
  ASSERT_ACCEPTED(Publish(request));
  world_.runner.ActAs("frank");
  auto aimless = Wanted("aimless");
  aimless.mutable_notice()->set_kind(v1::NOTICE_KIND_PROCESS_CHANGE);
  EXPECT_REFUSED(Publish(aimless), "FIELD_INVALID", "names its process");
}

TEST_F(NoticesTest, AnotherOneReplacesThem) {
  ASSERT_ACCEPTED(Publish(Wanted("first")));
  auto second = Wanted("second");
  second.mutable_notice()->set_replaces(Name("notices", "first"));
  ASSERT_ACCEPTED(Publish(second));
  EXPECT_REFUSED(Acknowledge("anna", "first"), "WRONG_STATE",
                 "notices/second; use that one");
  EXPECT_EQ(UnreadOf("anna"),
            std::vector<std::string>{Name("notices", "second")});
  world_.runner.ActAs("frank");
  auto third = Wanted("third");
  third.mutable_notice()->set_replaces(Name("notices", "first"));
  EXPECT_REFUSED(Publish(third), "WRONG_STATE", "was replaced by");
  EXPECT_REFUSED(Publish(Wanted("second")), "ALREADY_EXISTS",
                 "does not change");
}

TEST_F(NoticesTest, AreReplacedByWhoMayTakeThemBack) {
  ASSERT_ACCEPTED(world_.AddProcess("change"));
  auto theirs = Wanted("theirs");
  theirs.mutable_notice()->set_kind(v1::NOTICE_KIND_PROCESS_CHANGE);
  theirs.mutable_notice()->set_subject(Name("processes", "change"));
  ASSERT_ACCEPTED(Publish(theirs));
  world_.runner.ActAs("bob");  // owns another process
  auto mine = theirs;
  mine.set_notice_id("mine");
  mine.mutable_notice()->set_subject(Name("processes", "release"));
  mine.mutable_notice()->set_replaces(Name("notices", "theirs"));
  EXPECT_REFUSED(Publish(mine), "NOT_AUTHORIZED", "Frank");
  EXPECT_EQ(UnreadOf("anna").size(), 1u);
}

TEST_F(NoticesTest, AreTakenBackWithAReason) {
  ASSERT_ACCEPTED(Publish(Wanted("vision")));
  v1::WithdrawNoticeRequest request;
  request.set_name(Name("notices", "vision"));
  EXPECT_REFUSED(world_.Call<v1::Notice>("WithdrawNotice", request),
                 "FIELD_INVALID", "reason");
  request.set_reason("wrong year");
  ASSERT_ACCEPTED(world_.Call<v1::Notice>("WithdrawNotice", request));
  EXPECT_REFUSED(Acknowledge("anna", "vision"), "WRONG_STATE", "wrong year");
  EXPECT_TRUE(UnreadOf("anna").empty());
}

TEST_F(NoticesTest, NeedReadersAndADayThatIsNotOver) {
  auto nobody = Wanted("x");
  nobody.mutable_notice()->mutable_audience()->set_everyone(false);
  EXPECT_REFUSED(Publish(nobody), "FIELD_INVALID", "nobody would read it");
  auto late = Wanted("x");
  auto& day = *late.mutable_notice()->mutable_acknowledge_by();
  day.set_year(1990);
  day.set_month(1);
  day.set_day(1);
  EXPECT_REFUSED(Publish(late), "FIELD_INVALID", "that day is over");
  auto unknown = Wanted("x");
  unknown.mutable_notice()->mutable_audience()->add_roles(
      Name("roles", "astronaut"));
  EXPECT_REFUSED(Publish(unknown), "NOT_FOUND", "astronaut");
}

TEST_F(NoticesTest, SayWhoIsOverdue) {
  auto request = Wanted("vision");
  const absl::CivilDay tomorrow =
      absl::ToCivilDay(world_.runner.now(), absl::UTCTimeZone()) + 1;
  auto& day = *request.mutable_notice()->mutable_acknowledge_by();
  day.set_year(static_cast<int>(tomorrow.year()));
  day.set_month(tomorrow.month());
  day.set_day(tomorrow.day());
  ASSERT_ACCEPTED(Publish(request));
  ASSERT_ACCEPTED(Acknowledge("anna", "vision"));
  EXPECT_FALSE(Receipts("vision").receipts(1).overdue());
  world_.runner.Advance(absl::Hours(72));
  const auto receipts = Receipts("vision");
  EXPECT_FALSE(receipts.receipts(0).overdue());
  EXPECT_TRUE(receipts.receipts(1).overdue());
}

}  // namespace
}  // namespace csi::raci
