#include "services/workflow/domain/ids.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/base/sha256.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/status/status.h"
#include "services/workflow/domain/keys.h"

namespace csi::workflow {
namespace {

constexpr int64_t kMicrosPerSecond = 1000 * 1000;

bool ParseNumber(std::string_view text, uint32_t* number) {
  return !text.empty() && text.size() <= 4 &&
         text.find_first_not_of("0123456789") == std::string_view::npos &&
         absl::SimpleAtoi(View(text), number);
}

// In decimal, with zeros in front up to so many digits.
std::string Padded(uint32_t number, size_t digits) {
  const std::string text = std::to_string(number);
  if (text.size() >= digits) return text;
  return std::string(digits - text.size(), '0') + text;
}

}  // namespace

std::string TwoDigits(uint32_t number) { return Padded(number, 2); }
std::string FourDigits(uint32_t number) { return Padded(number, 4); }

std::string SeenKey(std::string_view t, std::string_view source,
                    std::string_view event_id) {
  constexpr size_t kBytes = 16;  // collisions are out of reach
  const std::string digest =
      Sha256(StrCat(source.size(), ":", source, event_id));
  // As hex, because a key part must not hold a NUL.
  const std::string hex = Hex(std::string_view(digest).substr(0, kBytes));
  return Key("wf.seen", {t, hex});
}

std::string NameOrEmpty(std::string_view tenant, std::string_view collection,
                        std::string_view id) {
  return id.empty() ? "" : ResourceName(tenant, collection, id);
}

std::string ChildName(std::string_view tenant, std::string_view run,
                      std::string_view collection, std::string_view id) {
  if (id.empty()) return "";
  return StrCat(ResourceName(tenant, "runs", run), "/", collection, "/", id);
}

std::string IdPart(std::string_view name) {
  return name.empty() ? "" : std::string(LastPart(name));
}

absl::StatusOr<ChildId> ChildIdOf(std::string_view field, std::string_view name,
                                  std::string_view tenant,
                                  std::string_view collection) {
  const std::vector<std::string> parts = absl::StrSplit(View(name), '/');
  if (parts.size() != 6 || parts[0] != "tenants" || parts[1] != tenant ||
      parts[2] != "runs" || parts[4] != collection || !IsResourceId(parts[3]) ||
      !IsResourceId(parts[5])) {
    return FieldError(field, StrCat("it must have the form tenants/", tenant,
                                    "/runs/{run}/", collection, "/{id}."));
  }
  return ChildId{parts[3], parts[5]};
}

absl::StatusOr<StepId> StepIdOf(std::string_view field, std::string_view name,
                                std::string_view tenant,
                                std::string_view collection) {
  ASSIGN_OR_RETURN(ChildId child, ChildIdOf(field, name, tenant, collection));
  uint32_t step = 0;
  if (child.id.size() > 2 || !ParseNumber(child.id, &step) || step == 0) {
    return FieldError(field, StrCat("it must end with the number of a step, "
                                    "for example ",
                                    collection, "/3."));
  }
  return StepId{child.run, step};
}

absl::StatusOr<InboxItemName> InboxItemNameOf(std::string_view name,
                                              std::string_view tenant) {
  const std::vector<std::string> parts = absl::StrSplit(View(name), '/');
  if (parts.size() != 6 || parts[0] != "tenants" || parts[1] != tenant ||
      parts[2] != "people" || parts[4] != "inboxItems" || parts[3].empty() ||
      parts[5].empty()) {
    return FieldError("name", StrCat("write tenants/", tenant,
                                     "/people/{person}/inboxItems/{item}."));
  }
  return InboxItemName{parts[3], parts[5]};
}

std::string FullName(std::string_view tenant, std::string_view name) {
  return name.starts_with("tenants/") ? std::string(name)
                                      : StrCat("tenants/", tenant, "/", name);
}

std::string ConsultationId(std::string_view run, uint32_t step,
                           uint32_t number) {
  return StrCat(run, "-", TwoDigits(step), "-", FourDigits(number));
}

absl::StatusOr<ConsultationParts> ConsultationPartsOf(std::string_view name,
                                                      std::string_view tenant) {
  ASSIGN_OR_RETURN(std::string id, IdOf("name", name, tenant, "consultations"));
  constexpr size_t kTail = 8;  // -03-0001
  ConsultationParts parts;
  const std::string_view tail =
      id.size() > kTail ? std::string_view(id).substr(id.size() - kTail) : "";
  if (tail.size() != kTail || tail[0] != '-' || tail[3] != '-' ||
      !ParseNumber(tail.substr(1, 2), &parts.step) ||
      !ParseNumber(tail.substr(4, 4), &parts.number)) {
    return Refusal(common::v1::ERROR_REASON_NOT_FOUND,
                   StrCat("There is no consultation ", name, "."),
                   {{"name", std::string(name)}});
  }
  parts.run = id.substr(0, id.size() - kTail);
  return parts;
}

common::v1::Scope CompactScope(const common::v1::Scope& scope) {
  common::v1::Scope compact = scope;
  compact.set_service(IdPart(scope.service()));
  compact.set_process(IdPart(scope.process()));
  compact.set_unit(IdPart(scope.unit()));
  compact.set_provider(IdPart(scope.provider()));
  return compact;
}

common::v1::Scope ExpandScope(const common::v1::Scope& scope,
                              std::string_view tenant) {
  common::v1::Scope full = scope;
  full.set_service(NameOrEmpty(tenant, "services", scope.service()));
  full.set_process(NameOrEmpty(tenant, "processes", scope.process()));
  full.set_unit(NameOrEmpty(tenant, "units", scope.unit()));
  full.set_provider(NameOrEmpty(tenant, "parties", scope.provider()));
  return full;
}

common::v1::AuthorityGrant CompactGrant(const common::v1::AuthorityGrant& grant,
                                        std::string_view actor) {
  common::v1::AuthorityGrant compact = grant;
  const std::string person = IdPart(grant.person());
  compact.set_person(person == actor ? "" : person);
  compact.set_role(IdPart(grant.role()));
  compact.set_assignment(IdPart(grant.assignment()));
  compact.set_matrix(IdPart(grant.matrix()));
  return compact;
}

common::v1::AuthorityGrant ExpandGrant(const common::v1::AuthorityGrant& grant,
                                       std::string_view tenant,
                                       std::string_view actor) {
  common::v1::AuthorityGrant full = grant;
  const std::string_view person =
      grant.person().empty() ? actor : std::string_view(grant.person());
  full.set_person(NameOrEmpty(tenant, "people", person));
  full.set_role(NameOrEmpty(tenant, "roles", grant.role()));
  full.set_assignment(NameOrEmpty(tenant, "assignments", grant.assignment()));
  full.set_matrix(NameOrEmpty(tenant, "matrices", grant.matrix()));
  return full;
}

void SetTime(int64_t us, google::protobuf::Timestamp* out) {
  int64_t seconds = us / kMicrosPerSecond;
  int64_t rest = us % kMicrosPerSecond;
  if (rest < 0) {
    --seconds;
    rest += kMicrosPerSecond;
  }
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>(rest * 1000));
}

int64_t MicrosOf(const google::protobuf::Timestamp& time) {
  return time.seconds() * kMicrosPerSecond + time.nanos() / 1000;
}

std::string TimeText(int64_t us) {
  return StrCat(absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixMicros(us),
                                 absl::UTCTimeZone()),
                " UTC");
}

}  // namespace csi::workflow
