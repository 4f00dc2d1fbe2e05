// Why an input cannot be taken, as a word that does not change and a sentence.
//
// The status is INVALID_ARGUMENT; the word travels as a payload. Thread-safe.
#ifndef CSI_COMMON_INBOUND_POISON_H_
#define CSI_COMMON_INBOUND_POISON_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace csi::inbound {

enum class Poison {
  kTooLarge,       // TOO_LARGE: a bound is passed
  kNotCloudEvent,  // NOT_A_CLOUD_EVENT: attributes missing or not readable
  kNotJson,        // NOT_JSON: the data is no JSON, or not the one needed
  kNoMapping,      // NO_MAPPING: no mapping is for this source and type
  kNoTenant,       // NO_TENANT: nobody says whose it is
  kFieldMissing,   // FIELD_MISSING: a needed field is not there
  kFieldBad,       // FIELD_BAD: a field is there and cannot be read
};

// "what is wrong. what to do."
absl::Status PoisonError(Poison poison, std::string_view message);

// "FIELD_BAD" of such a status, empty for any other.
std::string PoisonWord(const absl::Status& status);

}  // namespace csi::inbound

#endif  // CSI_COMMON_INBOUND_POISON_H_
