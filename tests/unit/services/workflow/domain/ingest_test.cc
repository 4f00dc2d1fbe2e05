// News about changes as it comes from a topic, where nobody acts and bytes are
// whatever somebody sent.
#include "common/kv/memory_kv.h"
#include "csi/workflow/v1/workflow_journal.pb.h"
#include "csi/workflow/v1/workflow_service.pb.h"
#include "gtest/gtest.h"
#include "services/workflow/domain/resources.h"
#include "services/workflow/domain/workflow_domain.h"

namespace csi::workflow {
namespace {

class TakeChange : public ::testing::Test {
 protected:
  TakeChange() {
    event_ = request_.mutable_event();
    event_->set_source("//itop/prod");
    event_->set_event_id("1");
    event_->set_external_id("C-1");
    event_->set_status(v1::Rfc::STATUS_APPROVED);
  }
  absl::Status Take() {
    IdSource ids("seed");
    Context context;
    context.tenant = "acme";
    context.now = absl::FromUnixSeconds(1700000000);
    context.state = &state_;
    context.views = &state_;
    context.ids = &ids;
    outcome_ = csi::Outcome();
    return domain_->TakeInput(request_, context, outcome_);
  }

  const std::unique_ptr<Domain> domain_ = MakeWorkflowDomain();
  MemoryKv state_;
  csi::Outcome outcome_;
  v1::IngestChangeEventRequest request_;
  v1::ChangeEvent* event_ = nullptr;
};

TEST_F(TakeChange, NeedsNobodyAndParksWhatNoRunKnows) {
  ASSERT_TRUE(Take().ok());
  ASSERT_EQ(outcome_.events().size(), 1u);
  const auto& event =
      static_cast<const v1::JournalEvent&>(*outcome_.events()[0]);
  EXPECT_EQ(event.change_parked().event().event_id(), "1");
}

TEST_F(TakeChange, RefusesAStatusThatIsNone) {
  event_->set_status(static_cast<v1::Rfc::Status>(99));
  EXPECT_TRUE(absl::IsInvalidArgument(Take()));
}

TEST_F(TakeChange, RefusesTimesThatNoCalendarHas) {
  event_->mutable_changed_time()->set_seconds(INT64_MAX);
  EXPECT_TRUE(absl::IsInvalidArgument(Take()));
  event_->mutable_changed_time()->set_seconds(0);
  event_->mutable_changed_time()->set_nanos(-1);
  EXPECT_TRUE(absl::IsInvalidArgument(Take()));
}

TEST_F(TakeChange, RefusesNulAndLongText) {
  event_->set_raw_status(std::string("a\0b", 3));
  EXPECT_TRUE(absl::IsInvalidArgument(Take()));
  event_->set_raw_status(std::string(20001, 'x'));
  EXPECT_FALSE(Take().ok());
  EXPECT_TRUE(outcome_.events().empty());
}

TEST(StatusWord, OfANewerProgramIsANumber) {
  EXPECT_EQ(StatusWord(v1::Rfc::STATUS_APPROVED), "APPROVED");
  EXPECT_EQ(StatusWord(static_cast<v1::Rfc::Status>(99)), "STATUS 99");
}

}  // namespace
}  // namespace csi::workflow
