// With 100,000 entries in a tenant, no call but a scan reads more than a
// handful of rows.
#include "common/base/strings.h"
#include "common/kv/memory_kv.h"
#include "common/testing/effort.h"
#include "gtest/gtest.h"
#include "services/registry/domain/apply.h"
#include "services/registry/domain/commands/commands.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/limits.h"
#include "services/registry/server/queries.h"
#include "tests/unit/services/registry/domain/registry_world.h"
#include "tests/unit/services/registry/server/counting_reader.h"

namespace csi::registry {
namespace {

constexpr int kEntries = testing::kSanitized ? 20000 : 100000;
// Rows of the register that one decision may read.
constexpr int kReadsMax = 10;

class MemoryEffects : public Effects {
 public:
  explicit MemoryEffects(MemoryKv& rows) : rows_(rows) {}
  KvWriter& state() override { return rows_; }
  void SetTimer(const Timer&) override {}
  void CancelTimer(const Timer&) override {}
  void Broken(std::string what) override { ADD_FAILURE() << what; }

 private:
  MemoryKv& rows_;
};

// One large tenant, made once for all cases; none of them changes it.
class Scale : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    rows = new MemoryKv;
    MemoryEffects effects(*rows);
    const Fact fact{"acme", "frank", "", "Test", "", authority::kStart};
    for (int i = 1; i <= kEntries; ++i) {
      v1::JournalEvent event;
      auto& logged = *event.mutable_opportunity_logged();
      v1::Opportunity& entry = *logged.mutable_logged();
      entry.set_name(EntryName(StrCat("e", i)));
      entry.set_title(i % 1000 == 0 ? "Entry of every thousandth" : "Entry");
      entry.set_external_number(StrCat("CSI-", i));
      entry.mutable_due_date()->set_year(2026);
      entry.mutable_due_date()->set_month(1);
      entry.mutable_due_date()->set_day(1 + i % 28);
      entry.set_number(static_cast<uint64_t>(i));
      entry.set_state(v1::OPPORTUNITY_STATE_NEW);
      entry.set_priority(1 + i % 5);
      entry.mutable_scope()->set_service("tenants/acme/services/web");
      *logged.mutable_opportunity() = DigestOf(entry);
      ApplyEvent(event, fact, effects);
    }
  }
  static void TearDownTestSuite() { delete rows; }

  // Rows of the register that the decision read.
  template <class Request>
  int Reads(absl::Status (*decide)(const Request&, const Context&, Outcome&),
            const Request& request, std::string_view actor = "anna") {
    const CountingReader state(*rows);
    IdSource ids("seed");
    Context context;
    context.tenant = "acme";
    context.actor = std::string(actor);
    context.now = world.runner.now();
    context.state = &state;
    context.views = &world.runner.views("registry");
    context.ids = &ids;
    Outcome outcome;
    const absl::Status status = decide(request, context, outcome);
    EXPECT_TRUE(status.ok()) << status;
    return state.reads;
  }

  static MemoryKv* rows;
  RegistryWorld world;
};

MemoryKv* Scale::rows = nullptr;

TEST_F(Scale, CommandsReadTheirEntryAndLittleElse) {
  const std::string name = EntryName(StrCat("e", kEntries / 2));
  v1::CreateOpportunityRequest create;
  create.mutable_opportunity()->set_title("One more");
  EXPECT_LE(Reads(&DecideCreateOpportunity, create), kReadsMax);
  v1::UpdateOpportunityRequest update;
  update.mutable_opportunity()->set_name(name);
  update.mutable_update_mask()->add_paths("priority");
  EXPECT_LE(Reads(&DecideUpdateOpportunity, update), kReadsMax);
  v1::AcceptOpportunityRequest accept;
  accept.set_name(name);
  EXPECT_LE(Reads(&DecideAcceptOpportunity, accept), kReadsMax);
  v1::CancelOpportunityRequest cancel;
  cancel.set_name(name);
  cancel.set_reason("because");
  EXPECT_LE(Reads(&DecideCancelOpportunity, cancel), kReadsMax);
  v1::LinkOpportunityRequest link;
  link.set_name(name);
  link.mutable_link()->set_type(v1::LINK_TYPE_PARENT);
  link.mutable_link()->set_target(EntryName("e1"));
  EXPECT_LE(Reads(&DecideLinkOpportunity, link), kReadsMax);
  v1::OpenPrioritizationRequest open;
  open.mutable_prioritization()->set_title("Review");
  open.mutable_prioritization()->add_opportunities(name);
  EXPECT_LE(Reads(&DecideOpenPrioritization, open), kReadsMax);
  v1::RaiseObjectionRequest raise;
  raise.mutable_objection()->set_subject(name);
  raise.mutable_objection()->set_text("No.");
  EXPECT_LE(Reads(&DecideRaiseObjection, raise), kReadsMax);
  v1::AddCommentRequest comment;
  comment.mutable_comment()->set_subject(name);
  comment.mutable_comment()->set_text("Hm.");
  EXPECT_LE(Reads(&DecideAddComment, comment), kReadsMax);
}

TEST_F(Scale, IndexedPagesAndTheBoardReadWhatTheyShow) {
  const CountingReader state(*rows);
  const QueryContext context{state, state, "acme", "", world.runner.now()};
  v1::ListOpportunitiesRequest list;
  list.set_parent("tenants/acme");
  list.set_page_size(50);
  for (const char* order : {"", "number desc", "priority", "due_date",
                            "score desc", "update_time desc"}) {
    list.set_order_by(order);
    state.reads = 0;
    v1::ListOpportunitiesResponse reply;
    ASSERT_TRUE(ListOpportunities(context, list, &reply).ok());
    EXPECT_EQ(reply.opportunities_size(), 50) << order;
    // The index row, the head twice and the texts of each, one row beyond.
    EXPECT_LE(state.reads, 50 * 4 + 1) << order;
  }
  v1::GetBoardRequest board;
  board.set_parent("tenants/acme");
  v1::Board counts;
  state.reads = 0;
  ASSERT_TRUE(GetBoard(context, board, &counts).ok());
  EXPECT_EQ(counts.total(), static_cast<uint64_t>(kEntries));
  EXPECT_EQ(state.reads, counts.columns_size());
}

TEST_F(Scale, JoinedIndexesReadWhatTheyShow) {
  const CountingReader state(*rows);
  const QueryContext context{state, state, "acme", "bob", world.runner.now()};
  v1::ListOpportunitiesRequest list;
  list.set_parent("tenants/acme");
  list.set_page_size(50);
  struct Question {
    const char* filter;
    const char* order;
    int entries;
    int reads_max;
  };
  // Per entry: a row of each index, the head, the head and the texts again.
  constexpr int kPerEntry = 3;
  const Question kQuestions[] = {
      {"state = NEW AND scope.service = web", "", 50, 50 * (2 + kPerEntry)},
      {"accountable = \"\" AND open = true", "number desc", 50,
       50 * (2 + kPerEntry)},
      // Two words that only every thousandth entry has together.
      {"text:\"thousandth entry\"", "", 50, 50 * (2 + kPerEntry) * 2},
      {"text:\"thousandth\" AND state = NEW AND open = true", "", 50,
       50 * (3 + kPerEntry) * 2},
      {"text:\"absent\" AND state = NEW", "", 0, 10},
      {"involved = \"@me\" AND open = true", "", 0, 10},
      {"external_number = \"CSI-777\"", "", 1, 10},
      {"open = true AND priority = 3", "priority", 50, 50 * (1 + kPerEntry)},
      {"open = true AND due_date < 2026-01-05", "due_date", 50,
       50 * (1 + kPerEntry)},
      {"open = true AND due_date < 2026-01-05", "due_date desc", 50,
       50 * (1 + kPerEntry)},
      {"update_time > 2030-01-01", "update_time", 0, 10},
      {"score > 50", "score", 0, 10}};
  for (const Question& question : kQuestions) {
    list.set_filter(question.filter);
    list.set_order_by(question.order);
    state.reads = 0;
    v1::ListOpportunitiesResponse reply;
    const absl::Status status = ListOpportunities(context, list, &reply);
    ASSERT_TRUE(status.ok()) << status;
    const int expected =
        question.entries == 50 ? std::min(50, kEntries / 1000) : 0;
    EXPECT_GE(reply.opportunities_size(),
              question.entries == 50 ? expected : question.entries)
        << question.filter;
    EXPECT_LE(state.reads, question.reads_max + 20) << question.filter;
  }
}

TEST_F(Scale, AScanStopsAtItsBudgetWithAToken) {
  const CountingReader state(*rows);
  const QueryContext context{state, state, "acme", "", world.runner.now()};
  v1::ListOpportunitiesRequest list;
  list.set_parent("tenants/acme");
  list.set_filter("title:absent");
  v1::ListOpportunitiesResponse reply;
  ASSERT_TRUE(ListOpportunities(context, list, &reply).ok());
  EXPECT_EQ(reply.opportunities_size(), 0);
  EXPECT_FALSE(reply.next_page_token().empty());
  EXPECT_LE(state.reads, limits::kListScanRowsMax * 2 + 1);
}

}  // namespace
}  // namespace csi::registry
