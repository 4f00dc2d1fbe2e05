// csi_verdict_simulation [--rounds N] [--seed N]: prints error rates as JSON.
#include <charconv>
#include <iostream>
#include <string_view>

#include "services/reporting/statistics/simulation/rates.h"

namespace {

constexpr uint64_t kRoundsMax = 10'000'000;

bool ParseNumber(std::string_view text, uint64_t& number) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end;
}

}  // namespace

int main(int argc, char** argv) {
  uint64_t rounds = 2000;
  uint64_t seed = 1;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view flag = argv[i];
    const std::string_view value = i + 1 < argc ? argv[i + 1] : "";
    const bool good = (flag == "--rounds" && ParseNumber(value, rounds)) ||
                      (flag == "--seed" && ParseNumber(value, seed));
    if (!good || rounds == 0 || rounds > kRoundsMax) {
      std::cerr << "usage: csi_verdict_simulation [--rounds N] [--seed N], "
                   "N from 1 to "
                << kRoundsMax << "\n";
      return 2;
    }
  }
  const absl::StatusOr<std::string> text =
      csi::statistics::simulation::RunSimulation(rounds, seed);
  if (!text.ok()) {
    std::cerr << text.status() << "\n";
    return 1;
  }
  std::cout << *text;
  return 0;
}
