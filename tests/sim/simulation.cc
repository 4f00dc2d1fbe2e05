#include "tests/sim/simulation.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "common/base/strings.h"
#include "common/publisher/projection.h"
#include "common/testing/ledger_domain.h"
#include "tests/sim/sim_checks.h"
#include "tests/sim/sim_service.h"

namespace csi::sim {
namespace {

constexpr int kFoldCheckEvery = 100;
constexpr int kRestStepsMax = 200000;

class World {
 public:
  explicit World(const SimOptions& options);
  SimResult Run();

 private:
  void AddService(Service& service, std::string name, bool reads_other);
  void OneStep();
  void MoveClock();
  void Crash(Service& service, SimNode& node);
  void Feed(SimNode& node, bool whole);
  void ComeToRest();
  void CheckCopies();
  void CheckAtRest();
  // The first failure counts; empty: none.
  void Fail(std::string why) {
    if (why.empty() || !result_.failure.empty()) return;
    result_.failure = std::move(why);
    result_.failed_step = step_;
  }
  Service& AnyService() { return random_.OneIn(3) ? second_ : first_; }
  SimNode& AnyNode(Service& service) {
    return *service.nodes[random_.Below(service.nodes.size())];
  }

  const SimOptions options_;
  SeededRandom random_;
  Trace trace_;
  SimResult result_;
  int step_ = 0;
  Instant now_{absl::FromUnixSeconds(1700000000), absl::Seconds(100)};
  Service first_;
  Service second_;
};

World::World(const SimOptions& options)
    : options_(options), random_(options.seed) {
  AddService(first_, "raci", false);
  AddService(second_, "registry", true);
}

void World::AddService(Service& service, std::string name, bool reads_other) {
  std::vector<std::string> sources;
  if (reads_other) sources.push_back("raci");
  service.domain = testing::MakeLedgerDomain(name, sources);
  service.atomic = random_.OneIn(2);
  // Only a shared journal can have several copies.
  const size_t copies = service.atomic ? 1 : 1 + random_.Below(3);
  SimNodeOptions options;
  options.atomic = service.atomic;
  options.trouble_one_in = 3 + random_.Below(20);
  for (size_t i = 0; i < copies; ++i) {
    service.nodes.push_back(
        std::make_unique<SimNode>(StrCat(name, "/", i), *service.domain,
                                  service.journal, random_, trace_, options));
    service.nodes.back()->Open();
  }
  service.inputs = std::make_unique<SimInputs>(random_, trace_);
  service.clients = std::make_unique<SimClients>(
      name, reads_other, service.journal, random_, trace_,
      [this](std::string why) { Fail(std::move(why)); });
}

void World::MoveClock() {
  absl::Duration by = absl::Milliseconds(random_.Below(400));
  if (random_.OneIn(40)) by = absl::Seconds(random_.Below(40));
  now_.wall += by;
  now_.steady += by;
  if (random_.OneIn(60)) {
    // Somebody sets the wall clock, sometimes far.
    const int64_t span = random_.OneIn(2) ? 200 : 40000;
    now_.wall +=
        absl::Seconds(static_cast<int64_t>(random_.Below(2 * span)) - span);
  }
}

void World::Crash(Service& service, SimNode& node) {
  node.Crash();
  service.clients->OnCrash(node);
  ++result_.crashes;
  node.Open();
}

void World::Feed(SimNode& node, bool whole) {
  const auto wanted = node.executor().WantedOffset("raci");
  const LedgerModel& model = first_.clients->model();
  if (!wanted || first_.journal.end() == 0) return;
  // Nothing above the last acknowledged record is published.
  uint64_t end = first_.journal.acked_end();
  if (*wanted > end) return Fail("a view asks beyond what was published");
  // The copy that answers may be behind without knowing it: its end is not
  // the end, and only the recorded floor can tell.
  const bool behind = !whole && random_.OneIn(2);
  if (behind) end = *wanted + random_.Below(end - *wanted + 1);
  common::v1::JournalRecord genesis;
  genesis.ParseFromString(first_.journal.records()[0]);
  ForeignBatch batch;
  batch.source = "raci";
  batch.journal_id = genesis.genesis().journal_id();
  batch.next_offset =
      whole || behind ? end : *wanted + random_.Below(end - *wanted + 1);
  const EventOrigin origin{"sim", "raci", 0, batch.journal_id};
  for (uint64_t at = *wanted; at < batch.next_offset; ++at) {
    if (!model.Counts(at)) continue;
    auto events =
        ProjectRecord(*first_.domain, origin, at, first_.journal.records()[at]);
    if (!events.empty()) batch.records.push_back({at, std::move(events)});
  }
  batch.at_end = batch.next_offset == end;
  trace_.Add(batch.next_offset);
  node.executor().OnForeign(std::move(batch), now_);
}

void World::OneStep() {
  Service& service = AnyService();
  SimNode& node = AnyNode(service);
  const uint64_t what = random_.Below(100);
  trace_.Add(what);
  if (what < 28) {
    service.clients->Act(node, now_);
  } else if (what < 30) {
    service.inputs->Grow();
  } else if (what < 33) {
    service.inputs->Feed(node, false);
  } else if (what < 40) {
    service.clients->RetryOne(node, now_);
  } else if (what < 50) {
    MoveClock();
  } else if (what < 58) {
    Feed(AnyNode(second_), random_.OneIn(2));
  } else if (what < 59) {
    Crash(service, node);
  } else if (what < 61) {
    service.journal.LandOneLate(random_);
  } else if (what < 63) {
    // The assignment moves, at times to several copies or to none.
    if (!service.atomic) node.executor().SetMayLead(random_.OneIn(2));
  } else {
    for (uint64_t i = 1 + random_.Below(6); i > 0; --i) {
      if (!node.Step(now_) && !node.Network()) break;
    }
  }
}

void World::ComeToRest() {
  for (Service* service : {&first_, &second_}) {
    for (size_t i = 0; i < service->nodes.size(); ++i) {
      SimNode& node = *service->nodes[i];
      node.Crash();
      service->clients->OnCrash(node);
      node.StopTrouble();
      node.Open(i == 0);  // one copy leads from now on
    }
    while (service->journal.LandOneLate(random_)) {
    }
  }
  // A new start takes the clock as it is; all timers come due.
  now_.wall += absl::Hours(50);
  now_.steady += absl::Hours(50);
  int quiet = 0;
  for (int i = 0; quiet < 4 && i < kRestStepsMax; ++i) {
    const uint64_t ends = first_.journal.end() + second_.journal.end();
    bool moved = false;
    Feed(*second_.nodes[0], true);
    for (Service* service : {&first_, &second_}) {
      SimNode& node = *service->nodes[0];
      while (node.Step(now_) || node.Network()) {
      }
      for (size_t copy = 1; copy < service->nodes.size(); ++copy) {
        SimNode& follower = *service->nodes[copy];
        while (follower.Step(now_) || follower.Network() || follower.Follow()) {
        }
      }
      moved |= service->clients->RetryOne(node, now_) ||
               service->inputs->Feed(node, true) ||
               node.executor().inputs().waiting() > 0 ||
               node.executor().queued() > 0 || !node.executor().leading() ||
               node.executor().NextTimer().has_value();
    }
    moved |= first_.journal.end() + second_.journal.end() != ends;
    quiet = moved ? 0 : quiet + 1;
    now_.wall += absl::Seconds(5);
    now_.steady += absl::Seconds(5);
    if (!result_.failure.empty()) return;
  }
  if (quiet < 4) Fail("the world does not come to rest");
}

void World::CheckCopies() {
  for (Service* service : {&first_, &second_}) {
    for (auto& node : service->nodes) {
      if (node->executor().phase() == Executor::Phase::kHalted) {
        Fail(StrCat(node->name(), " halted: ", node->executor().halt_reason()));
      }
      if (node->executor().following() && node->executor().queued() > 0) {
        Fail(StrCat(node->name(), ": calls wait at a copy that follows"));
      }
      if (step_ % kFoldCheckEvery == kFoldCheckEvery - 1) {
        ++result_.fold_checks;
        Fail(CheckFold(*service, *node, now_));
      }
    }
  }
}

void World::CheckAtRest() {
  for (Service* service : {&first_, &second_}) {
    if (!result_.failure.empty()) break;
    service->clients->CheckAtRest();
    for (auto& node : service->nodes) {
      ++result_.fold_checks;
      Fail(CheckFold(*service, *node, now_));
      if (node->stored_position() != service->journal.end()) {
        Fail(StrCat(node->name(), ": a copy at rest has folded ",
                    node->stored_position(), " of ", service->journal.end(),
                    " records"));
      }
    }
    Fail(CheckInputs(*service));
    result_.acknowledged += service->clients->acknowledged();
    result_.refused += service->clients->refused();
    result_.records += service->journal.end();
    result_.claims += service->clients->model().claims();
  }
  if (!result_.failure.empty()) return;
  Fail(CheckViews(first_, second_));
  Fail(CheckReactions(first_, second_));
}

SimResult World::Run() {
  for (step_ = 0; step_ < options_.steps && result_.failure.empty(); ++step_) {
    OneStep();
    CheckCopies();
  }
  if (result_.failure.empty()) ComeToRest();
  CheckAtRest();
  result_.trace_hash = trace_.hash();
  return std::move(result_);
}

}  // namespace

SimResult Simulate(const SimOptions& options) { return World(options).Run(); }

}  // namespace csi::sim
