#include "services/registry/domain/keys.h"

#include <algorithm>
#include <cmath>

#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"
#include "services/registry/domain/dates.h"
#include "services/registry/domain/limits.h"
#include "services/registry/domain/state_machine.h"
#include "services/registry/domain/words.h"

namespace csi::registry {
namespace {

// Behind every day.
constexpr std::string_view kNoDay = "~";
constexpr double kScoreSteps = 1000.0;

std::string Micros(absl::Time time) {
  return BigEndian(static_cast<uint64_t>(absl::ToUnixMicros(time)));
}

std::string IndexKey(std::string_view tenant, std::string_view field,
                     std::string_view value, uint64_t number) {
  return Key("reg.x", {tenant, field, value, BigEndian(number)});
}

}  // namespace

std::string EntryKey(std::string_view tenant, std::string_view id) {
  return Key("reg.opp", {tenant, id});
}
std::string EntryTextKey(std::string_view tenant, std::string_view id) {
  return Key("reg.text", {tenant, id});
}
std::string HistoryKey(std::string_view tenant, std::string_view id,
                       uint64_t sequence) {
  return Key("reg.hist", {tenant, id, BigEndian(sequence)});
}
std::string HistoryPrefix(std::string_view tenant, std::string_view id) {
  return KeyPrefix("reg.hist", {tenant, id});
}
std::string NextNumberKey(std::string_view tenant) {
  return Key("reg.next", {tenant});
}
std::string StateCountKey(std::string_view tenant, v1::OpportunityState state) {
  return Key("reg.count", {tenant, StateName(state)});
}

std::string IndexPrefix(std::string_view tenant, std::string_view field) {
  return KeyPrefix("reg.x", {tenant, field});
}
std::string IndexPrefix(std::string_view tenant, std::string_view field,
                        std::string_view value) {
  return KeyPrefix("reg.x", {tenant, field, value});
}

// Entries without a priority stand behind those with the lowest.
std::string PriorityValue(int priority) {
  return BigEndian(static_cast<uint64_t>(
      priority == 0 ? limits::kPriorityLowest + 1 : priority));
}

std::string ScoreValue(double score) {
  return BigEndian(
      static_cast<uint64_t>(std::llround(std::max(score, 0.0) * kScoreSteps)));
}

std::string TimeValue(absl::Time time) { return Micros(time); }

std::vector<std::string> IndexKeys(std::string_view tenant,
                                   const v1::Opportunity& entry) {
  const uint64_t number = entry.number();
  const std::string due =
      entry.has_due_date() ? DayText(entry.due_date()) : std::string(kNoDay);
  const std::string priority = PriorityValue(entry.priority());
  const std::string score = ScoreValue(entry.score());
  const std::string update = TimeValue(FromTimestamp(entry.update_time()));
  const std::string_view owner = LastPart(entry.accountable());
  const std::string_view coordinator = LastPart(entry.coordinator());
  std::vector<std::string> keys;
  const auto add = [&](std::string_view field, std::string_view value) {
    keys.push_back(IndexKey(tenant, field, value, number));
  };
  const auto add_set = [&](std::string_view field, std::string_view value) {
    if (!value.empty()) add(field, value);
  };
  keys.push_back(Key("reg.x", {tenant, kByNumber, BigEndian(number)}));
  add(kByState, StateName(entry.state()));
  add(kByOwner, owner);
  add(kByService, LastPart(entry.scope().service()));
  add(kByProcess, LastPart(entry.scope().process()));
  add_set(kByInvolved, owner);
  if (coordinator != owner) add_set(kByInvolved, coordinator);
  add_set(kByParent, LastPart(entry.parent()));
  add_set(kByIndicator, LastPart(entry.primary_indicator().indicator()));
  add_set(kByExternal, entry.external_number());
  add(kByDue, due);
  add(kByPriority, priority);
  add(kByScore, score);
  add(kByUpdate, update);
  if (!IsFinal(entry.state())) {
    keys.push_back(Key("reg.x", {tenant, kOpen, BigEndian(number)}));
    add(kOpenByDue, due);
    add(kOpenByPriority, priority);
    add(kOpenByScore, score);
    add(kOpenByUpdate, update);
  }
  if (entry.decay_check_due()) {
    keys.push_back(Key("reg.x", {tenant, kToRecheck, BigEndian(number)}));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::string SourceEventKey(std::string_view tenant, std::string_view source,
                           std::string_view id) {
  return Key("reg.evt", {tenant, source, id});
}

std::string WordPrefix(std::string_view tenant, std::string_view word) {
  return KeyPrefix("reg.w", {tenant, word});
}

std::vector<std::string> WordKeys(std::string_view tenant,
                                  const v1::Opportunity& entry) {
  std::vector<std::string> keys;
  for (const std::string& word : WordsOf(entry)) {
    keys.push_back(Key("reg.w", {tenant, word, BigEndian(entry.number())}));
  }
  return keys;
}

std::string SessionKey(std::string_view tenant, std::string_view id) {
  return Key("reg.pri", {tenant, id});
}
std::string SessionEntriesKey(std::string_view tenant, std::string_view id) {
  return Key("reg.prix", {tenant, id});
}
std::string SessionResultKey(std::string_view tenant, std::string_view id) {
  return Key("reg.prir", {tenant, id});
}
std::string SessionTimeKey(std::string_view tenant, absl::Time time,
                           std::string_view id) {
  return Key("reg.prit", {tenant, Micros(time), id});
}
std::string SessionTimePrefix(std::string_view tenant) {
  return KeyPrefix("reg.prit", {tenant});
}
std::string VoteKey(std::string_view tenant, std::string_view session,
                    std::string_view entry, std::string_view person) {
  return Key("reg.vote", {tenant, session, entry, person});
}
std::string VotePrefix(std::string_view tenant, std::string_view session) {
  return KeyPrefix("reg.vote", {tenant, session});
}
std::string VotePrefix(std::string_view tenant, std::string_view session,
                       std::string_view entry) {
  return KeyPrefix("reg.vote", {tenant, session, entry});
}

std::string ObjectionKey(std::string_view tenant, std::string_view id) {
  return Key("reg.obj", {tenant, id});
}
std::string ObjectionTimeKey(std::string_view tenant, absl::Time time,
                             std::string_view id) {
  return Key("reg.objt", {tenant, Micros(time), id});
}
std::string ObjectionTimePrefix(std::string_view tenant) {
  return KeyPrefix("reg.objt", {tenant});
}
std::string ObjectionSubjectKey(std::string_view tenant,
                                std::string_view subject, absl::Time time,
                                std::string_view id) {
  return Key("reg.objs", {tenant, subject, Micros(time), id});
}
std::string ObjectionSubjectPrefix(std::string_view tenant,
                                   std::string_view subject) {
  return KeyPrefix("reg.objs", {tenant, subject});
}
std::string CommentKey(std::string_view tenant, std::string_view id) {
  return Key("reg.com", {tenant, id});
}
std::string CommentSubjectKey(std::string_view tenant, std::string_view subject,
                              absl::Time time, std::string_view id) {
  return Key("reg.coms", {tenant, subject, Micros(time), id});
}
std::string CommentSubjectPrefix(std::string_view tenant,
                                 std::string_view subject) {
  return KeyPrefix("reg.coms", {tenant, subject});
}
std::string PolicyKey(std::string_view tenant, uint64_t version) {
  return Key("reg.pol", {tenant, BigEndian(version)});
}
std::string PolicyPrefix(std::string_view tenant) {
  return KeyPrefix("reg.pol", {tenant});
}
std::string RecommendationKey(std::string_view tenant, std::string_view id) {
  return Key("reg.rec", {tenant, id});
}
std::string RecommendationTimeKey(std::string_view tenant, absl::Time time,
                                  std::string_view id) {
  return Key("reg.rect", {tenant, Micros(time), id});
}
std::string RecommendationTimePrefix(std::string_view tenant) {
  return KeyPrefix("reg.rect", {tenant});
}
std::string PlanKey(std::string_view tenant, std::string_view id) {
  return Key("reg.plan", {tenant, id});
}
std::string PlanTimeKey(std::string_view tenant, absl::Time time,
                        std::string_view id) {
  return Key("reg.plant", {tenant, Micros(time), id});
}
std::string PlanTimePrefix(std::string_view tenant) {
  return KeyPrefix("reg.plant", {tenant});
}
std::string ViewKey(std::string_view tenant, std::string_view id) {
  return Key("reg.view", {tenant, id});
}
std::string ViewPrefix(std::string_view tenant) {
  return KeyPrefix("reg.view", {tenant});
}

std::string_view IdBehindTime(std::string_view key, std::string_view prefix) {
  constexpr size_t kTimeAndNul = 9;
  return key.substr(prefix.size() + kTimeAndNul);
}

}  // namespace csi::registry
