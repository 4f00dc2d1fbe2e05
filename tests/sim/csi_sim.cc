// Runs seeds of the simulation.
//
//   csi_sim --seeds 1..2000 [--steps 400] [--threads 2]
//   csi_sim --seed 17 [--steps 400]
//
// Prints every failing seed with the command that runs it alone; the exit code
// is 1 when any failed, 2 for a wrong command line.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/sim/simulation.h"

namespace {

struct Settings {
  uint64_t first = 1;
  uint64_t last = 200;
  int steps = csi::sim::SimOptions().steps;
  int threads = 1;
};

bool Parse(int argc, char** argv, Settings& settings) {
  for (int i = 1; i < argc; i += 2) {
    const std::string_view flag = argv[i];
    if (i + 1 >= argc) return false;
    const std::string_view value = argv[i + 1];
    const size_t dots = value.find("..");
    if (flag == "--seed") {
      settings.first = settings.last = std::strtoull(argv[i + 1], nullptr, 10);
    } else if (flag == "--seeds" && dots != std::string_view::npos) {
      settings.first = std::strtoull(argv[i + 1], nullptr, 10);
      settings.last = std::strtoull(argv[i + 1] + dots + 2, nullptr, 10);
    } else if (flag == "--steps") {
      settings.steps = std::atoi(argv[i + 1]);
    } else if (flag == "--threads") {
      settings.threads = std::atoi(argv[i + 1]);
    } else {
      return false;
    }
  }
  return settings.first <= settings.last && settings.steps > 0 &&
         settings.threads > 0;
}

struct Totals {
  std::mutex mutex;
  uint64_t failed = 0;
  uint64_t acknowledged = 0;
  uint64_t refused = 0;
  uint64_t records = 0;
  uint64_t claims = 0;
  uint64_t crashes = 0;
  uint64_t trace = 0;
};

void RunSeed(uint64_t seed, const Settings& settings, Totals& totals) {
  const csi::sim::SimResult result = csi::sim::Simulate({seed, settings.steps});
  std::lock_guard lock(totals.mutex);
  totals.acknowledged += result.acknowledged;
  totals.refused += result.refused;
  totals.records += result.records;
  totals.claims += result.claims;
  totals.crashes += result.crashes;
  totals.trace ^= result.trace_hash;
  if (result.failure.empty()) return;
  ++totals.failed;
  std::printf(
      "seed %llu FAILED at step %d: %s\n  again: csi_sim --seed %llu "
      "--steps %d\n",
      static_cast<unsigned long long>(seed), result.failed_step,
      result.failure.c_str(), static_cast<unsigned long long>(seed),
      settings.steps);
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  if (!Parse(argc, argv, settings)) {
    std::fprintf(stderr,
                 "usage: csi_sim (--seeds FIRST..LAST | --seed N) [--steps N] "
                 "[--threads N]\n");
    return 2;
  }
  Totals totals;
  std::atomic<uint64_t> next{settings.first};
  std::vector<std::thread> threads;
  for (int i = 0; i < settings.threads; ++i) {
    threads.emplace_back([&] {
      for (uint64_t seed = next++; seed <= settings.last; seed = next++) {
        RunSeed(seed, settings, totals);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::printf(
      "seeds %llu..%llu, %d steps: %llu failed; %llu acknowledged, %llu "
      "refused, %llu records, %llu claims, %llu crashes, trace %016llx\n",
      static_cast<unsigned long long>(settings.first),
      static_cast<unsigned long long>(settings.last), settings.steps,
      static_cast<unsigned long long>(totals.failed),
      static_cast<unsigned long long>(totals.acknowledged),
      static_cast<unsigned long long>(totals.refused),
      static_cast<unsigned long long>(totals.records),
      static_cast<unsigned long long>(totals.claims),
      static_cast<unsigned long long>(totals.crashes),
      static_cast<unsigned long long>(totals.trace));
  return totals.failed == 0 ? 0 : 1;
}
