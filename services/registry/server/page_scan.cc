#include "services/registry/server/page_scan.h"

#include <optional>

#include "common/kv/keys.h"
#include "services/registry/domain/limits.h"

namespace csi::registry {
namespace {

constexpr size_t kNumberBytes = 8;

struct Hit {
  uint64_t number;
  std::string value;
};

// The first number at or behind `number` below the prefix, in the direction.
std::optional<Hit> Seek(const KvReader& rows, const std::string& prefix,
                        uint64_t number, bool backwards) {
  std::optional<Hit> hit;
  const auto row = [&](std::string_view key, std::string_view value) {
    if (key.size() == prefix.size() + kNumberBytes) {
      hit = Hit{FromBigEndian(key.substr(prefix.size())), std::string(value)};
    }
    return false;
  };
  const std::string at = prefix + BigEndian(number);
  if (backwards) {
    rows.ScanReverse(prefix, at + '\0', row);
  } else {
    rows.Scan(at, PrefixEnd(prefix), row);
  }
  return hit;
}

// The number behind this one; nothing at the end of the numbers.
std::optional<uint64_t> Behind(uint64_t number, bool backwards) {
  if (backwards) {
    return number == 0 ? std::nullopt : std::optional<uint64_t>(number - 1);
  }
  return number == UINT64_MAX ? std::nullopt
                              : std::optional<uint64_t>(number + 1);
}

}  // namespace

std::string ScanPage(const KvReader& rows, const Page& page,
                     std::string_view prefix, bool backwards, TakeRow take) {
  return ScanRange(rows, page, prefix, PrefixEnd(prefix), backwards, take);
}

std::string ScanRange(const KvReader& rows, const Page& page,
                      std::string_view from, std::string_view to,
                      bool backwards, TakeRow take) {
  int taken = 0;
  int scanned = 0;
  bool more = false;
  std::string last;
  const auto row = [&](std::string_view key, std::string_view value) {
    if (taken == page.size || scanned == limits::kListScanRowsMax) {
      more = true;
      return false;
    }
    ++scanned;
    last = std::string(key);
    if (take(key, value)) ++taken;
    return true;
  };
  if (backwards) {
    rows.ScanReverse(
        from, page.after_key.empty() ? to : std::string_view(page.after_key),
        row);
  } else {
    std::string begin(from);
    // The smallest key behind the last one.
    if (!page.after_key.empty()) begin = page.after_key + '\0';
    if (begin < to) rows.Scan(begin, to, row);
  }
  return more ? page.TokenAfter(last) : "";
}

std::string JoinPage(const KvReader& rows, const Page& page,
                     const std::vector<std::string>& prefixes, bool backwards,
                     TakeRow take) {
  if (prefixes.size() == 1) {
    return ScanPage(rows, page, prefixes[0], backwards, take);
  }
  std::optional<uint64_t> number = backwards ? UINT64_MAX : 0;
  const std::string& first = prefixes[0];
  if (page.after_key.size() == first.size() + kNumberBytes) {
    number = Behind(
        FromBigEndian(std::string_view(page.after_key).substr(first.size())),
        backwards);
  }
  int taken = 0;
  int seeks = 0;
  size_t agreed = 0;  // indexes in a row that hold `number`
  size_t index = 0;
  std::string value;  // of the first index
  while (number) {
    // Everything before `number` has been looked at.
    if (taken == page.size || seeks >= limits::kListSeeksMax) {
      const uint64_t done = backwards ? *number + 1 : *number - 1;
      return page.TokenAfter(first + BigEndian(done));
    }
    std::optional<Hit> hit = Seek(rows, prefixes[index], *number, backwards);
    ++seeks;
    if (!hit) return "";
    agreed = hit->number == *number ? agreed + 1 : 1;
    number = hit->number;
    if (index == 0) value = std::move(hit->value);
    index = (index + 1) % prefixes.size();
    if (agreed < prefixes.size()) continue;
    if (take(first + BigEndian(*number), value)) ++taken;
    agreed = 0;
    number = Behind(*number, backwards);
  }
  return "";
}

}  // namespace csi::registry
