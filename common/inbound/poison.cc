#include "common/inbound/poison.h"

#include "absl/strings/cord.h"
#include "common/base/strings.h"

namespace csi::inbound {
namespace {

constexpr char kPayload[] = "csi.inbound/poison";

std::string_view Word(Poison poison) {
  switch (poison) {
    case Poison::kTooLarge:
      return "TOO_LARGE";
    case Poison::kNotCloudEvent:
      return "NOT_A_CLOUD_EVENT";
    case Poison::kNotJson:
      return "NOT_JSON";
    case Poison::kNoMapping:
      return "NO_MAPPING";
    case Poison::kNoTenant:
      return "NO_TENANT";
    case Poison::kFieldMissing:
      return "FIELD_MISSING";
    case Poison::kFieldBad:
      return "FIELD_BAD";
  }
  return "FIELD_BAD";
}

}  // namespace

absl::Status PoisonError(Poison poison, std::string_view message) {
  absl::Status status = absl::InvalidArgumentError(View(message));
  status.SetPayload(kPayload, absl::Cord(View(Word(poison))));
  return status;
}

std::string PoisonWord(const absl::Status& status) {
  const auto word = status.GetPayload(kPayload);
  return word ? std::string(*word) : std::string();
}

}  // namespace csi::inbound
