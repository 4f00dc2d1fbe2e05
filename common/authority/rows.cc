// Rows of the directory. Ids are the last parts of resource names, scope is
// service NUL process NUL geography NUL technology NUL unit NUL provider, each
// possibly empty; be64 is a big-endian number of microseconds or a rank.
//
//   dir.<resource> tenant id                       -> the resource
//   dir.at tenant role scope assignment            -> Assignment, cut down
//   dir.of tenant holder-kind holder-id assignment -> ""
//   dir.member tenant person team                  -> ""
//   dir.act tenant activity variant scope be64     -> Matrix, one activity
//   dir.newest tenant activity variant scope       -> Matrix, one activity
//   dir.acc tenant role because                    -> ""
//   dir.vac tenant role scope                      -> Vacancy
//   dir.lineof tenant from-role purpose be64 line  -> id of the other role
//   dir.rightof tenant appointed-role right        -> id of the appointer role
//   dir.limitof tenant role activity limit         -> ""
//   dir.bind tenant role                           -> "p", "s" or ""
//   dir.first tenant                               -> id of a person
#include "common/authority/rows.h"

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"

namespace csi::authority {
namespace {

void AppendPart(std::string& key, std::string_view part) {
  key.push_back('\0');
  key.append(part);
}

std::string WithScope(std::string key, const ScopeParts& scope) {
  for (const std::string& part : scope) AppendPart(key, part);
  return key;
}

std::string_view HolderKind(std::string_view holder) {
  return holder.find("/teams/") == std::string_view::npos ? "p" : "t";
}

}  // namespace

std::string ResourceKey(std::string_view tag, std::string_view tenant,
                        std::string_view id) {
  return Key(tag, {tenant, id});
}
std::string ResourcePrefix(std::string_view tag, std::string_view tenant) {
  return KeyPrefix(tag, {tenant});
}

std::string AtPrefix(std::string_view tenant, std::string_view role,
                     const ScopeParts& scope) {
  std::string key = WithScope(Key("dir.at", {tenant, role}), scope);
  key.push_back('\0');
  return key;
}
std::string AtKey(std::string_view tenant, std::string_view role,
                  const ScopeParts& scope, std::string_view assignment) {
  return AtPrefix(tenant, role, scope) + std::string(assignment);
}
std::string RoleAssignmentsPrefix(std::string_view tenant,
                                  std::string_view role) {
  return KeyPrefix("dir.at", {tenant, role});
}

std::string HeldPrefix(std::string_view tenant, std::string_view holder) {
  return KeyPrefix("dir.of", {tenant, HolderKind(holder), LastPart(holder)});
}
std::string HeldKey(std::string_view tenant, std::string_view holder,
                    std::string_view assignment) {
  return HeldPrefix(tenant, holder) + std::string(assignment);
}

std::string MemberPrefix(std::string_view tenant, std::string_view person) {
  return KeyPrefix("dir.member", {tenant, person});
}
std::string MemberKey(std::string_view tenant, std::string_view person,
                      std::string_view team) {
  return Key("dir.member", {tenant, person, team});
}

std::string ActivityPrefix(std::string_view tenant, std::string_view activity,
                           std::string_view variant, const ScopeParts& scope) {
  std::string key =
      WithScope(Key("dir.act", {tenant, activity, variant}), scope);
  key.push_back('\0');
  return key;
}
std::string ActivityKey(std::string_view tenant, std::string_view activity,
                        std::string_view variant, const ScopeParts& scope,
                        absl::Time deploy_time) {
  return ActivityPrefix(tenant, activity, variant, scope) +
         BigEndian(static_cast<uint64_t>(absl::ToUnixMicros(deploy_time)));
}

std::string NewestActivityKey(std::string_view tenant,
                              std::string_view activity,
                              std::string_view variant,
                              const ScopeParts& scope) {
  return WithScope(Key("dir.newest", {tenant, activity, variant}), scope);
}

std::string AccountablePrefix(std::string_view tenant, std::string_view role) {
  return KeyPrefix("dir.acc", {tenant, role});
}
std::string AccountableKey(std::string_view tenant, std::string_view role,
                           std::string_view because) {
  return Key("dir.acc", {tenant, role, because});
}

std::string VacancyPrefix(std::string_view tenant, std::string_view role) {
  return role.empty() ? KeyPrefix("dir.vac", {tenant})
                      : KeyPrefix("dir.vac", {tenant, role});
}
std::string VacancyKey(std::string_view tenant, std::string_view role,
                       const ScopeParts& scope) {
  return WithScope(Key("dir.vac", {tenant, role}), scope);
}

std::string LinesPrefix(std::string_view tenant, std::string_view from_role,
                        std::string_view purpose) {
  return KeyPrefix("dir.lineof", {tenant, from_role, purpose});
}
std::string LineKey(std::string_view tenant, std::string_view from_role,
                    std::string_view purpose, int rank, std::string_view line) {
  return StrCat(LinesPrefix(tenant, from_role, purpose),
                BigEndian(static_cast<uint64_t>(rank)), line);
}

std::string RightsPrefix(std::string_view tenant,
                         std::string_view appointed_role) {
  return KeyPrefix("dir.rightof", {tenant, appointed_role});
}
std::string RightKey(std::string_view tenant, std::string_view appointed_role,
                     std::string_view right) {
  return Key("dir.rightof", {tenant, appointed_role, right});
}

std::string LimitsPrefix(std::string_view tenant, std::string_view role,
                         std::string_view activity) {
  return KeyPrefix("dir.limitof", {tenant, role, activity});
}
std::string LimitKey(std::string_view tenant, std::string_view role,
                     std::string_view activity, std::string_view limit) {
  return Key("dir.limitof", {tenant, role, activity, limit});
}

std::string BindingKey(std::string_view tenant, std::string_view role) {
  return Key("dir.bind", {tenant, role});
}
std::string FirstActorKey(std::string_view tenant) {
  return Key("dir.first", {tenant});
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

bool Covers(const common::v1::Interval& interval, absl::Time time) {
  if (interval.has_start_time() && time < TimeOf(interval.start_time())) {
    return false;
  }
  return !interval.has_end_time() || time < TimeOf(interval.end_time());
}

bool Overlap(const common::v1::Interval& a, const common::v1::Interval& b) {
  const auto start = [](const common::v1::Interval& interval) {
    return interval.has_start_time() ? TimeOf(interval.start_time())
                                     : absl::InfinitePast();
  };
  const auto end = [](const common::v1::Interval& interval) {
    return interval.has_end_time() ? TimeOf(interval.end_time())
                                   : absl::InfiniteFuture();
  };
  // An empty interval overlaps nothing.
  return std::max(start(a), start(b)) < std::min(end(a), end(b));
}

}  // namespace csi::authority
