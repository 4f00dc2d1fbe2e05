#include "common/rpc/call_info.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/publisher/projection.h"
#include "common/status/status.h"

namespace csi::rpc {
namespace {

constexpr size_t kJournalIdDigits = 32;
constexpr char kReadKey[] = "csi-read";
constexpr char kReadLeader[] = "leader";
constexpr char kReadAny[] = "any";
constexpr char kReadStrict[] = "strict";

bool IsHex(std::string_view text) {
  for (char c : text) {
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace

std::string PositionText(const common::v1::ViewPosition& position) {
  return StrCat(position.source(), "=", Hex(position.journal_id()), ":",
                position.offset());
}

absl::StatusOr<common::v1::ViewPosition> ParsePosition(std::string_view text) {
  common::v1::ViewPosition position;
  const size_t equals = text.find('=');
  const size_t colon = text.find(':');
  uint64_t offset = 0;
  const bool shaped = equals != std::string_view::npos &&
                      colon != std::string_view::npos &&
                      colon == equals + 1 + kJournalIdDigits &&
                      IsHex(text.substr(equals + 1, kJournalIdDigits)) &&
                      absl::SimpleAtoi(View(text.substr(colon + 1)), &offset);
  if (!shaped) {
    return FieldError("csi-not-before",
                      StrCat("\"", text,
                             "\" is not of the form "
                             "service={32 hex digits}:{offset}."));
  }
  position.set_source(std::string(text.substr(0, equals)));
  position.set_journal_id(
      absl::HexStringToBytes(View(text.substr(equals + 1, kJournalIdDigits))));
  position.set_offset(offset);
  return position;
}

bool ReadsAny(const MetadataPairs& metadata) {
  return std::any_of(metadata.begin(), metadata.end(), [](const auto& pair) {
    return pair.first == kReadKey && pair.second == kReadAny;
  });
}

absl::StatusOr<CallInfo> ReadCallInfo(const MetadataPairs& metadata,
                                      std::string_view tenant) {
  CallInfo info;
  for (const auto& [key, value] : metadata) {
    if (key == "csi-actor" && !value.empty()) {
      ASSIGN_OR_RETURN(info.actor, IdOf("csi-actor", value, tenant, "people"));
    } else if (key == "csi-on-behalf-of" && !value.empty()) {
      ASSIGN_OR_RETURN(info.on_behalf_of,
                       IdOf("csi-on-behalf-of", value, tenant, "people"));
    } else if (key == "traceparent") {
      info.trace = TraceOf(value);
    } else if (key == "csi-not-before" && !value.empty()) {
      ASSIGN_OR_RETURN(common::v1::ViewPosition position, ParsePosition(value));
      info.not_before.push_back(std::move(position));
    } else if (key == kReadKey && value == kReadAny) {
      info.read_any = true;
    } else if (key == kReadKey && value == kReadStrict) {
      info.read_strict = true;
    } else if (key == kReadKey && value != kReadLeader) {
      return FieldError(kReadKey,
                        StrCat("it is ", kReadLeader, ", ", kReadAny, " or ",
                               kReadStrict, ", not \"", value, "\"."));
    }
  }
  if (info.read_any && info.read_strict) {
    return FieldError(kReadKey, StrCat("it cannot be ", kReadAny, " and ",
                                       kReadStrict, " at once."));
  }
  return info;
}

}  // namespace csi::rpc
