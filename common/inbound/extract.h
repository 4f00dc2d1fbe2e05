// One event through one mapping: rows of checked text.
//
// Pure; thread-safe. Errors are those of poison.h and name the field and the
// place where it was looked for.
#ifndef CSI_COMMON_INBOUND_EXTRACT_H_
#define CSI_COMMON_INBOUND_EXTRACT_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/inbound/cloud_event.h"
#include "common/inbound/mapping.h"

namespace csi::inbound {

struct Row {
  // Only fields that are there; empty text counts as not there.
  std::map<std::string, std::string, std::less<>> fields;
  std::map<std::string, std::string, std::less<>> dimensions;

  // Empty when it is not there.
  std::string_view field(std::string_view name) const;
};

struct Extracted {
  // The mapping's conditions do not hold: nothing is to be done, and that is
  // no error.
  bool ignored = false;
  std::string tenant;     // as the event says it: "acme" or "tenants/acme"
  std::vector<Row> rows;  // one, or one for each item of `each`
};

absl::StatusOr<Extracted> Extract(const Mapping& mapping,
                                  const InboundEvent& event);

// The status that the words of a row mean, or empty: no word for it.
std::string StateOf(const Mapping& mapping, std::string_view word,
                    const Row& row);

// Fields of kind kTime, kCount and kNumber, read back. REQUIRES: from a Row.
absl::Time TimeOf(std::string_view text);
uint64_t CountOf(std::string_view text);
double NumberOf(std::string_view text);

}  // namespace csi::inbound

#endif  // CSI_COMMON_INBOUND_EXTRACT_H_
