// Keyset pages: a token holds the last key of a page and is bound to its query.
#ifndef CSI_COMMON_DOMAIN_PAGING_H_
#define CSI_COMMON_DOMAIN_PAGING_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/kv/kv.h"
#include "google/protobuf/message.h"

namespace csi {

// What a query may look at: one snapshot of committed rows.
struct QueryContext {
  const KvReader& state;
  const KvReader& views;
  std::string tenant;  // id
  std::string actor;   // person id, empty for a stranger
  absl::Time now;
};

// The page that a List request asks for, from its fields page_size and
// page_token. INVALID_ARGUMENT for a negative size (FIELD_INVALID) and for a
// token of another query (PAGE_TOKEN_INVALID). Sizes above the maximum are
// taken as the maximum, 0 as the default.
struct Page {
  int size = 0;
  // Rows behind this key belong to the page; empty: from the beginning.
  std::string after_key;
  // Of the request without its page fields.
  std::string fingerprint;

  std::string TokenAfter(std::string_view last_key) const;
};
absl::StatusOr<Page> PageOf(const google::protobuf::Message& request);

}  // namespace csi

#endif  // CSI_COMMON_DOMAIN_PAGING_H_
