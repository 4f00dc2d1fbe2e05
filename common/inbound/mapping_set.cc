#include "common/inbound/mapping_set.h"

#include "common/base/strings.h"

namespace csi::inbound {
namespace {

bool Fits(std::string_view pattern, std::string_view text) {
  if (pattern.empty() || pattern.back() != '*') return pattern == text;
  pattern.remove_suffix(1);
  return text.substr(0, pattern.size()) == pattern;
}

size_t Closeness(const Mapping& mapping) {
  return mapping.source.size() + mapping.type.size();
}

}  // namespace

absl::Status MappingSet::Add(Mapping mapping) {
  for (const Mapping& each : mappings_) {
    if (each.source == mapping.source && each.type == mapping.type) {
      return absl::AlreadyExistsError(
          StrCat("mappings ", each.name, " and ", mapping.name,
                 " are both for source ", mapping.source, " and type ",
                 mapping.type, "; make one of them narrower."));
    }
  }
  mappings_.push_back(std::move(mapping));
  return absl::OkStatus();
}

const Mapping* MappingSet::Find(const InboundEvent& event) const {
  const Mapping* best = nullptr;
  for (const Mapping& each : mappings_) {
    if (!Fits(each.source, event.source()) || !Fits(each.type, event.type())) {
      continue;
    }
    if (best == nullptr || Closeness(each) > Closeness(*best)) best = &each;
  }
  return best;
}

}  // namespace csi::inbound
