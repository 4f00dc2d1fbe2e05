// Answers that a batch keeps of its views.
#include "common/kv/memo.h"
#include "tests/unit/common/executor/executor_fixture.h"

namespace csi::testing {
namespace {

// Asks the view raci one question per command, through the batch's memo.
class AskingDomain : public Domain {
 public:
  explicit AskingDomain(int& worked_out) : worked_out_(worked_out) {}

  std::string_view service() const override { return "registry"; }
  std::vector<std::string> views() const override { return {"raci"}; }
  absl::Status Decide(const Command& command, const Context& context,
                      Outcome& outcome) const override {
    Memo* memo = MemoOf(*context.views);
    if (memo == nullptr) return absl::InternalError("no memo");
    memo->Of<bool>("may anna", [&] {
      ++worked_out_;
      return context.views->Has("dir.person");
    });
    return absl::OkStatus();
  }
  std::unique_ptr<google::protobuf::Message> NewEvent() const override {
    return ledger_->NewEvent();
  }
  void Apply(const google::protobuf::Message&, const Fact&,
             Effects&) const override {}
  void Project(const google::protobuf::Message&, const Fact&,
               std::vector<PublicEvent>&) const override {}

 private:
  int& worked_out_;
  const std::unique_ptr<Domain> ledger_ = MakeLedgerDomain();
};

class ViewAnswersTest : public ExecutorTest {
 protected:
  ViewAnswersTest() {
    domain_ = std::make_unique<AskingDomain>(worked_out_);
    Open();
    Run();
  }
  void ViewIsWhole() {
    ForeignBatch batch;
    batch.source = "raci";
    batch.journal_id = std::string(16, 'j');
    batch.at_end = true;
    executor_->OnForeign(std::move(batch), now_);
  }
  void SubmitThree() {
    for (int i = 0; i < 3; ++i) Submit({"ask"}, "");
    Run();
  }

  int worked_out_ = 0;
};

TEST_F(ViewAnswersTest, AreWorkedOutOncePerBatch) {
  ViewIsWhole();
  SubmitThree();
  EXPECT_EQ(results_.size(), 3u);
  EXPECT_EQ(worked_out_, 1);
  SubmitThree();
  EXPECT_EQ(results_.size(), 6u);
  EXPECT_EQ(worked_out_, 2);
}

TEST_F(ViewAnswersTest, OfAViewThatIsNotReadyAreNotKept) {
  SubmitThree();
  // Each has met the view itself, and waits for it.
  EXPECT_TRUE(results_.empty());
  EXPECT_GE(worked_out_, 3);
  ViewIsWhole();
  worked_out_ = 0;
  Run();
  EXPECT_EQ(results_.size(), 3u);
  EXPECT_EQ(worked_out_, 1);
}

}  // namespace
}  // namespace csi::testing
