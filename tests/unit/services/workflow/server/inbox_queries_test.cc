// The inbox as the API shows it: views, filters, order, pages, digest.
#include "gtest/gtest.h"
#include "services/workflow/server/people_queries.h"
#include "services/workflow/server/queries.h"
#include "tests/unit/services/workflow/domain/people_office.h"

namespace csi::workflow {
namespace {

class InboxQueries : public ::testing::Test {
 protected:
  InboxQueries() {
    office.Accept("o");
    office.Accept("p");
    EXPECT_TRUE(office.Start("cora", "r1", "o").ok());
    office.runner.Advance(absl::Hours(1));
    EXPECT_TRUE(office.Start("cora", "r2", "p").ok());
    EXPECT_TRUE(office.Submit("sven", "r1", 1).ok());
    request.set_parent(Name("people", "ines"));
    request.set_view(v1::INBOX_VIEW_TOLD);
  }
  v1::ListInboxResponse List() {
    v1::ListInboxResponse response;
    const absl::Status status =
        ListInbox(office.runner.Query("workflow"), request, &response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  std::string Causes() {
    std::string text;
    const v1::ListInboxResponse listed = List();
    for (const v1::InboxItem& item : listed.inbox_items()) {
      text += item.cause() + " ";
    }
    return text;
  }
  PeopleOffice office;
  v1::ListInboxRequest request;
};

TEST_F(InboxQueries, SaysWhatWasToldAndWhy) {
  request.set_run(Name("runs", "r1"));
  const v1::ListInboxResponse told = List();
  ASSERT_EQ(told.inbox_items_size(), 2);
  const v1::InboxItem& item = told.inbox_items(0);
  EXPECT_EQ(item.kind(), v1::InboxItem::KIND_TOLD);
  EXPECT_EQ(item.rule(), "N1");
  EXPECT_EQ(item.what(), "\"Improve o\" has begun its run.");
  EXPECT_EQ(item.why(), "Because you are informed (I) as service-desk.");
  EXPECT_EQ(item.letter(), common::v1::LETTER_INFORMED);
  EXPECT_EQ(item.assignment(), Name("assignments", "a-ines"));
  EXPECT_EQ(told.unread_count(), 4u);
  EXPECT_EQ(told.read_time().seconds(),
            absl::ToUnixSeconds(office.runner.now()));
}

TEST_F(InboxQueries, WorkSaysThroughWhichAssignmentItCame) {
  request.set_parent(Name("people", "rita"));
  request.set_view(v1::INBOX_VIEW_WAITING);
  const v1::ListInboxResponse work = List();
  ASSERT_EQ(work.inbox_items_size(), 1);
  EXPECT_EQ(work.inbox_items(0).letter(), common::v1::LETTER_RESPONSIBLE);
  EXPECT_EQ(work.inbox_items(0).assignment(), Name("assignments", "a-rita"));
}

TEST_F(InboxQueries, FiltersByKindReadAndRun) {
  EXPECT_EQ(Causes(), "MatrixDeployed RunStarted RunStarted StepSubmitted ");
  ASSERT_TRUE(
      office.Read("ines", "ines", office.Told("ines")[0].fact().id()).ok());
  request.set_unread(true);
  EXPECT_EQ(Causes(), "RunStarted RunStarted StepSubmitted ");
  request.set_run(Name("runs", "r2"));
  EXPECT_EQ(Causes(), "RunStarted ");
  request.add_kinds(v1::InboxItem::KIND_WORK);
  EXPECT_EQ(Causes(), "");
}

TEST_F(InboxQueries, OrdersAndPages) {
  request.set_order(v1::INBOX_ORDER_NEWEST);
  request.set_page_size(3);
  const v1::ListInboxResponse first = List();
  ASSERT_EQ(first.inbox_items_size(), 3);
  EXPECT_EQ(first.inbox_items(0).cause(), "StepSubmitted");
  request.set_page_token(first.next_page_token());
  const v1::ListInboxResponse second = List();
  ASSERT_EQ(second.inbox_items_size(), 1);
  EXPECT_EQ(second.inbox_items(0).cause(), "MatrixDeployed");
  EXPECT_EQ(second.next_page_token(), "");
  request.clear_page_token();
  request.set_parent(Name("people", "cora"));
  request.set_view(v1::INBOX_VIEW_ALL);
  request.set_order(v1::INBOX_ORDER_URGENCY);
  EXPECT_EQ(List().inbox_items(0).kind(), v1::InboxItem::KIND_APPROVE);
}

TEST_F(InboxQueries, DigestCountsAndTells) {
  v1::GetInboxDigestRequest wanted;
  wanted.set_parent(Name("people", "rita"));
  office.runner.Advance(absl::Hours(24 * 30));
  v1::InboxDigest digest;
  ASSERT_TRUE(
      GetInboxDigest(office.runner.Query("workflow"), wanted, &digest).ok());
  EXPECT_EQ(digest.waiting_count(), 1u);
  EXPECT_EQ(digest.overdue_count(), 1u);
  EXPECT_EQ(digest.told_size(), 0);  // older than a day
  EXPECT_NE(digest.text().find("OVERDUE since"), std::string::npos);
  wanted.mutable_since_time()->set_seconds(1);
  wanted.set_parent(Name("people", "ines"));
  v1::InboxDigest all;
  ASSERT_TRUE(
      GetInboxDigest(office.runner.Query("workflow"), wanted, &all).ok());
  EXPECT_GE(all.told_size(), 4);
}

TEST_F(InboxQueries, OneItemByItsName) {
  v1::GetInboxItemRequest wanted;
  wanted.set_name(Name("people", "rita") + "/inboxItems/r2-01-w");
  v1::InboxItem item;
  ASSERT_TRUE(
      GetInboxItem(office.runner.Query("workflow"), wanted, &item).ok());
  EXPECT_EQ(item.run(), Name("runs", "r2"));
  wanted.set_name(Name("people", "rita") + "/inboxItems/none");
  EXPECT_EQ(
      Reason(GetInboxItem(office.runner.Query("workflow"), wanted, &item)),
      common::v1::ERROR_REASON_NOT_FOUND);
  wanted.set_name("nonsense");
  EXPECT_EQ(
      Reason(GetInboxItem(office.runner.Query("workflow"), wanted, &item)),
      common::v1::ERROR_REASON_FIELD_INVALID);
}

}  // namespace
}  // namespace csi::workflow
