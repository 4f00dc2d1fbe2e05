// Scopes as fixed lists of dimensions, and which scopes contain which.
//
// A scope contains another if every dimension that it sets has the same value
// there. Of two containing scopes the one with more dimensions is the more
// specific; with as many, the one whose dimensions come first in the order
// service, process, geography, technology, unit, provider.
#ifndef CSI_COMMON_AUTHORITY_SCOPES_H_
#define CSI_COMMON_AUTHORITY_SCOPES_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "csi/common/v1/common.pb.h"

namespace csi::authority {

inline constexpr int kDimensions = 6;
enum Dimension {
  kService,
  kProcess,
  kGeography,
  kTechnology,
  kUnit,
  kProvider
};

// Ids (not names) in the order of precedence; empty: not set.
using ScopeParts = std::array<std::string, kDimensions>;

ScopeParts PartsOf(const common::v1::Scope& scope);
common::v1::Scope ScopeOf(std::string_view tenant, const ScopeParts& parts);

// Every scope that contains this one, itself first, the most specific first,
// the whole organisation last. At most 64.
std::vector<ScopeParts> ContainingScopes(const ScopeParts& parts);

bool Contains(const ScopeParts& outer, const ScopeParts& inner);

// "service email, process change" or "the whole organisation".
std::string ScopeText(const ScopeParts& parts);

}  // namespace csi::authority

#endif  // CSI_COMMON_AUTHORITY_SCOPES_H_
