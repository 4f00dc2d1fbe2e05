// Random runs of recommendations and decisions against a model that is as
// naive as can be: who may decide, when that is enough, and what time does.
#include <map>
#include <random>
#include <set>

#include "common/base/strings.h"
#include "common/testing/effort.h"
#include "gtest/gtest.h"
#include "services/registry/domain/apply.h"
#include "tests/unit/services/registry/domain/plans_world.h"

namespace csi::registry {
namespace {

constexpr int kSeeds = testing::kSanitized ? 10 : 40;
constexpr int kStepsPerSeed = 80;
constexpr int kLimit = 10000;
constexpr absl::Duration kDay = absl::Hours(24);

// One recommendation. gina decides up to the limit, hugo beyond it and above
// her; anna agrees beside them.
struct NaiveAdvice {
  std::string by;
  int cost = 0;
  std::string state = "OPEN";
  bool reached = false;               // hugo, by escalation
  std::map<std::string, bool> words;  // who is for it -> as A
  std::optional<absl::Time> due;
};

class NaivePlans {
 public:
  NaivePlans(int quorum, bool strict) : quorum_(quorum), strict_(strict) {}

  bool Recommend(const std::string& who, const std::string& id, int cost,
                 absl::Time now) {
    if (who.empty() || all_.count(id) != 0) return false;
    NaiveAdvice advice;
    advice.by = who;
    advice.cost = cost;
    advice.due = now + 7 * kDay;
    all_[id] = advice;
    return true;
  }

  bool Decide(const std::string& who, const std::string& id, char word,
              absl::Time wake) {
    const auto found = all_.find(id);
    if (found == all_.end() || who.empty()) return false;
    NaiveAdvice& advice = found->second;
    const std::set<std::string> deciders = Deciders(advice);
    std::set<std::string> agreeing;
    if (quorum_ > 1 && advice.by != "anna" && deciders.count("anna") == 0) {
      agreeing.insert("anna");
    }
    const bool decides = deciders.count(who) != 0;
    if (!decides && agreeing.count(who) == 0) return false;
    if (advice.state != "OPEN" && advice.state != "DEFERRED") return false;
    if (word == 'd' && !decides) return false;
    advice.words.erase(who);
    if (word == 'a') {
      advice.words[who] = decides;
      const int eligible = static_cast<int>(deciders.size() + agreeing.size());
      const int needed = std::max(1, std::min(quorum_, eligible));
      bool decided = false;
      for (const auto& [person, as_a] : advice.words) decided |= as_a;
      if (decided && static_cast<int>(advice.words.size()) >= needed) {
        End(advice, "ACCEPTED");
      }
    } else if (decides) {
      End(advice, word == 'r' ? "REJECTED" : "DEFERRED");
      if (word == 'd') advice.due = wake;
    }
    return true;
  }

  bool Escalate(const std::string& who, const std::string& id, absl::Time now) {
    const auto found = all_.find(id);
    if (found == all_.end() || who.empty()) return false;
    NaiveAdvice& advice = found->second;
    if (who != advice.by && who != Base(advice) && who != "anna") return false;
    if (advice.state != "OPEN" || advice.reached || Base(advice) == "hugo") {
      return false;
    }
    advice.reached = true;
    advice.due = now + 7 * kDay;
    return true;
  }

  void Now(absl::Time now) {
    for (auto& [id, advice] : all_) {
      if (!advice.due || *advice.due > now) continue;
      if (advice.state == "DEFERRED") {
        advice.state = "OPEN";
        advice.words.clear();
        advice.due = now + 7 * kDay;
      } else if (!advice.reached && Base(advice) == "gina") {
        advice.reached = true;
        advice.due = now + 7 * kDay;
      } else {
        advice.due.reset();
      }
    }
  }

  const std::map<std::string, NaiveAdvice>& all() const { return all_; }

 private:
  static std::string Base(const NaiveAdvice& advice) {
    return advice.cost <= kLimit ? "gina" : "hugo";
  }

  std::set<std::string> Deciders(const NaiveAdvice& advice) const {
    std::set<std::string> people = {Base(advice)};
    if (advice.reached) people.insert("hugo");
    people.erase(advice.by);
    if (!people.empty()) return people;
    if (Base(advice) == "gina" && advice.by != "hugo") return {"hugo"};
    if (strict_) return {};
    return {advice.by};
  }

  static void End(NaiveAdvice& advice, const std::string& state) {
    advice.state = state;
    advice.due.reset();
  }

  const int quorum_;
  const bool strict_;
  std::map<std::string, NaiveAdvice> all_;
};

class RandomPlans {
 public:
  explicit RandomPlans(uint64_t seed)
      : random_(seed),
        quorum_(1 + Draw(3)),
        strict_(Draw(2) == 0),
        model_(quorum_, strict_) {
    world_.org.Line("csi-manager", "it-director", 1);
    world_.org.Deploy(
        world_.org.Matrix("base", "", {"freeze-baseline csi-manager A"}), 0);
    world_.ShowDirectory();
    const auto set = world_.SetPolicy(quorum_, strict_);
    EXPECT_TRUE(set.ok()) << set.status();
  }

  void Step() {
    const std::string id = "r" + std::to_string(Draw(5));
    const std::string who = Pick({"gina", "gina", "hugo", "anna", "frank", ""});
    switch (Draw(7)) {
      case 0:
      case 1: {
        const int cost = Draw(2) == 0 ? kLimit : kLimit + 1;
        const absl::Status real =
            world_.Recommend(who, PlansWorld::Advice(cost), id).status();
        // A command moves the clock: the model looks at it afterwards.
        return Agree(real,
                     model_.Recommend(who, id, cost, world_.runner.now()));
      }
      case 2:
      case 3:
      case 4:
        return Decide(who, id);
      case 5: {
        const absl::Status real =
            world_.Escalate(who, authority::Name("recommendations", id))
                .status();
        return Agree(real, model_.Escalate(who, id, world_.runner.now()));
      }
      default:
        world_.runner.Advance(kDay * (1 + Draw(5)));
        return model_.Now(world_.runner.now());
    }
  }

  void Check() {
    std::set<std::string> due;
    for (const auto& [id, naive] : model_.all()) {
      const v1::Recommendation real = world_.Stored(id);
      ASSERT_EQ(v1::RecommendationState_Name(real.state()),
                "RECOMMENDATION_STATE_" + naive.state)
          << id;
      ASSERT_EQ(real.escalations_size(), naive.reached ? 1 : 0) << id;
      ASSERT_EQ(real.plan(), naive.state == "ACCEPTED" ? PlanName(id) : "");
      int words = 0;
      for (const v1::PlanApproval& each : real.approvals()) {
        words += each.decision() == v1::PLAN_DECISION_ACCEPT ? 1 : 0;
      }
      ASSERT_EQ(words, static_cast<int>(naive.words.size())) << id;
      if (naive.due)
        due.insert(StrCat(real.name(), absl::ToUnixMicros(*naive.due)));
    }
    std::set<std::string> timers;
    for (const Timer& timer : world_.runner.timers("registry")) {
      ASSERT_EQ(timer.kind, kPlanApprovalTimer);
      timers.insert(StrCat(timer.subject, absl::ToUnixMicros(timer.due)));
    }
    ASSERT_EQ(timers, due) << "a timer stands exactly while one waits";
  }

 private:
  int Draw(int below) {
    return static_cast<int>(random_() % static_cast<uint64_t>(below));
  }
  std::string Pick(const std::vector<std::string>& from) {
    return from[static_cast<size_t>(Draw(static_cast<int>(from.size())))];
  }

  void Agree(const absl::Status& real, bool naive) {
    ASSERT_EQ(real.ok(), naive) << real;
  }

  void Decide(const std::string& who, const std::string& id) {
    static constexpr char kWords[] = {'a', 'a', 'r', 'd'};
    const char word = kWords[Draw(4)];
    v1::DecidePlanRequest request;
    request.set_name(authority::Name("recommendations", id));
    request.set_reason("because");
    request.set_decision(word == 'a'   ? v1::PLAN_DECISION_ACCEPT
                         : word == 'r' ? v1::PLAN_DECISION_REJECT
                                       : v1::PLAN_DECISION_DEFER);
    const absl::CivilDay day =
        absl::ToCivilDay(world_.runner.now(), absl::UTCTimeZone()) + 10;
    if (word == 'd') {
      auto& date = *request.mutable_revisit_date();
      date.set_year(static_cast<int>(day.year()));
      date.set_month(day.month());
      date.set_day(day.day());
    }
    Agree(world_.Call<v1::Recommendation>(who, "DecidePlan", request).status(),
          model_.Decide(who, id, word,
                        absl::FromCivil(day, absl::UTCTimeZone())));
  }

  std::mt19937_64 random_;
  const int quorum_;
  const bool strict_;
  PlansWorld world_;
  NaivePlans model_;
};

TEST(Plans, AgreeWithANaiveModelOnRandomRuns) {
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(StrCat("seed ", seed));
    RandomPlans run(seed);
    for (int step = 0; step < kStepsPerSeed; ++step) {
      SCOPED_TRACE(StrCat("step ", step));
      run.Step();
      run.Check();
      if (::testing::Test::HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace csi::registry
