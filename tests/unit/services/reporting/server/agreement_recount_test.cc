// Random histories of trees, agreements, outages and corrections. After each
// step every recorded breach is what a recount of all rows finds, and nothing
// else is; the figures are those of a walk through the month minute by minute.
#include <algorithm>
#include <map>
#include <random>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/testing/effort.h"
#include "services/reporting/domain/agreements/agreement_keys.h"
#include "services/reporting/domain/agreements/breach_watch.h"
#include "services/reporting/domain/agreements/month_figures.h"
#include "services/reporting/domain/agreements/node_tree.h"
#include "tests/unit/services/reporting/server/agreements_world.h"

namespace csi::reporting {
namespace {

constexpr int64_t kMinuteUs = int64_t{60} * 1000 * 1000;

class AgreementRecount : public AgreementsWorld {
 protected:
  int Below(int bound) {
    return static_cast<int>(random_() % static_cast<uint64_t>(bound));
  }

  // A walk by minutes sees whole minutes only.
  static absl::Time Whole(absl::Time time) {
    return absl::FromUnixSeconds(absl::ToUnixSeconds(time) / 60 * 60);
  }

  absl::Time Minute(absl::Time from, int hours) {
    return Whole(from) + absl::Minutes(Below(hours * 60));
  }

  void Step() {
    static const std::vector<std::string> kNodes = {"web1", "web2", "database",
                                                    "web", "shop"};
    const std::string node = kNodes[Below(5)];
    const absl::Time recent = runner.now() - absl::Hours(24 * 40);
    switch (Below(10)) {
      case 0:
      case 1:
      case 2: {
        const absl::Time start = Minute(recent, 24 * 39);
        auto down = Down(node, StrCat(++told_), start,
                         std::min(start + absl::Minutes(1 + Below(600)),
                                  Whole(runner.now())));
        names_.push_back(Tell(down).name());
        return;
      }
      case 3:
        names_.push_back(
            Tell(Down(node, StrCat(++told_), Minute(recent, 24 * 40))).name());
        return;
      case 4:
      case 5:
        return CorrectOne(recent);
      case 6:
        // Sometimes over the end of a month or two, without a call.
        return runner.Advance(
            absl::Minutes(Below(Below(4) == 0 ? 60000 : 6000)));
      case 7:
      case 8:
        return PlanAhead(node);
      default:
        return Reshape();
    }
  }

  // Announced for one of the months ahead.
  void PlanAhead(const std::string& node) {
    const absl::Time start =
        Whole(runner.now()) + absl::Minutes(1 + Below(60 * 24 * 60));
    auto down = Down(node, StrCat(++told_), start,
                     start + absl::Minutes(1 + Below(3000)));
    down.mutable_outage()->set_planned(true);
    names_.push_back(Tell(down).name());
  }

  void CorrectOne(absl::Time recent) {
    if (names_.empty()) return;
    v1::CorrectOutageRequest request;
    request.set_name(names_[Below(static_cast<int>(names_.size()))]);
    request.set_reason("so it was");
    if (Below(4) == 0) {
      request.set_withdraw(true);
    } else {
      const absl::Time start = Minute(recent, 24 * 39);
      *request.mutable_start_time() = TimestampOf(start);
      *request.mutable_end_time() = TimestampOf(
          std::min(start + absl::Minutes(1 + Below(900)), Whole(runner.now())));
    }
    const auto corrected = Try(request);
    ASSERT_TRUE(corrected.ok()) << corrected.status();
  }

  void Reshape() {
    const bool of_node = Below(2) == 0;
    int& known = of_node ? node_month_ : sla_month_;
    const auto running =
        CalendarMonth::Of(absl::ToUnixMicros(runner.now()), london_);
    // Never before what is known; now and then for a month ahead.
    known = std::max(known, running.Number() + (Below(3) == 0 ? Below(3) : 0));
    const auto month = CalendarMonth::FromNumber(known);
    if (of_node) {
      auto node = NodeRequest("web",
                              Below(2) == 0 ? v1::SERVICE_NODE_KIND_SERIES
                                            : v1::SERVICE_NODE_KIND_PARALLEL,
                              {"web1", "web2"});
      node.mutable_service_node()->set_effective_month(month.Text());
      ASSERT_TRUE(Put(node).ok());
      return;
    }
    auto sla = Sla("sla", Below(2) == 0 ? "shop" : "web");
    sla.mutable_agreement()->set_availability_target(90 + Below(100) / 10.0);
    sla.mutable_agreement()->set_effective_month(month.Text());
    ASSERT_TRUE(Put(sla).ok());
  }

  MonthFigures Fresh(std::string_view agreement, const CalendarMonth& month) {
    auto figures = FiguresOf(runner.state("reporting"), "acme", agreement,
                             month, absl::ToUnixMicros(runner.now()));
    EXPECT_TRUE(figures.ok()) << figures.status();
    return figures.value_or(MonthFigures());
  }

  void CheckBreaches() {
    const auto now =
        CalendarMonth::Of(absl::ToUnixMicros(runner.now()), london_);
    for (const std::string agreement : {"sla", "ola"}) {
      for (int back = 0; back <= 4; ++back) {
        const CalendarMonth month = now.Plus(-back);
        const MonthFigures fresh = Fresh(agreement, month);
        const auto row = GetRow<v1::AgreementBreach>(
            runner.state("reporting"),
            MonthKey(kBreachTag, "acme", agreement, month.Number()));
        ASSERT_EQ(fresh.standing == v1::AGREEMENT_STANDING_BREACHED,
                  row && !row->withdrawn())
            << agreement << " " << month.Text();
      }
    }
  }

  // Downtime of a month by its minutes, from the recorded outages alone; the
  // last minute may be cut by the present.
  int64_t WalkedUs(const MonthFigures& figures) {
    std::map<std::string, std::vector<TimeSpan>> outages;
    v1::ListOutagesRequest list;
    list.set_parent("tenants/acme");
    list.set_page_size(1000);
    v1::ListOutagesResponse listed;
    EXPECT_TRUE(ListOutages(runner.Query("reporting"), list, &listed).ok());
    for (const v1::Outage& outage : listed.outages()) {
      if (outage.withdrawn()) continue;
      outages[std::string(LastPart(outage.node()))].push_back(
          {MicrosOf(outage.start_time()), outage.has_end_time()
                                              ? MicrosOf(outage.end_time())
                                              : figures.as_of_us});
    }
    int64_t walked_us = 0;
    for (int64_t t = figures.window.start_us; t < figures.as_of_us;
         t += kMinuteUs) {
      if (figures.agreed.Contains(t) && IsDown(figures, outages, 0, t)) {
        walked_us += std::min(kMinuteUs, figures.as_of_us - t);
      }
    }
    return walked_us;
  }

  static bool IsDown(
      const MonthFigures& figures,
      const std::map<std::string, std::vector<TimeSpan>>& outages, size_t node,
      int64_t time_us) {
    const auto own = outages.find(figures.tree.ids[node]);
    if (own != outages.end()) {
      for (const TimeSpan& span : own->second) {
        if (time_us >= span.start_us && time_us < span.end_us) return true;
      }
    }
    size_t up = 0;
    for (const size_t child : figures.tree.nodes[node].children) {
      if (!IsDown(figures, outages, child, time_us)) ++up;
    }
    return up < figures.tree.nodes[node].required;
  }

  void Play(uint64_t seed) {
    SCOPED_TRACE(StrCat("seed ", seed));
    random_.seed(seed);
    auto ola = Sla("ola", "database");
    ola.mutable_agreement()->set_availability_target(98);
    Agree(ola);
    Agree(Sla());
    runner.AdvanceTo(At(2026, 3, 20, 20));
    for (int step = 0; step < 60; ++step) {
      SCOPED_TRACE(step);
      Step();
      ASSERT_NO_FATAL_FAILURE(CheckBreaches());
    }
    const auto month =
        CalendarMonth::Of(absl::ToUnixMicros(runner.now()), london_);
    for (int back = 0; back < 2; ++back) {
      const MonthFigures figures = Fresh("sla", month.Plus(-back));
      EXPECT_EQ(figures.full.downtime_us, WalkedUs(figures));
    }
  }

  std::mt19937_64 random_;
  int told_ = 0;
  int node_month_ = 0;  // from which the newest structure holds
  int sla_month_ = 0;
  std::vector<std::string> names_;
};

class AgreementHistories : public AgreementRecount,
                           public ::testing::WithParamInterface<uint64_t> {};

TEST_P(AgreementHistories, RecordTheBreachesThatARecountFinds) {
  Play(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Seeds, AgreementHistories,
                         ::testing::Range<uint64_t>(1, testing::kSanitized
                                                           ? 3
                                                           : 13));

}  // namespace
}  // namespace csi::reporting
