// What other systems send, as arbitrary bytes: as a structured CloudEvent, as
// the data of a binary one, and as a mapping file. Whatever comes in is taken
// or refused with a reason; what is taken has the form that its kind promises;
// twice the same gives the same.
#include <string>
#include <string_view>

#include "common/base/check.h"
#include "common/inbound/extract.h"
#include "common/inbound/limits.h"
#include "common/inbound/poison.h"

namespace csi::inbound {
namespace {

const std::vector<Purpose>& Purposes() {
  static const auto* const purposes =
      new std::vector<Purpose>{{"change",
                                {{"external_id", FieldKind::kText},
                                 {"raw_status", FieldKind::kText},
                                 {"close_code", FieldKind::kText},
                                 {"source_revision", FieldKind::kCount},
                                 {"value", FieldKind::kNumber},
                                 {"changed_time", FieldKind::kTime}}}};
  return *purposes;
}

constexpr char kMapping[] = R"(
mapping: fuzz
for: change
match: {type: "*", when: [{path: /kind, is: [change, ""]}]}
tenant: [{attribute: partitionkey}, {path: /tenant}, {constant: t}]
fields:
  external_id: [{path: /record/number}, {path: /issue/key}, {path: /0}]
  raw_status: {path: /record/state}
  close_code: {path: /record/close_code}
  source_revision: {path: /record/sys_mod_count}
  value: {path: /record/value}
  changed_time: {path: /record/updated, time: "%Y-%m-%d %H:%M:%E*S"}
states:
  "3": {by: close_code, words: {ok: CLOSED_SUCCESS}, else: CLOSED_FAILED}
)";

void CheckRow(const Mapping& mapping, const Row& row) {
  for (const auto& [name, text] : row.fields) {
    CSI_CHECK(!text.empty() && text.size() <= kFieldBytesMax,
              "a field is not empty and within its bound");
  }
  if (const auto time = row.field("changed_time"); !time.empty()) {
    CSI_CHECK(TimeOf(time) != absl::InfinitePast(), "a time reads back");
    CSI_CHECK(absl::ToUnixSeconds(TimeOf(time)) < 253402300800,
              "a time fits protobuf");
  }
  StateOf(mapping, row.field("raw_status"), row);
}

void CheckExtract(const Mapping& mapping, const InboundEvent& event) {
  const auto found = Extract(mapping, event);
  if (!found.ok()) {
    CSI_CHECK(!PoisonWord(found.status()).empty() &&
                  !found.status().message().empty(),
              "a refusal has its word and a sentence");
    return;
  }
  CSI_CHECK(found->ignored || !found->tenant.empty(), "somebody owns it");
  CSI_CHECK(found->rows.size() <= kRowsMax, "rows have their bound");
  for (const Row& row : found->rows) CheckRow(mapping, row);
  const auto again = Extract(mapping, event);
  CSI_CHECK(again.ok() && again->rows.size() == found->rows.size(),
            "twice the same gives the same");
}

void CheckEvent(const Mapping& mapping, const InputRecord& record) {
  const auto event = ReadCloudEvent(record);
  if (!event.ok()) {
    CSI_CHECK(!PoisonWord(event.status()).empty(), "a refusal has its word");
    return;
  }
  CSI_CHECK(!event->id().empty() && !event->source().empty(),
            "an event has its identity");
  CheckExtract(mapping, *event);
}

InputRecord Binary(std::string value) {
  InputRecord record;
  record.headers = {{"ce_specversion", "1.0"},
                    {"ce_id", "1"},
                    {"ce_source", "//s"},
                    {"ce_type", "t"}};
  record.value = std::move(value);
  return record;
}

void CheckInput(std::string_view input) {
  static const auto* const mapping =
      new Mapping(*ParseMapping("fuzz", kMapping, Purposes()));
  InputRecord structured;
  structured.headers = {{"content-type", "application/cloudevents+json"}};
  structured.value = std::string(input);
  CheckEvent(*mapping, structured);
  CheckEvent(*mapping, Binary(std::string(input)));
  InputRecord header = Binary("{}");
  header.headers.emplace_back("ce_" + std::string(input.substr(0, 20)),
                              std::string(input));
  CheckEvent(*mapping, header);
  const auto other = ParseMapping("input", input, Purposes());
  if (other.ok()) {
    CheckEvent(*other, Binary(R"({"record":{"number":"C1","state":"3"}})"));
  } else {
    CSI_CHECK(!other.status().message().empty(), "a mistake is said");
  }
}

}  // namespace
}  // namespace csi::inbound

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  csi::inbound::CheckInput({reinterpret_cast<const char*>(data), size});
  return 0;
}
