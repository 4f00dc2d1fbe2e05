#include "services/raci/rules/rule_book.h"

#include "common/base/strings.h"
#include "common/status/status.h"

namespace csi::raci {
namespace {

using common::v1::SEVERITY_ERROR;
using common::v1::SEVERITY_INFO;
using common::v1::SEVERITY_WARNING;

struct Default {
  std::string_view rule;
  common::v1::Severity severity;
  double share;
  bool kept;
};

// Half of the lines is a proposal of ours; the sources say "many" and no more.
constexpr double kHalf = 0.5;
constexpr int kSettingsMax = 50;

constexpr Default kDefaults[] = {
    {"H1", SEVERITY_ERROR, 0, true},
    {"H2", SEVERITY_ERROR, 0, true},
    {"H4", SEVERITY_WARNING, kHalf, false},
    {"H5", SEVERITY_WARNING, kHalf, false},
    {"H6", SEVERITY_WARNING, kHalf, false},
    {"H7", SEVERITY_WARNING, 0, false},
    {"H8", SEVERITY_WARNING, 0, false},
    {"V1", SEVERITY_WARNING, kHalf, false},
    {"V2", SEVERITY_WARNING, 0, false},
    {"V3", SEVERITY_WARNING, kHalf, false},
    {"V4", SEVERITY_INFO, 0, false},
    {"V5", SEVERITY_WARNING, kHalf, false},
    {"P1", SEVERITY_ERROR, 0, true},
    {"P2", SEVERITY_WARNING, 0, false},
    {"P3", SEVERITY_ERROR, 0, true},
    {"P4", SEVERITY_ERROR, 0, false},
    {"P5", SEVERITY_WARNING, 0, false},
    {"P6", SEVERITY_ERROR, 0, true},
    {"P7", SEVERITY_WARNING, 0, false},
    {"P8", SEVERITY_INFO, 0, false},
    {"P9", SEVERITY_WARNING, kHalf, false},
    {"P10", SEVERITY_WARNING, 0, false},
    {"P11", SEVERITY_WARNING, 0, false},
    {"T1", SEVERITY_INFO, 0, false},
};

}  // namespace

RuleBook::RuleBook() {
  for (const Default& each : kDefaults) {
    rules_[std::string(each.rule)] = {each.severity, each.share, each.kept,
                                      false, false};
  }
}

absl::StatusOr<RuleBook> RuleBook::From(const v1::RuleSettings& settings) {
  RuleBook book;
  if (settings.rules_size() > kSettingsMax) {
    return FieldError("settings.rules",
                      StrCat("at most ", kSettingsMax, " rules are set."));
  }
  for (int i = 0; i < settings.rules_size(); ++i) {
    const v1::RuleSetting& setting = settings.rules(i);
    const std::string field = StrCat("settings.rules[", i, "]");
    const auto found = book.rules_.find(setting.rule());
    if (found == book.rules_.end()) {
      return FieldError(
          StrCat(field, ".rule"),
          StrCat("there is no rule \"", setting.rule().substr(0, 40),
                 "\"; there are ", RuleList(), "."));
    }
    Rule& rule = found->second;
    const bool weaker =
        setting.off() ||
        (setting.severity() != common::v1::SEVERITY_UNSPECIFIED &&
         setting.severity() != SEVERITY_ERROR);
    if (rule.kept && weaker) {
      return FieldError(field, StrCat("the other services rely on rule ",
                                      setting.rule(), "; it stays an error."));
    }
    if (setting.share() != 0 &&
        (rule.share == 0 || !(setting.share() > 0) || setting.share() > 1)) {
      return FieldError(
          StrCat(field, ".share"),
          rule.share == 0 ? StrCat("rule ", setting.rule(), " does not count.")
                          : std::string("a share is above 0 and at most 1."));
    }
    rule.off = setting.off();
    if (setting.share() != 0) rule.share = setting.share();
    if (setting.severity() != common::v1::SEVERITY_UNSPECIFIED) {
      rule.severity = setting.severity();
      rule.changed = true;
    }
  }
  return book;
}

const RuleBook::Rule& RuleBook::Find(std::string_view rule) const {
  static const Rule* const kUnknown = new Rule;
  const auto found = rules_.find(rule);
  return found == rules_.end() ? *kUnknown : found->second;
}

bool RuleBook::Off(std::string_view rule) const { return Find(rule).off; }

double RuleBook::Share(std::string_view rule) const { return Find(rule).share; }

bool RuleBook::IsMany(std::string_view rule, size_t count, size_t all) const {
  return count >= kManyMin && static_cast<double>(count) >
                                  Find(rule).share * static_cast<double>(all);
}

void RuleBook::Add(std::vector<common::v1::Finding>& findings,
                   common::v1::Finding finding) const {
  const Rule& rule = Find(finding.rule());
  if (rule.off) return;
  // Some findings of a rule matter less than the rule (a vacant C by P3, a
  // look-alike by P10): they keep their own severity unless one was set.
  if (rule.changed || finding.severity() == common::v1::SEVERITY_UNSPECIFIED) {
    finding.set_severity(rule.severity);
  }
  findings.push_back(std::move(finding));
}

std::string RuleList() {
  std::string list;
  for (const Default& each : kDefaults) {
    StrAppend(&list, list.empty() ? "" : ", ", each.rule);
  }
  return list;
}

}  // namespace csi::raci
