#include "common/publisher/projection.h"

#include "absl/strings/escaping.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/domain/input.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "csi/common/v1/journal_envelope.pb.h"

namespace csi {
namespace {

constexpr size_t kTraceIdBytes = 16;
constexpr size_t kSpanIdBytes = 8;
constexpr size_t kTraceBytes = kTraceIdBytes + kSpanIdBytes + 1;
// 00-{32}-{16}-{2}
constexpr size_t kTraceparentLength = 55;

void SetTime(int64_t micros, google::protobuf::Timestamp& time) {
  time.set_seconds(micros / 1000000);
  time.set_nanos(static_cast<int>(micros % 1000000) * 1000);
}

}  // namespace

std::string TraceparentOf(std::string_view trace) {
  if (trace.size() != kTraceBytes) return "";
  return StrCat("00-", Hex(trace.substr(0, kTraceIdBytes)), "-",
                Hex(trace.substr(kTraceIdBytes, kSpanIdBytes)), "-",
                Hex(trace.substr(kTraceBytes - 1)));
}

std::string TraceOf(std::string_view text) {
  if (text.size() < kTraceparentLength || text.substr(0, 3) != "00-" ||
      text[35] != '-' || text[52] != '-') {
    return "";
  }
  const std::string digits =
      StrCat(text.substr(3, 32), text.substr(36, 16), text.substr(53, 2));
  for (char c : digits) {
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (!hex) return "";
  }
  return absl::HexStringToBytes(digits);
}

std::vector<common::v1::CloudEvent> ProjectRecord(const Domain& domain,
                                                  const EventOrigin& origin,
                                                  uint64_t offset,
                                                  std::string_view bytes) {
  DecidedRecord decided;
  common::v1::JournalRecord& record = decided.record;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return {};
  }
  const common::v1::Batch& batch = record.batch();
  for (int i = 0; i < batch.entries_size(); ++i) {
    const common::v1::Entry& entry = batch.entries(i);
    const Fact fact{
        entry.tenant(),       entry.actor(),
        entry.on_behalf_of(), entry.method(),
        entry.request_id(),   absl::FromUnixMicros(batch.decided_at_us())};
    std::vector<PublicEvent> published;
    for (const std::string& event_bytes : entry.events()) {
      auto event = domain.NewEvent();
      if (!event->ParseFromString(event_bytes)) return {};
      domain.Project(*event, fact, published);
    }
    if (entry.has_rejected_input()) {
      published.push_back(InputRejectedEvent(entry.rejected_input()));
    }
    for (PublicEvent& each : published) {
      decided.events.push_back({i, std::move(each)});
    }
  }
  return ProjectDecided(origin, offset, bytes, decided);
}

std::vector<common::v1::CloudEvent> ProjectDecided(
    const EventOrigin& origin, uint64_t offset, std::string_view bytes,
    const DecidedRecord& decided) {
  std::vector<common::v1::CloudEvent> events;
  if (decided.events.empty()) return events;
  const common::v1::Batch& batch = decided.record.batch();
  const std::string hash = Hex(Sha256(bytes)).substr(0, 32);
  const std::string journal_id = Hex(origin.journal_id);
  const std::string source = StrCat("//csi/", origin.deployment, "/",
                                    origin.service, "/", origin.partition);
  events.reserve(decided.events.size());
  for (const EntryEvent& each : decided.events) {
    const common::v1::Entry& entry = batch.entries(each.entry);
    common::v1::CloudEvent& out = events.emplace_back();
    const uint32_t index = static_cast<uint32_t>(events.size() - 1);
    out.set_id(StrCat(hash, "-", index));
    out.set_source(source);
    out.set_type(each.event.data->GetDescriptor()->full_name());
    out.set_subject(each.event.subject);
    SetTime(batch.decided_at_us(), *out.mutable_time());
    out.set_tenant(entry.tenant());
    out.set_sequence(batch.first_event() + events.size());
    out.mutable_position()->set_journal_id(journal_id);
    out.mutable_position()->set_offset(offset);
    out.mutable_position()->set_index(index);
    out.set_traceparent(TraceparentOf(entry.trace()));
    out.set_correlation_id(entry.correlation_id().empty()
                               ? entry.request_id()
                               : entry.correlation_id());
    out.set_causation_id(entry.causation_id());
    if (!entry.actor().empty()) {
      out.set_actor(ResourceName(entry.tenant(), "people", entry.actor()));
    }
    out.set_data(ToBytes(*each.event.data));
  }
  events.back().mutable_position()->set_last(true);
  return events;
}

}  // namespace csi
