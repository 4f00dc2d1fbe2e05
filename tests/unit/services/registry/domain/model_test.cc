// Random runs of verbs and facts: the register and a naive model of it agree
// on what is taken, on every state, number and revision, and on the rows that
// lists are read from. A failing seed is printed.
#include <map>
#include <random>
#include <set>

#include "common/base/strings.h"
#include "common/kv/keys.h"
#include "common/testing/effort.h"
#include "csi/registry/v1/registry_journal.pb.h"
#include "csi/reporting/v1/reporting_events.pb.h"
#include "gtest/gtest.h"
#include "services/registry/domain/entry.h"
#include "services/registry/domain/keys.h"
#include "services/registry/domain/past_entry.h"
#include "tests/unit/services/registry/domain/naive_register.h"
#include "tests/unit/services/registry/domain/registry_world.h"

namespace csi::registry {
namespace {

namespace wf = ::csi::workflow::v1;
namespace rep = ::csi::reporting::v1;

constexpr int kSeeds = testing::kSanitized ? 12 : 60;
constexpr int kStepsPerSeed = 120;
constexpr int kIds = 6;

class RandomRun {
 public:
  explicit RandomRun(uint64_t seed) : random_(seed) {}

  void Step() {
    const std::string id = "e" + std::to_string(Draw(kIds));
    const std::string name = EntryName(id);
    const std::string who = Pick({"anna", "anna", "bob", "erin", "frank", ""});
    const std::string run = Pick({"r1", "r2"});
    const std::string to =
        Pick({"ACCEPTED", "ASSESSED", "APPROVED", "IN_PROGRESS", "IN_REVIEW",
              "CLOSED", "NEW", ""});
    switch (Draw(18)) {
      case 0:
      case 1:
      case 2:
        return Log(id);
      case 3:
      case 4:
        return Agree(world_.Accept(who, name), model_.Accept(who, id));
      case 5:
        return Agree(world_.Reject(who, name), model_.Reject(who, id));
      case 6:
        return Defer(who, id, name);
      case 7:
        return Agree(world_.Hold(who, name), model_.Hold(who, id));
      case 8:
        return Agree(world_.Resume(who, name), model_.Resume(who, id));
      case 9:
        if (Draw(3) != 0) return;
        return Agree(world_.Cancel(who, name), model_.Cancel(who, id));
      case 10:
        return Agree(world_.Close(who, name), model_.Close(who, id));
      case 11:
        return Agree(world_.Reopen(who, name), model_.Reopen(who, id));
      case 12:
        return Agree(world_.Move(who, name, StateOf(to)),
                     model_.Move(who, id, to));
      case 13:
        world_.Tell<wf::RunStarted>(name, "", {}, run);
        return model_.RunStarts(id, run);
      case 14:
        world_.Tell<wf::StepApproved>(name, to, {}, run);
        return model_.RunSays(id, run, to, false);
      case 15:
        world_.Tell<wf::StepSentBack>(name, to, {}, run);
        return model_.RunSays(id, run, to, true);
      case 16:
        return EndOrHold(id, name, run, to);
      default:
        return JudgeOrWait(id, name);
    }
  }

  void Check() {
    const auto& state = world_.runner.state("registry");
    std::map<std::string, uint64_t> by_state;
    std::set<uint64_t> numbers;
    std::set<std::string> index;
    for (const auto& [id, naive] : model_.entries()) {
      const v1::Opportunity entry = world_.Read(EntryName(id));
      ASSERT_EQ(StateName(entry.state()), naive.state) << id;
      ASSERT_EQ(entry.revision(), static_cast<uint64_t>(naive.revision))
          << id << " " << naive.state;
      ASSERT_EQ(entry.number(), static_cast<uint64_t>(naive.number));
      ASSERT_EQ(entry.run_active(), naive.running);
      const std::string accountable =
          naive.accountable.empty()
              ? ""
              : authority::Name("people", naive.accountable);
      ASSERT_EQ(entry.accountable(), accountable) << id;
      if (naive.state == "ON_HOLD" || naive.state == "DEFERRED") {
        ASSERT_EQ(StateName(entry.return_state()), naive.back_to);
      }
      ++by_state[naive.state];
      numbers.insert(entry.number());
      for (const std::string& key : IndexKeys("acme", entry)) {
        ASSERT_EQ(state.Get(key).value_or("absent"), id);
        index.insert(key);
      }
    }
    // Gapless: as many numbers as entries, the highest is their count.
    ASSERT_EQ(numbers.size(), model_.entries().size());
    if (!numbers.empty()) {
      ASSERT_EQ(*numbers.rbegin(), numbers.size());
    }
    size_t rows = 0;
    state.ScanPrefix(KeyPrefix("reg.x", {"acme"}),
                     [&](std::string_view, std::string_view) {
                       ++rows;
                       return true;
                     });
    ASSERT_EQ(rows, index.size()) << "no stale index rows";
    CheckCounts(state, by_state);
    CheckTimers();
  }

  // Keeps every entry as it is now, for CheckPast.
  void Remember() {
    for (const auto& [id, naive] : model_.entries()) {
      v1::Opportunity entry = world_.Read(EntryName(id));
      entry.clear_etag();
      past_.push_back({world_.runner.now(), id, std::move(entry)});
    }
  }

  // As of every moment that was kept each entry is what it was.
  void CheckPast() {
    const auto& state = world_.runner.state("registry");
    for (const auto& [time, id, was] : past_) {
      v1::Opportunity entry = world_.Read(EntryName(id));
      ASSERT_TRUE(GoBackTo(state, "acme", id, time, entry).ok());
      ASSERT_EQ(entry.ShortDebugString(), was.ShortDebugString()) << time;
    }
  }

 private:
  int Draw(int below) {
    return static_cast<int>(random_() % static_cast<uint64_t>(below));
  }
  std::string Pick(std::vector<std::string> from) {
    return from[Draw(static_cast<int>(from.size()))];
  }

  void Agree(const absl::StatusOr<v1::Opportunity>& real, bool naive) {
    ASSERT_EQ(real.ok(), naive) << real.status();
  }

  void Log(const std::string& id) {
    const std::string service = Pick({"web", "mail", "orphan", ""});
    const bool outside = Draw(3) == 0;
    v1::CreateOpportunityRequest request;
    request.set_parent("tenants/acme");
    request.set_opportunity_id(id);
    auto& fields = *request.mutable_opportunity();
    fields.set_title("Entry");
    fields.set_retrospective(outside);
    if (!service.empty()) {
      fields.mutable_scope()->set_service(authority::Name("services", service));
    }
    if (Draw(4) == 0) {
      fields.set_priority(9);  // refused: the number stays free
      EXPECT_FALSE(
          world_.Call<v1::Opportunity>("frank", "CreateOpportunity", request)
              .ok());
      return;
    }
    Agree(world_.Call<v1::Opportunity>("frank", "CreateOpportunity", request),
          model_.Log(id, service, outside));
  }

  void Defer(const std::string& who, const std::string& id,
             const std::string& name) {
    const int day = day_ + 1 + Draw(5);  // days since 1 January 2026
    const int month = 1 + day / 28;
    Agree(world_.Defer(who, name, 2026, month, 1 + day % 28),
          model_.Defer(who, id, DaysTo(month, 1 + day % 28)));
  }

  // Days from 1 January to a day of January to August 2026.
  static int DaysTo(int month, int day) {
    static constexpr int kBefore[] = {0, 31, 59, 90, 120, 151, 181, 212};
    return kBefore[month - 1] + day - 1;
  }

  void EndOrHold(const std::string& id, const std::string& name,
                 const std::string& run, const std::string& to) {
    switch (Draw(4)) {
      case 0:
        world_.Tell<wf::RunCompleted>(name, to, {}, run);
        return model_.RunEnds(id, run, to, false);
      case 1:
        world_.Tell<wf::RunCancelled>(name, to, {}, run);
        return model_.RunEnds(id, run, to, true);
      case 2:
        world_.Tell<wf::RunHeld>(name, "ON_HOLD", {}, run);
        return model_.RunHolds(id, run);
      default:
        world_.Tell<wf::RunResumed>(name, to, {}, run);
        return model_.RunGoesOn(id, run, to);
    }
  }

  void JudgeOrWait(const std::string& id, const std::string& name) {
    if (Draw(2) == 0) {
      rep::VerdictAccepted event;
      event.mutable_comparison()->set_opportunity(name);
      event.mutable_comparison()->set_value(rep::VERDICT_VALUE_IMPROVED);
      world_.runner.Deliver("reporting", event, name);
      return model_.Judged(id);
    }
    day_ += Draw(3);
    world_.runner.AdvanceTo(std::max(
        world_.runner.now(), authority::kStart + absl::Hours(24) * day_));
    model_.Day(day_);
  }

  void CheckCounts(const KvReader& state,
                   const std::map<std::string, uint64_t>& by_state) {
    for (int i = 1; i <= v1::OpportunityState_MAX; ++i) {
      const auto which = static_cast<v1::OpportunityState>(i);
      const auto row =
          GetRow<v1::CounterRow>(state, StateCountKey("acme", which));
      const auto expected = by_state.find(StateName(which));
      ASSERT_EQ(row ? row->value() : 0,
                expected == by_state.end() ? 0 : expected->second)
          << StateName(which);
    }
  }

  // A wake-up timer stands exactly for each deferred entry.
  void CheckTimers() {
    std::set<std::string> deferred;
    for (const auto& [id, naive] : model_.entries()) {
      if (naive.state == "DEFERRED") deferred.insert(EntryName(id));
    }
    std::set<std::string> waiting;
    for (const Timer& timer : world_.runner.timers("registry")) {
      ASSERT_TRUE(waiting.insert(timer.subject).second);
    }
    ASSERT_EQ(waiting, deferred);
  }

  struct Past {
    absl::Time time;
    std::string id;
    v1::Opportunity entry;
  };

  std::mt19937_64 random_;
  std::vector<Past> past_;
  RegistryWorld world_;
  NaiveRegister model_;
  int day_ = 0;
};

TEST(Register, AgreesWithANaiveModelOnRandomRuns) {
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(StrCat("seed ", seed));
    RandomRun run(seed);
    for (int step = 0; step < kStepsPerSeed; ++step) {
      SCOPED_TRACE(StrCat("step ", step));
      run.Step();
      run.Check();
      if (step % 10 == 0) run.Remember();
      if (::testing::Test::HasFailure()) return;
    }
    run.CheckPast();
  }
}

}  // namespace
}  // namespace csi::registry
