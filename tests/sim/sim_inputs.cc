#include "tests/sim/sim_inputs.h"

#include <algorithm>

#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/testing/ledger_domain.h"

namespace csi::sim {
namespace {

constexpr size_t kFingerprintBytes = 16;
constexpr uint64_t kIgnoredOneIn = 5;
constexpr uint64_t kRefusedOneIn = 7;
constexpr uint64_t kPoisonOneIn = 11;
constexpr char kTenant[] = "acme";

bool Ignored(uint64_t offset) { return offset % kIgnoredOneIn == 1; }
bool Refused(uint64_t offset) { return offset % kRefusedOneIn == 2; }
bool Poison(uint64_t offset) { return offset % kPoisonOneIn == 3; }

}  // namespace

Input SimInputs::At(uint64_t offset) const {
  Input input;
  input.offset = offset;
  input.fingerprint = Sha256(StrCat(offset)).substr(0, kFingerprintBytes);
  const auto add = [&](std::string verb) {
    input.commands.push_back(
        {kTenant,
         testing::LedgerCommand({std::move(verb), kCounter}, "", kTenant)
             .request});
  };
  if (Ignored(offset)) return input;
  if (Poison(offset)) {
    input.rejected = RejectionOf(kSimInput, input);
    return input;
  }
  add("add");
  // Refused as a whole: the first part has no effect either.
  if (Refused(offset)) add("refuse");
  return input;
}

bool SimInputs::Feed(SimNode& node, bool whole) {
  const auto place = node.executor().WantedInput(kSimInput);
  if (!place || place->next >= end_) return false;
  const uint64_t left = end_ - place->next;
  const uint64_t count = whole ? left : 1 + random_.Below(left);
  trace_.Add(place->next + count);
  InputBatch batch{kSimInput, *place, {}};
  for (uint64_t i = 0; i < count; ++i) {
    batch.inputs.push_back(At(place->next + i));
  }
  node.executor().OnInputs(std::move(batch));
  return true;
}

std::string SimInputs::Expected() const {
  uint64_t effects = 0;
  for (uint64_t offset = 0; offset < end_; ++offset) {
    effects += !Ignored(offset) && !Refused(offset) && !Poison(offset);
  }
  return StrCat(effects);
}

}  // namespace csi::sim
