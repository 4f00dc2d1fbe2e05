#include "common/authority/scopes.h"

#include <algorithm>
#include <bit>

#include "common/base/strings.h"
#include "common/domain/names.h"

namespace csi::authority {

ScopeParts PartsOf(const common::v1::Scope& scope) {
  return {std::string(LastPart(scope.service())),
          std::string(LastPart(scope.process())),
          scope.geography(),
          scope.technology(),
          std::string(LastPart(scope.unit())),
          std::string(LastPart(scope.provider()))};
}

common::v1::Scope ScopeOf(std::string_view tenant, const ScopeParts& parts) {
  common::v1::Scope scope;
  auto name = [&](std::string_view collection, Dimension dimension) {
    return parts[dimension].empty()
               ? std::string()
               : ResourceName(tenant, collection, parts[dimension]);
  };
  scope.set_service(name("services", kService));
  scope.set_process(name("processes", kProcess));
  scope.set_geography(parts[kGeography]);
  scope.set_technology(parts[kTechnology]);
  scope.set_unit(name("units", kUnit));
  scope.set_provider(name("parties", kProvider));
  return scope;
}

std::vector<ScopeParts> ContainingScopes(const ScopeParts& parts) {
  // The first dimension is the highest bit, so that among masks with as many
  // bits the larger number is the more specific scope.
  uint32_t set = 0;
  for (int i = 0; i < kDimensions; ++i) {
    if (!parts[i].empty()) set |= 1u << (kDimensions - 1 - i);
  }
  std::vector<uint32_t> masks;
  for (uint32_t mask = set;; mask = (mask - 1) & set) {
    masks.push_back(mask);
    if (mask == 0) break;
  }
  std::stable_sort(masks.begin(), masks.end(), [](uint32_t a, uint32_t b) {
    return std::popcount(a) > std::popcount(b);
  });
  std::vector<ScopeParts> scopes;
  scopes.reserve(masks.size());
  for (uint32_t mask : masks) {
    ScopeParts& scope = scopes.emplace_back();
    for (int i = 0; i < kDimensions; ++i) {
      if (mask & (1u << (kDimensions - 1 - i))) scope[i] = parts[i];
    }
  }
  return scopes;
}

bool Contains(const ScopeParts& outer, const ScopeParts& inner) {
  for (int i = 0; i < kDimensions; ++i) {
    if (!outer[i].empty() && outer[i] != inner[i]) return false;
  }
  return true;
}

std::string ScopeText(const ScopeParts& parts) {
  static constexpr std::string_view kNames[kDimensions] = {
      "service", "process", "geography", "technology", "unit", "provider"};
  std::string text;
  for (int i = 0; i < kDimensions; ++i) {
    if (parts[i].empty()) continue;
    StrAppend(&text, text.empty() ? "" : ", ", kNames[i], " ", parts[i]);
  }
  return text.empty() ? "the whole organisation" : text;
}

}  // namespace csi::authority
