#include "services/workflow/inbound/change_mapping.h"

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/inbound/extract.h"
#include "common/inbound/poison.h"

namespace csi::workflow {
namespace {

using inbound::FieldKind;
using inbound::Poison;
using inbound::PoisonError;
using Request = v1::IngestChangeEventRequest;

constexpr std::string_view kTenants = "tenants/";
constexpr std::string_view kProtobuf = "application/protobuf";

// `approval` is only looked at by rules for states.
const std::vector<inbound::Purpose>& Purposes() {
  static const auto* const purposes = new std::vector<inbound::Purpose>{
      {"change",
       {{"approval", FieldKind::kText},
        {"close_code", FieldKind::kText},
        {"external_id", FieldKind::kText},
        {"external_system", FieldKind::kText},
        {"raw_status", FieldKind::kText},
        {"reference", FieldKind::kText},
        {"source_revision", FieldKind::kCount},
        {"status", FieldKind::kText},
        {"status_reason", FieldKind::kText},
        {"type", FieldKind::kText},
        {"actual_end_time", FieldKind::kTime},
        {"actual_start_time", FieldKind::kTime},
        {"changed_time", FieldKind::kTime},
        {"planned_end_time", FieldKind::kTime},
        {"planned_start_time", FieldKind::kTime}}}};
  return *purposes;
}

// "CLOSED_SUCCESS" -> the status; nothing for other words.
std::optional<v1::Rfc::Status> StatusNamed(std::string_view word) {
  std::string name = "STATUS_";
  for (char c : inbound::PlainWord(word)) {
    name.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  v1::Rfc::Status status = v1::Rfc::STATUS_UNSPECIFIED;
  if (!v1::Rfc::Status_Parse(name, &status) ||
      status == v1::Rfc::STATUS_UNSPECIFIED) {
    return std::nullopt;
  }
  return status;
}

absl::Status CheckStates(std::string_view name,
                         const inbound::Mapping& mapping) {
  const auto check = [&](std::string_view word, std::string_view status) {
    if (status.empty() || StatusNamed(status)) return absl::OkStatus();
    return absl::InvalidArgumentError(
        StrCat(name, ": states.", word, ": '", status,
               "' is no status of an RFC, such as CLOSED_SUCCESS."));
  };
  for (const auto& [word, rule] : mapping.states) {
    absl::Status checked = check(word, rule.status);
    if (!checked.ok()) return checked;
    for (const auto& [second, status] : rule.second) {
      checked = check(StrCat(word, ".", second), status);
      if (!checked.ok()) return checked;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Parent(std::string_view tenant) {
  if (tenant.starts_with(kTenants)) {
    tenant.remove_prefix(kTenants.size());
  }
  if (!IsResourceId(tenant)) {
    return PoisonError(Poison::kNoTenant,
                       StrCat("'", tenant.substr(0, 100),
                              "' cannot be a tenant: 1 to 63 lower-case "
                              "letters, digits and dashes."));
  }
  return StrCat(kTenants, tenant);
}

void SetTime(std::string_view text, google::protobuf::Timestamp& time) {
  const int64_t micros = absl::ToUnixMicros(inbound::TimeOf(text));
  constexpr int64_t kMicros = 1000000;
  int64_t seconds = micros / kMicros;
  if (micros % kMicros < 0) --seconds;
  time.set_seconds(seconds);
  time.set_nanos(static_cast<int32_t>(micros - seconds * kMicros) * 1000);
}

void SetTimes(const inbound::Row& row, v1::ChangeEvent& event) {
  const auto set = [&](std::string_view field, auto mutable_time) {
    if (const std::string_view text = row.field(field); !text.empty()) {
      SetTime(text, *(event.*mutable_time)());
    }
  };
  set("changed_time", &v1::ChangeEvent::mutable_changed_time);
  set("planned_start_time", &v1::ChangeEvent::mutable_planned_start_time);
  set("planned_end_time", &v1::ChangeEvent::mutable_planned_end_time);
  set("actual_start_time", &v1::ChangeEvent::mutable_actual_start_time);
  set("actual_end_time", &v1::ChangeEvent::mutable_actual_end_time);
}

// The status that the mapping or the event itself gives, if any does.
absl::Status SetStatus(const inbound::Mapping& mapping, const inbound::Row& row,
                       v1::ChangeEvent& event) {
  const std::string_view own = row.field("status");
  std::string word(own);
  if (own.empty()) word = StateOf(mapping, event.raw_status(), row);
  if (word.empty()) return absl::OkStatus();
  const auto status = StatusNamed(word);
  if (!status) {
    return PoisonError(Poison::kFieldBad,
                       StrCat("field status: '", word.substr(0, 100),
                              "' is no status of an RFC; send the system's own "
                              "word as raw_status."));
  }
  event.set_status(*status);
  return absl::OkStatus();
}

absl::Status CheckNeeded(const v1::ChangeEvent& event) {
  if (event.external_id().empty() && event.reference().empty()) {
    return PoisonError(Poison::kFieldMissing,
                       "neither external_id nor reference: which change is it "
                       "about?");
  }
  if (event.status() == v1::Rfc::STATUS_UNSPECIFIED &&
      event.raw_status().empty()) {
    return PoisonError(Poison::kFieldMissing,
                       "neither status nor raw_status: what is the news?");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Request>> FromProtobuf(
    const inbound::InboundEvent& input) {
  Request request;
  v1::ChangeEvent& event = *request.mutable_event();
  if (input.type() != v1::ChangeEvent::descriptor()->full_name() ||
      !event.ParseFromString(input.data)) {
    return PoisonError(Poison::kNotJson,
                       "protobuf data must be a csi.workflow.v1.ChangeEvent, "
                       "and ce_type must say so.");
  }
  auto parent = Parent(input.attribute("partitionkey"));
  if (!parent.ok()) return parent.status();
  request.set_parent(*std::move(parent));
  event.set_source(std::string(input.source()));
  event.set_event_id(std::string(input.id()));
  const absl::Status needed = CheckNeeded(event);
  if (!needed.ok()) return needed;
  return request;
}

absl::StatusOr<std::optional<Request>> FromRow(
    const inbound::Mapping& mapping, const inbound::InboundEvent& input,
    const std::string& tenant, const inbound::Row& row) {
  Request request;
  auto parent = Parent(tenant);
  if (!parent.ok()) return parent.status();
  request.set_parent(*std::move(parent));
  v1::ChangeEvent& event = *request.mutable_event();
  event.set_source(std::string(input.source()));
  event.set_event_id(std::string(input.id()));
  event.set_external_system(std::string(row.field("external_system")));
  event.set_external_id(std::string(row.field("external_id")));
  event.set_reference(std::string(row.field("reference")));
  event.set_raw_status(std::string(row.field("raw_status")));
  event.set_close_code(std::string(row.field("close_code")));
  event.set_status_reason(std::string(row.field("status_reason")));
  event.set_type(std::string(row.field("type")));
  event.set_source_revision(inbound::CountOf(row.field("source_revision")));
  SetTimes(row, event);
  const absl::Status status = SetStatus(mapping, row, event);
  if (!status.ok()) return status;
  const absl::Status needed = CheckNeeded(event);
  if (!needed.ok()) return needed;
  return request;
}

}  // namespace

absl::Status ChangeMapper::Add(std::string_view name, std::string_view yaml) {
  auto mapping = inbound::ParseMapping(name, yaml, Purposes());
  if (!mapping.ok()) return mapping.status();
  const absl::Status states = CheckStates(name, *mapping);
  if (!states.ok()) return states;
  if (!mapping->each.empty()) {
    return absl::InvalidArgumentError(
        StrCat(name, ": each: an event is about one change."));
  }
  return mappings_.Add(*std::move(mapping));
}

absl::StatusOr<std::optional<Request>> ChangeMapper::Map(
    const inbound::InputRecord& record) const {
  const auto input = inbound::ReadCloudEvent(record);
  if (!input.ok()) return input.status();
  if (input->content_type == kProtobuf) return FromProtobuf(*input);
  const inbound::Mapping* mapping = mappings_.Find(*input);
  if (mapping == nullptr) {
    return PoisonError(
        Poison::kNoMapping,
        StrCat("no mapping is for source ", input->source().substr(0, 200),
               " and type ", input->type().substr(0, 200), "."));
  }
  const auto found = inbound::Extract(*mapping, *input);
  if (!found.ok()) return found.status();
  if (found->ignored) return std::optional<Request>();
  return FromRow(*mapping, *input, found->tenant, found->rows[0]);
}

absl::StatusOr<std::vector<InputCommand>> ChangeMapper::Commands(
    const inbound::InputRecord& record) const {
  auto request = Map(record);
  if (!request.ok()) return request.status();
  std::vector<InputCommand> commands;
  if (*request) {
    std::string tenant = (*request)->parent().substr(kTenants.size());
    commands.push_back(
        {std::move(tenant), std::make_shared<Request>(**std::move(request))});
  }
  return commands;
}

}  // namespace csi::workflow
