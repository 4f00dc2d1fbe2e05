// What timers that wait cost the engine: nothing that grows with their number.
//
//   csi_timer_bench --scratch NEW [--timers 1000000] [--looks 200000]
//
// Sets the timers in one partition on RocksDB below `scratch`, due in an hour
// and later, and measures the processor time of an idle look at the partition
// (Poll and NextTimer, what its thread does) before and after. Then moves the
// clock behind the first hundred and counts what fires. Prints one JSON object.
#include <time.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/executor/executor.h"
#include "common/random/random.h"
#include "common/rocks/rocks_store.h"
#include "csi/common/v1/cloud_event.pb.h"
#include "tests/bench/perform.h"

namespace csi {
namespace {

using Order = common::v1::EventPosition;  // offset: the first, index: how many

constexpr size_t kCacheBytes = 32 << 20;
constexpr uint32_t kTimersPerCall = 1000;
constexpr int kFired = 100;
constexpr absl::Duration kFirstDue = absl::Hours(1);

double CpuSeconds() {
  timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + used.tv_nsec * 1e-9;
}

[[noreturn]] void Stop(std::string_view why) {
  std::fprintf(stderr, "csi_timer_bench: %s\n", std::string(why).c_str());
  std::exit(1);
}

// Sets timers a second apart, and counts those that fire.
class AlarmDomain : public Domain {
 public:
  explicit AlarmDomain(absl::Time first) : first_(first) {}
  std::string_view service() const override { return "workflow"; }
  absl::Status Decide(const Command& command, const Context&,
                      Outcome& outcome) const override {
    outcome.Emit<Order>() = static_cast<const Order&>(*command.request);
    outcome.ReplyWith(Order());
    return absl::OkStatus();
  }
  std::unique_ptr<google::protobuf::Message> NewEvent() const override {
    return std::make_unique<Order>();
  }
  void Apply(const google::protobuf::Message& event, const Fact& fact,
             Effects& effects) const override {
    const auto& order = static_cast<const Order&>(event);
    for (uint32_t i = 0; i < order.index(); ++i) {
      const uint64_t number = order.offset() + i;
      effects.SetTimer({first_ + absl::Seconds(number), fact.tenant,
                        "step-overdue", StrCat("run-", number, "/1")});
    }
  }
  void Project(const google::protobuf::Message&, const Fact&,
               std::vector<PublicEvent>&) const override {}
  absl::Status Fire(const Timer&, const Context&, Outcome&) const override {
    ++fired_;
    return absl::OkStatus();
  }
  int fired() const { return fired_; }

 private:
  const absl::Time first_;
  mutable int fired_ = 0;
};

class Rig {
 public:
  explicit Rig(const std::string& folder)
      : wall_(absl::Now()),
        shared_(kCacheBytes, kCacheBytes),
        domain_(wall_ + kFirstDue) {
    auto store = RocksStore::Open({folder}, shared_);
    if (!store.ok()) Stop(StdView(store.status().message()));
    store_ = *std::move(store);
    executor_ = std::make_unique<Executor>(domain_, *store_, random_,
                                           ExecutorOptions());
    executor_->OnOpened(store_->journal_end());
    ToRest();
  }

  void ToRest() {
    while (auto action = executor_->Poll(Now())) Perform(*std::move(action));
    if (executor_->phase() == Executor::Phase::kHalted) {
      Stop(executor_->halt_reason());
    }
  }

  void Set(uint64_t first, uint32_t count) {
    auto order = std::make_shared<Order>();
    order->set_offset(first);
    order->set_index(count);
    Call call;
    call.command.tenant = "bench";
    call.command.actor = "anna";
    call.command.method = "SetAlarms";
    call.command.request_id = StrCat("set-", first);
    call.command.request = order;
    call.content_hash = Sha256(order->SerializeAsString());
    call.queued_at = Now().steady;
    call.done = [](const CallResult& result) {
      if (!result.status.ok()) Stop(StdView(result.status.message()));
    };
    executor_->Submit(std::move(call));
    ToRest();
  }

  // Microseconds of the processor that one idle look takes.
  double IdleLook(int looks) {
    const double start = CpuSeconds();
    for (int i = 0; i < looks; ++i) {
      if (executor_->Poll(Now())) Stop("the partition is not idle");
      (void)executor_->NextTimer();
    }
    return (CpuSeconds() - start) * 1e6 / looks;
  }

  // The clock moves behind the first of the timers.
  int FireFirst() {
    // Both clocks: the engine does not trust one that jumps alone.
    later_ = kFirstDue + absl::Seconds(kFired) - absl::Milliseconds(500);
    ToRest();
    return domain_.fired();
  }

 private:
  Instant Now() const {
    return {
        wall_ + later_,
        later_ +
            absl::Nanoseconds(
                std::chrono::steady_clock::now().time_since_epoch().count())};
  }

  void Perform(Action action) {
    const absl::Status done =
        csi::Perform(std::move(action), *store_, *executor_);
    if (!done.ok()) Stop(StdView(done.message()));
  }

  const absl::Time wall_;
  absl::Duration later_;
  RocksShared shared_;
  AlarmDomain domain_;
  SystemRandom random_;
  std::unique_ptr<RocksStore> store_;
  std::unique_ptr<Executor> executor_;
};

int Run(const std::string& scratch, uint64_t timers, int looks) {
  if (std::filesystem::exists(scratch)) Stop("--scratch must be new");
  std::filesystem::create_directories(scratch);
  Rig rig(scratch);
  const double none = rig.IdleLook(looks);
  const double start = CpuSeconds();
  for (uint64_t at = 0; at < timers; at += kTimersPerCall) {
    rig.Set(at, kTimersPerCall);
  }
  const double set = (CpuSeconds() - start) * 1e6 / static_cast<double>(timers);
  const double many = rig.IdleLook(looks);
  const int fired = rig.FireFirst();
  std::printf(
      "{\"what\":\"timers\",\"timers\":%llu,\"idle_look_us_without\":%.3f,"
      "\"idle_look_us_with\":%.3f,\"set_us_each\":%.2f,\"fired\":%d}\n",
      static_cast<unsigned long long>(timers), none, many, set, fired);
  // More than a few microseconds would mean that waiting timers are looked at.
  constexpr double kLookUsMax = 20;
  return many < kLookUsMax && fired == kFired ? 0 : 1;
}

}  // namespace
}  // namespace csi

int main(int argc, char** argv) {
  std::string scratch;
  uint64_t timers = 1'000'000;
  int looks = 200'000;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view flag = argv[i];
    if (flag == "--scratch") scratch = argv[i + 1];
    if (flag == "--timers") timers = std::stoull(argv[i + 1]);
    if (flag == "--looks") looks = std::stoi(argv[i + 1]);
  }
  if (scratch.empty()) csi::Stop("name a new folder with --scratch");
  return csi::Run(scratch, timers, looks);
}
