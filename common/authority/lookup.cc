#include "common/authority/lookup.h"

#include <algorithm>

#include "common/authority/limits.h"
#include "common/authority/rows.h"
#include "common/base/strings.h"
#include "common/domain/names.h"
#include "common/kv/keys.h"

namespace csi::authority {
namespace {

namespace pb = ::csi::raci::v1;
using common::v1::Letter;

constexpr std::string_view kAccountability = "accountability";

void AddOnce(std::vector<Holder>& holders, Holder holder) {
  for (const Holder& known : holders) {
    if (known.person == holder.person) return;
  }
  holders.push_back(std::move(holder));
}

void Join(Filled& into, Filled more) {
  into.applies |= more.applies;
  for (Holder& holder : more.holders) AddOnce(into.holders, std::move(holder));
  for (std::string& role : more.vacant) into.vacant.push_back(std::move(role));
  for (std::string& team : more.teams) into.teams.push_back(std::move(team));
}

// Only limits in the currency of the stake are compared with it; a cost in
// another currency lies beyond, since nobody can say that it is within.
bool Beyond(const pb::AuthorityLimit& limit, const Stake& stake) {
  if (limit.has_max_cost() && !stake.currency.empty()) {
    const google::type::Money& most = limit.max_cost();
    if (most.currency_code() != stake.currency) return true;
    if (stake.units > most.units()) return true;
    if (stake.units == most.units() && stake.nanos > most.nanos()) return true;
  }
  return limit.max_size() != pb::AUTHORITY_SIZE_UNSPECIFIED &&
         stake.size > static_cast<int>(limit.max_size());
}

}  // namespace

std::string Lookup::RoleName(std::string_view id) const {
  return ResourceName(tenant_, "roles", id);
}

std::shared_ptr<const pb::Person> Lookup::PersonRow(
    std::string_view person) const {
  return ReadRow<pb::Person>(
      rows_, ResourceKey(kPersonTag, tenant_, LastPart(person)));
}

bool Lookup::Active(std::string_view person) const {
  auto row = PersonRow(person);
  return row && Covers(row->active_interval(), as_of_);
}

std::string Lookup::DeputyOf(std::string_view person) const {
  auto row = PersonRow(person);
  if (!row) return "";
  for (const pb::Absence& absence : row->absences()) {
    if (absence.deputy().empty() || !Covers(absence.interval(), as_of_)) {
      continue;
    }
    if (Active(absence.deputy())) return absence.deputy();
  }
  return "";
}

std::shared_ptr<const pb::Matrix> Lookup::Deployed(
    std::string_view activity, std::string_view variant,
    const ScopeParts& scope) const {
  auto newest = ReadRow<pb::Matrix>(
      rows_, NewestActivityKey(tenant_, activity, variant, scope));
  if (!newest) return nullptr;
  auto in_force = [&](const pb::Matrix& row) {
    return !row.has_retire_time() || as_of_ < TimeOf(row.retire_time());
  };
  if (TimeOf(newest->deploy_time()) <= as_of_) {
    if (!in_force(*newest)) newest.reset();
    return newest;
  }
  // A question about the past: the last deployment that began by then.
  std::shared_ptr<const pb::Matrix> found;
  rows_.ScanReverse(
      ActivityPrefix(tenant_, activity, variant, scope),
      ActivityKey(tenant_, activity, variant, scope,
                  as_of_ + absl::Microseconds(1)),
      [&](std::string_view, std::string_view value) {
        pb::Matrix row;
        if (row.ParseFromArray(value.data(), static_cast<int>(value.size())) &&
            in_force(row)) {
          found = std::make_shared<const pb::Matrix>(std::move(row));
        }
        return false;
      });
  return found;
}

std::shared_ptr<const pb::Matrix> Lookup::Activity(
    std::string_view activity, std::string_view variant,
    const ScopeParts& scope) const {
  const std::vector<ScopeParts> scopes = ContainingScopes(scope);
  for (std::string_view wanted :
       {variant.empty() ? std::string_view("central") : variant,
        std::string_view()}) {
    for (const ScopeParts& outer : scopes) {
      if (auto found = Deployed(activity, wanted, outer)) return found;
    }
  }
  return nullptr;
}

void Lookup::AddHolders(const pb::Assignment& assignment, bool persons_only,
                        Filled& filled) const {
  Holder holder{assignment.holder(), assignment.role(), assignment.name(), {}};
  if (assignment.bootstrap()) holder.exceptions.push_back("BOOTSTRAP");
  const bool team =
      View(assignment.holder()).find("/teams/") != absl::string_view::npos;
  if (!team) {
    AddOnce(filled.holders, std::move(holder));
    return;
  }
  if (persons_only) {
    filled.teams.push_back(assignment.holder());
    return;
  }
  auto row = ReadRow<pb::Team>(
      rows_, ResourceKey(kTeamTag, tenant_, LastPart(assignment.holder())));
  if (!row) return;
  for (const pb::TeamMember& member : row->members()) {
    if (!Covers(member.interval(), as_of_) || !Active(member.person())) {
      continue;
    }
    holder.person = member.person();
    AddOnce(filled.holders, holder);
  }
}

Filled Lookup::Role(std::string_view role, const ScopeParts& scope, bool all,
                    bool persons_only) const {
  Filled filled;
  const std::string binding = rows_.Get(BindingKey(tenant_, role)).value_or("");
  if ((binding == "p" && scope[kProcess].empty()) ||
      (binding == "s" && scope[kService].empty())) {
    filled.applies = false;
    return filled;
  }
  for (const ScopeParts& outer : ContainingScopes(scope)) {
    rows_.ScanPrefix(AtPrefix(tenant_, role, outer), [&](std::string_view key,
                                                         std::string_view) {
      auto assignment = ReadRow<pb::Assignment>(rows_, key);
      if (assignment && Covers(assignment->interval(), as_of_)) {
        AddHolders(*assignment, persons_only, filled);
      }
      return true;
    });
    if (!all && !filled.holders.empty()) break;
  }
  if (filled.holders.empty()) filled.vacant.push_back(RoleName(role));
  return filled;
}

Filled Lookup::SubjectOwner(bool one, const ScopeParts& scope) const {
  Filled filled;
  filled.applies = false;
  if (!scope[kService].empty()) {
    Join(filled, Role(kServiceOwner, scope, false, one));
    if (one) return filled;
  }
  if (!scope[kProcess].empty()) {
    Join(filled, Role(kProcessOwner, scope, false, one));
  }
  return filled;
}

Filled Lookup::Accountable(const Question& question,
                           const ScopeParts& scope) const {
  if (!question.accountable_person.empty()) {
    Filled filled;
    if (Active(question.accountable_person)) {
      filled.holders.push_back({question.accountable_person, "", "", {}});
    } else {
      filled.vacant.push_back(question.accountable_person);
    }
    return filled;
  }
  if (!scope[kService].empty()) return Role(kServiceOwner, scope, false, true);
  if (!scope[kProcess].empty()) return Role(kProcessOwner, scope, false, true);
  return Role(kCsiManager, scope, false, true);
}

std::string Lookup::BeyondLimit(std::string_view role, const Question& question,
                                const ScopeParts& scope) const {
  std::string current(role);
  if (!question.stake) return current;
  for (int hop = 0; hop < limits::kHandOnsMax; ++hop) {
    std::string beyond;
    rows_.ScanPrefix(LimitsPrefix(tenant_, current, question.activity),
                     [&](std::string_view key, std::string_view) {
                       auto limit = ReadRow<pb::AuthorityLimit>(
                           rows_, ResourceKey(kLimitTag, tenant_,
                                              key.substr(key.rfind('\0') + 1)));
                       if (limit && !limit->beyond().empty() &&
                           Contains(PartsOf(limit->scope()), scope) &&
                           Beyond(*limit, *question.stake)) {
                         beyond = LastPart(limit->beyond());
                         return false;
                       }
                       return true;
                     });
    if (beyond.empty()) return current;
    current = beyond;
  }
  return current;
}

std::vector<Holder> Lookup::FirstFilledLine(std::string_view role,
                                            const ScopeParts& scope) const {
  std::string current(role);
  for (int hop = 0; hop < limits::kHandOnsMax; ++hop) {
    std::vector<Holder> holders;
    std::string next;
    rows_.ScanPrefix(LinesPrefix(tenant_, current, kAccountability),
                     [&](std::string_view, std::string_view to) {
                       if (next.empty()) next = std::string(to);
                       holders = Role(to, scope, false, true).holders;
                       return holders.empty();
                     });
    if (!holders.empty() || next.empty()) return holders;
    current = next;
  }
  return {};
}

Filled Lookup::Column(const pb::MatrixColumn& column, Letter letter,
                      const Question& question, const ScopeParts& scope) const {
  const bool accountable = letter == common::v1::LETTER_ACCOUNTABLE;
  const bool all = letter == common::v1::LETTER_CONSULTED ||
                   letter == common::v1::LETTER_INFORMED;
  if (column.has_person()) {
    Filled filled;
    if (Active(column.person())) {
      filled.holders.push_back({column.person(), "", "", {}});
    } else {
      filled.vacant.push_back(column.person());
    }
    return filled;
  }
  switch (column.computed()) {
    case pb::COMPUTED_COLUMN_ACCOUNTABLE_PERSON:
      return Accountable(question, scope);
    case pb::COMPUTED_COLUMN_SUBJECT_OWNER:
      return SubjectOwner(accountable, scope);
    default:
      break;
  }
  std::string role(LastPart(column.role()));
  if (accountable) role = BeyondLimit(role, question, scope);
  return Role(role, scope, all, accountable);
}

}  // namespace csi::authority
