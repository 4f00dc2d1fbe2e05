// A parsed filter as a tree. Private to the filter.
#ifndef CSI_SERVICES_REGISTRY_DOMAIN_FILTER_NODE_H_
#define CSI_SERVICES_REGISTRY_DOMAIN_FILTER_NODE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "services/registry/domain/filter.h"

namespace csi::registry {

enum class FilterOp {
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kHas
};

enum class FieldKind { kText, kEnum, kNumber, kBool, kDay, kTime, kOther };
FieldKind KindOf(const google::protobuf::FieldDescriptor& field);

struct FilterNode {
  enum class Kind { kAnd, kOr, kNot, kRestriction };
  using Path = std::vector<const google::protobuf::FieldDescriptor*>;

  Kind kind = Kind::kRestriction;
  std::vector<std::unique_ptr<FilterNode>> children;

  // Of a restriction.
  std::string field;
  std::vector<Path> paths;  // several for "text"
  FilterOp op = FilterOp::kEqual;
  std::string value;
  // The value as a number: enum number, day or time as microseconds.
  double number = 0;
  // The words of the value, if "text" goes by words.
  std::vector<std::string> words;
  // Of a list of pairs, which is the only path: the key, and whether values are
  // compared as numbers.
  std::string key;
  bool numeric = false;
  // Of a property.
  bool (*flag)(const google::protobuf::Message&) = nullptr;
};

// Fills paths and number; FILTER_INVALID says what fits.
absl::Status Resolve(const FilterSchema& schema, FilterNode& restriction);
bool MatchesRestriction(const FilterNode& restriction,
                        const google::protobuf::Message& message);

}  // namespace csi::registry

#endif  // CSI_SERVICES_REGISTRY_DOMAIN_FILTER_NODE_H_
